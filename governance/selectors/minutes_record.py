"""The page of the minutes: from what is written until they are signed, then from the text that was signed alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.models import Contract
from core.scope import Audience, Side, current
from governance.selectors.minutes_content import Said, actions_said, closed_of, content_of
from governance.selectors.reading import recorded_on
from governance.selectors.sitting import MatterLine, Sitting


@dataclass(frozen=True)
class MinutesRecord:
    """What the page tells. `closed`, `own_actions`: the closed session, of the client's side alone.

    `matters`: each with the address of its evidence, empty once the data no longer tell it. `recorded_on`: the day
    on which the session was written down, where it is not that of the committee.
    """

    content: dict[str, Any]
    closed: list[Said]
    own_actions: list[Said]
    matters: list[tuple[Said, str]]
    recorded_on: date | None


def record_of(contract: Contract, sitting: Sitting) -> MinutesRecord:
    """The minutes of a sitting as the open scope reads them (no query)."""
    content = signed_content(sitting) or content_of(sitting)
    pages = {line.matter.origin: line.matter.evidence for line in sitting.matters}
    matters = list(content["matters"])
    if sitting.signed and current().side_of(contract.pk) == Side.CLIENT:
        told = {one["origin"] for one in matters}
        matters += [_outcome(line) for line in sitting.settled if line.matter.origin not in told]
    return MinutesRecord(
        content=content,
        closed=closed_of(sitting),
        own_actions=actions_said(sitting, Audience.CLIENT),
        matters=[(one, pages.get(one["origin"], "")) for one in matters],
        recorded_on=recorded_on(contract, sitting),
    )


def signed_content(sitting: Sitting) -> dict[str, Any]:
    """The text that was signed; empty before."""
    return sitting.minutes.content if sitting.minutes and sitting.signed else {}


def _outcome(line: MatterLine) -> Said:
    """An outcome that the signed text leaves out, the provider knowing nothing of its matter."""
    note = line.outcome.note if line.outcome else ""
    return {"origin": line.matter.origin, "title": line.matter.title, "outcome": line.words, "note": note}
