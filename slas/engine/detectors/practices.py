"""What detectors look at: the tickets of some months with their clocks, their pauses and their changes of status."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import ServiceHours, Suspensions, elapsed

Instants = NDArray[np.datetime64]
Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Spans:
    """The months looked at, in time order, the one judged last: parallel arrays, instants in UTC.

    `last_day`: when the last business day of the month begins; `days`: how many business days it has.
    """

    start: Instants
    end: Instants
    last_day: Instants
    days: Seconds

    def __len__(self) -> int:
        return int(self.start.size)

    def place(self, instants: Instants) -> Seconds:
        """Position of the month of each instant; −1 outside the months or for NaT."""
        found = np.searchsorted(self.start, instants, side="right") - 1
        inside = ~np.isnat(instants) & (found >= 0)
        inside &= instants < self.end[np.maximum(found, 0)]
        return np.where(inside, found, -1)


@dataclass(frozen=True, eq=False)
class Pauses:
    """Waiting intervals: `row` of their ticket, `spent` seconds of its delay used when they begin (−1: unknown),
    `outside` when they begin outside service hours."""

    row: Seconds
    spent: Seconds
    outside: Flags


@dataclass(frozen=True, eq=False)
class Reopenings:
    """Times a ticket left its resolution: `row`, seconds since that resolution, seconds until the next one
    (−1 where there is none)."""

    row: Seconds
    since: Seconds
    until: Seconds


@dataclass(frozen=True, eq=False)
class Practices:
    """Tickets as parallel columns; `target`, `elapsed`, `paused`: seconds of the resolution's clock, −1 without one.

    `lowered`: the priority was brought down, at `lowered_at`, with no approval known; `known_until`: no later
    date can have happened.
    """

    opened: Instants
    picked_up: Instants
    resolved: Instants
    closed: Instants
    cancelled: Flags
    lowered: Flags
    lowered_at: Instants
    deadline: Instants
    target: Seconds
    elapsed: Seconds
    paused: Seconds
    pauses: Pauses
    reopenings: Reopenings
    spans: Spans
    known_until: np.datetime64

    def __len__(self) -> int:
        return int(self.opened.size)

    @property
    def ended(self) -> Instants:
        """When each ticket left the stock."""
        return np.where(np.isnat(self.resolved), self.closed, self.resolved)

    @property
    def month(self) -> Seconds:
        """Position of the month in which each ticket ended."""
        return self.spans.place(self.ended)

    def having(self, rows: Seconds) -> Flags:
        """Mask of the tickets named by row."""
        mask = np.zeros(len(self), dtype=bool)
        mask[rows] = True
        return mask


def clocked(hours: ServiceHours, begin: Instants, pauses: Suspensions) -> tuple[Seconds, Flags]:
    """For each pause: the seconds of delay used since `begin` of its ticket when it starts, earlier pauses taken
    off, and whether it starts outside service hours."""
    start = pauses.start
    owner, other = _pairs(pauses.row)
    earlier = pauses.start[other] < start[owner]
    within = Suspensions(owner[earlier], pauses.start[other][earlier], pauses.end[other][earlier])
    spent = elapsed(hours, begin[pauses.row], start, within.ended_by(start))
    return spent, elapsed(hours, start, start + np.timedelta64(1, "s")) == 0


def _pairs(rows: Seconds) -> tuple[Seconds, Seconds]:
    """Every pair of indices whose `rows` are equal."""
    order = np.argsort(rows, kind="stable")
    values, first, size = np.unique(rows[order], return_index=True, return_counts=True)
    group = np.searchsorted(values, rows)
    owner = np.repeat(np.arange(rows.size), size[group])
    ahead = np.cumsum(size[group]) - size[group]
    step = np.arange(owner.size) - np.repeat(ahead, size[group])
    return owner, order[first[group][owner] + step]
