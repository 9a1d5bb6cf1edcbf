"""The status journal delivered beside the tickets: one row per change of status."""

from __future__ import annotations

from typing import Any

from reports.engine import values
from reports.engine.asked_reasons import settled
from reports.engine.cells import Sheet
from reports.engine.instants import read_instants
from reports.engine.journal import Step, waiting_intervals
from reports.engine.moves import chained
from reports.engine.profiles import native, servicenow
from reports.engine.reasons import normalise_reason
from reports.engine.rows import Move, Pause

STATUSES = {**servicenow.PROFILE.statuses, **native.PROFILE.statuses}
_HELP = "Écrivez Nouveau, En cours, En attente, Résolu, Clos ou Annulé."


def read_status_log(sheet: Sheet) -> dict[str, Any]:
    """Waiting intervals (`pauses`) and changes of status (`moves`), those of a ticket together and in time order."""
    references, reasons, actors = (sheet.short_texts(name) for name in ("reference", "reason", "actor"))
    after = values.translate(sheet, "after", STATUSES, _HELP)
    before = values.translate(sheet, "before", STATUSES, _HELP, needed=False)
    waits = _waits(sheet, after, reasons)
    at = read_instants(sheet, "at", any_month=True)["at"]
    groups: dict[str, list[int]] = {}
    for row, reference in enumerate(references):
        groups.setdefault(reference, []).append(row)
    pauses: list[Pause] = []
    moves: list[Move] = []
    for reference, group in groups.items():
        group.sort(key=lambda row: (at[row], row))
        pauses.extend(waiting_intervals(reference, [Step(at[r], *waits[r]) for r in group]))
        steps = (Move(reference, at[r], before[r], after[r], actors[r], reasons[r]) for r in group)
        moves.extend(chained(reference, steps))
    return {"pauses": pauses, "moves": moves}


def _waits(sheet: Sheet, after: list[str], reasons: list[str]) -> list[tuple[str, str]]:
    """Reason and words of each row that begins a wait; empty reason for the others. The words of the status tell
    where no reason is given.
    """
    rows = [row for row, status in enumerate(after) if status == "waiting"]
    said = settled(sheet, "reason", {row: reasons[row] for row in rows if reasons[row]})
    labels = sheet.texts("after")
    said |= settled(sheet, "after", {row: labels[row] for row in rows if not reasons[row]})
    words = [reason or label for reason, label in zip(reasons, labels, strict=True)]
    waiting = set(rows)
    return [
        (said.get(word, normalise_reason(word)) if row in waiting else "", word[:80])
        for row, word in enumerate(words)
    ]
