"""Stored decisions as sheets to vote."""

from __future__ import annotations

from collections.abc import Iterable

from core.engine import formats
from governance.engine.pack.document import Choice, Link, Sheet
from governance.engine.wording import page_name
from governance.models import CLOSED_SERIES, Committee, Decision

BOXES = {"notice": ("dénoncer", "renégocier", "laisser reconduire")}
VOTE = ("adoptée", "amendée", "refusée")


def sheets_for(committee: Committee) -> tuple[Sheet, ...]:
    """The decisions that the open scope may see, those of the closed session first (1 query)."""
    return sheets_of(Decision.objects.filter(committee=committee), committee.contract.timezone)


def sheets_of(decisions: Iterable[Decision], zone: str) -> tuple[Sheet, ...]:
    """Those that were taken back before any answer are on the agenda no more."""
    asked = [row for row in decisions if not row.withdrawn]
    rows = sorted(asked, key=lambda row: (row.number <= CLOSED_SERIES, row.number))
    return tuple(sheet_of(row, zone) for row in rows)


def sheet_of(row: Decision, zone: str) -> Sheet:
    """A stored decision as a sheet to vote."""
    decided = row.state != Decision.State.ASKED
    when = formats.date_short(row.decided_at, zone) if decided else ""
    return Sheet(
        label=row.label,
        question=row.question,
        resolution=row.resolution,
        boxes=BOXES.get(row.origin, VOTE),
        choices=tuple(Choice(**option) for option in row.options),
        recommendation=row.recommendation,
        stake=row.stake,
        decider=row.decider,
        evidence=Link(page_name(row.evidence), row.evidence),
        outcome=f"{row.get_state_display()} le {when} : « {row.outcome} »" if decided else "",
        state=row.get_state_display().lower() if decided else "",
    )
