"""Exports whose rows are updates: the last update of a ticket is its state, their succession its status journal.

Updates are put in time order (then by update number, then by line): exports hold them out of order. A ticket is
picked up at its first update whose state is no longer « New »: the tool writes no other trace of a first act.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from core.engine.formats import count
from reports.engine import values
from reports.engine.cells import Sheet
from reports.engine.celltext import choice_key
from reports.engine.instants import NAT, read_instants
from reports.engine.journal import Step, waiting_intervals
from reports.engine.moves import OVER, chained
from reports.engine.profiles.profile import Profile
from reports.engine.rows import Move, Pause, Tickets


def read_updates(sheet: Sheet, profile: Profile) -> Tickets:
    """One ticket per reference, with the waiting intervals its updates tell."""
    references = sheet.short_texts("reference")
    values.required(sheet, "reference", references)
    for name in ("opened_at", "updated_at"):
        values.required(sheet, name, sheet.texts(name))
    rows = _Rows(sheet, profile, references)
    groups = _group(references, rows)
    last = np.array([group[-1] for group in groups.values()], dtype=np.int64)
    columns = _last_state(sheet, profile, references, rows, last)
    columns |= _journal_dates(groups, rows, columns)
    columns |= _priorities(groups, rows)
    pauses = [pause for reference, group in groups.items() for pause in _pauses(reference, group, rows)]
    moves = [move for reference, group in groups.items() for move in _moves(reference, group, rows)]
    _straighten(sheet, columns, last)
    return Tickets(columns, [sheet.table.lines[row] for row in last], pauses, sheet.table.file, moves)


class _Rows:
    """The columns of the updates that make the journal."""

    def __init__(self, sheet: Sheet, profile: Profile, references: list[str]) -> None:
        instants = read_instants(sheet, "opened_at", "updated_at", "resolved_at", "closed_at")
        self.opened, self.updated = instants["opened_at"], instants["updated_at"]
        self.resolved, self.closed = instants["resolved_at"], instants["closed_at"]
        self.status = values.statuses(sheet, profile)
        self.priority = values.priorities(sheet, profile)
        self.number = list(sheet.integers("update_number"))
        self.label = sheet.texts("status")
        waits = {choice_key(word): reason for word, reason in profile.waits.items()}
        self.reason = [waits.get(choice_key(label), "") for label in self.label]


def _group(references: list[str], rows: _Rows) -> dict[str, list[int]]:
    """Row numbers of each ticket, in time order; tickets in the order of the file."""
    groups: dict[str, list[int]] = {}
    for row, reference in enumerate(references):
        groups.setdefault(reference, []).append(row)
    instants = rows.updated.astype("datetime64[s]").astype(np.int64).tolist()
    for group in groups.values():
        group.sort(key=lambda row: (instants[row], rows.number[row] or 0, row))
    return groups


def _last_state(
    sheet: Sheet, profile: Profile, references: list[str], rows: _Rows, last: Any
) -> dict[str, Any]:
    def pick(column: Sequence[Any]) -> list[Any]:
        return [column[row] for row in last]

    kept = pick(references)
    titles, symptoms = pick(sheet.short_texts("title")), pick(sheet.short_texts("symptom"))
    return {
        "reference": kept,
        "type": values.types(sheet, profile, kept),
        "title": [title or symptom for title, symptom in zip(titles, symptoms, strict=True)],
        "status": pick(rows.status),
        "priority": pick(rows.priority),
        "opened_at": rows.opened[last],
        "resolved_at": rows.resolved[last],
        "closed_at": rows.closed[last],
        "declared_pause_seconds": [0] * len(kept),
        "satisfaction": [None] * len(kept),
        "pause_reason": [""] * len(kept),
        "parent_reference": [""] * len(kept),
        **{name: [""] * len(kept) for name in ("duplicate_of", "cancelled_by", "cancel_reason")},
        **{name: np.full(len(kept), NAT) for name in ("assigned_at", "restored_at")},
        "lowering_approved": [None] * len(kept),
        "reopen_count": [count or 0 for count in pick(sheet.integers("reopen_count"))],
        "declared_met": pick(sheet.flags("declared_met")),
        **{
            name: pick(sheet.short_texts(name))
            for name in ("category", "site", "service", "requester", "group")
        },
    }


def _journal_dates(groups: dict[str, list[int]], rows: _Rows, columns: dict[str, Any]) -> dict[str, Any]:
    picked = np.full(len(groups), NAT)
    resolved = columns["resolved_at"].copy()
    for place, group in enumerate(groups.values()):
        picked[place] = next((rows.updated[row] for row in group if rows.status[row] != "new"), NAT)
        if np.isnat(resolved[place]) and columns["status"][place] in OVER:
            resolved[place] = _last_resolution(group, rows, columns["closed_at"][place])
    return {"picked_up_at": picked, "resolved_at": resolved}


def _last_resolution(group: list[int], rows: _Rows, closed: np.datetime64) -> np.datetime64:
    """Start of the final run of resolved or closed updates: the resolution the tool forgot to date."""
    found = closed
    for row in reversed(group):
        if rows.status[row] not in OVER:
            break
        found = rows.updated[row]
    return found


def _priorities(groups: dict[str, list[int]], rows: _Rows) -> dict[str, Any]:
    initial, changed = [], np.full(len(groups), NAT)
    for place, group in enumerate(groups.values()):
        initial.append(rows.priority[group[0]])
        for before, after in pairwise(group):
            if rows.priority[before] != rows.priority[after]:
                changed[place] = rows.updated[after]
    return {"initial_priority": initial, "priority_changed_at": changed}


def _pauses(reference: str, group: list[int], rows: _Rows) -> list[Pause]:
    steps = [Step(rows.updated[row], rows.reason[row], rows.label[row]) for row in group]
    return waiting_intervals(reference, steps)


def _in_order(group: list[int], rows: _Rows) -> Iterator[int]:
    """The updates whose number never falls back: one stamped late tells a status already left, not a return to it."""
    highest = 0
    for row in group:
        number = rows.number[row]
        if number is None or number >= highest:
            highest = highest if number is None else number
            yield row


def _moves(reference: str, group: list[int], rows: _Rows) -> list[Move]:
    steps = (
        Move(
            reference,
            rows.updated[row],
            "",
            rows.status[row],
            "",
            rows.label[row] if rows.reason[row] else "",
        )
        for row in _in_order(group, rows)
    )
    return chained(reference, steps)


def _straighten(sheet: Sheet, columns: dict[str, Any], last: Any) -> None:
    """An audit holds clock faults: pick-up is brought between opening and resolution, and counted."""
    opened, resolved = columns["opened_at"], columns["resolved_at"]
    for row in np.flatnonzero((resolved < opened) & ~np.isnat(resolved)):
        sheet.findings.error(
            "resolved_before_opened", "Résolu avant l’ouverture du ticket.", "Corrigez l’une des deux dates dans l’outil.",
            **{**sheet.place("resolved_at", int(last[row])), "reference": columns["reference"][row]},
        )  # fmt: skip
    picked = columns["picked_up_at"]
    early, late = picked < opened, picked > resolved
    straight = np.where(early, opened, np.where(late, resolved, picked))
    moved = np.flatnonzero(early | late)
    if moved.size:
        first = int(moved[0])
        sheet.findings.warning(
            "clock_skew", f"Première prise en charge hors de la vie du ticket : {count(moved.size, 'ticket')}.",
            "Elle est ramenée à l’ouverture ou à la résolution.",
            **{**sheet.place("updated_at", int(last[first])), "reference": columns["reference"][first]},
        )  # fmt: skip
    columns["picked_up_at"] = straight
