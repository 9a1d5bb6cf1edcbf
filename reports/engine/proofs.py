"""When a ticket was opened and resolved, and under which priority, as other sources than its last export tell it.

The same for facts stored and for facts told again in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.engine.months import Month
from reports.engine.moves import OPEN, OVER
from reports.engine.rows import Instants

DATED = ("opened_at", "resolved_at")
RANKED = ("priority", "initial_priority", "priority_changed_at")
EVIDENCE = (*DATED, *RANKED)
NEW = "new"
Proofs = tuple[NDArray[np.int64], Instants, Instants]
"""Ticket, opened, resolved; NaT where a source says nothing."""
Change = tuple[int, Month, str, Month, str, str]
"""Ticket, month that first told it, field, month that tells it otherwise, value before and after (UTC text)."""
Steps = Sequence[tuple[Month, str]]
Tellings = Mapping[int, Mapping[str, Steps]]
"""By ticket and field told otherwise: the value that a month told, from the first month on, where it changed."""


def tellings(changes: Iterable[Change]) -> Tellings:
    """What the months told one after the other.

    `changes` in the order in which they were published. The versions of one month correct each other: the last
    one is what that month told. A month told again, after a withdrawal, makes what later months had told void.
    """
    told: dict[int, dict[str, list[tuple[Month, str]]]] = {}
    for ticket, since, field, month, before, after in changes:
        steps = told.setdefault(ticket, {}).setdefault(field, [(since, before)])
        place = max(month, since)
        while steps and steps[-1][0] >= place:
            steps.pop()
        steps.append((place, after))
    return told


def first_reported(told: Tellings) -> Proofs:
    """The opening as the first month told it; the resolution where a later month moves it back."""
    found: dict[int, dict[str, str]] = {}
    for ticket, fields in told.items():
        for field in fields.keys() & DATED:
            if proven := _proven(field, [value for _, value in fields[field]]):
                found.setdefault(ticket, {})[field] = proven
    opened, resolved = (
        np.array([dates.get(name, "NaT") for dates in found.values()], dtype="datetime64[s]")
        for name in DATED
    )
    return np.array(list(found), dtype=np.int64), opened, resolved


def _proven(field: str, values: Sequence[str]) -> str:
    """The date that prevails on the last value, empty when none does."""
    pairs = list(pairwise(values))
    if field == "opened_at":
        return next((before for before, _ in pairs if before), "")
    return next((before for before, after in pairs if "" < after < before), "")


def from_journals(
    tickets: NDArray[np.int64],
    positions: NDArray[np.int64],
    at: Instants,
    before: Sequence[str],
    after: Sequence[str],
) -> Proofs:
    """Opening: the first change, where it is to « Nouveau »; resolution: the last time the ticket became resolved or
    closed, NaT when it came back since.

    Parallel arrays of status changes, those of a ticket together and in order; a ticket without any is left out.
    """
    opened: dict[int, np.datetime64] = {}
    over: dict[int, np.datetime64] = {}
    named: dict[int, None] = {}
    for ticket, position, instant, old, new in zip(
        tickets.tolist(), positions.tolist(), at, before, after, strict=True
    ):
        named[ticket] = None
        if position == 0 and not old and new == NEW:
            opened[ticket] = instant
        elif new in OVER and old not in OVER:
            over[ticket] = instant
        elif new in OPEN and old in OVER:
            over.pop(ticket, None)
    none = np.datetime64("NaT", "s")
    return (
        np.array(list(named), dtype=np.int64),
        np.array([opened.get(ticket, none) for ticket in named], dtype="datetime64[s]"),
        np.array([over.get(ticket, none) for ticket in named], dtype="datetime64[s]"),
    )
