"""The status journal delivered beside the tickets: one row per change of status."""

from __future__ import annotations

from typing import Any

import numpy as np

from reports.engine import values
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
    labels = sheet.texts("after")
    after = values.translate(sheet, "after", STATUSES, _HELP)
    before = values.translate(sheet, "before", STATUSES, _HELP, needed=False)
    at = read_instants(sheet, "at", planned=True)["at"]
    groups: dict[str, list[int]] = {}
    for row, reference in enumerate(references):
        groups.setdefault(reference, []).append(row)
    pauses: list[Pause] = []
    moves: list[Move] = []
    for reference, group in groups.items():
        group.sort(key=lambda row: (at[row], row))
        pauses.extend(
            waiting_intervals(reference, [_step(at[r], after[r], labels[r], reasons[r]) for r in group])
        )
        steps = (Move(reference, at[r], before[r], after[r], actors[r], reasons[r]) for r in group)
        moves.extend(chained(reference, steps))
    return {"pauses": pauses, "moves": moves}


def _step(at: np.datetime64, status: str, label: str, reason: str) -> Step:
    words = reason or label
    return Step(at, normalise_reason(words) if status == "waiting" else "", words[:80])
