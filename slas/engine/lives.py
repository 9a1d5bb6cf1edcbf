"""Tickets that came back: when, under which policy, and the rows they are judged as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import Suspensions
from slas.engine.promises import TicketColumns

POLICIES = ("cumulative", "from_origin", "new_ticket")
Rows = NDArray[np.int64]
Instants = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Reopenings:
    """Each time a ticket came back: its row, when it was resolved, when it was open again (UTC)."""

    row: Rows
    resolved: Instants
    reopened: Instants

    def kept(self, mask: NDArray[np.bool_]) -> Reopenings:
        return Reopenings(self.row[mask], self.resolved[mask], self.reopened[mask])

    def in_order(self) -> Reopenings:
        order = np.lexsort((self.reopened, self.row))
        return Reopenings(self.row[order], self.resolved[order], self.reopened[order])


@dataclass(frozen=True, eq=False)
class ReopenTerms:
    """The policy of each ticket, and its window in business days of its site.

    `cumulative`: the time between a resolution and its reopening is out. `from_origin`: it counts. `new_ticket`:
    another ticket begins; beyond the window it does whatever the policy. Raises ValueError for another policy.
    """

    policy: NDArray[np.str_]
    window_days: Rows

    def __post_init__(self) -> None:
        if unknown := set(np.unique(self.policy).tolist()) - set(POLICIES):
            raise ValueError(f"unknown policy of reopening: {unknown.pop()!r}")


@dataclass(frozen=True, eq=False)
class Lives:
    """What is judged: a row for each ticket, then one for each reopening that counts as another ticket.

    `source`: the ticket of each row. `gaps`: the time out between a resolution and its reopening, by row.
    """

    tickets: TicketColumns
    source: Rows
    gaps: Suspensions

    @classmethod
    def single(cls, tickets: TicketColumns) -> Self:
        """Tickets of which none came back."""
        return cls(tickets, np.arange(len(tickets)), Suspensions([], [], []))

    def sharing(self, row: Rows, start: Instants) -> tuple[Rows, Rows]:
        """Suspensions of tickets as those of lives: the life and the index of each.

        A reopened ticket judged as another one has only the suspensions begun since.
        """
        index = np.arange(row.size)
        more = np.flatnonzero(self.tickets.life > 1)
        if not more.size:
            return row, index
        order = np.argsort(row, kind="stable")
        low = np.searchsorted(row[order], self.source[more], side="left")
        count = np.searchsorted(row[order], self.source[more], side="right") - low
        owner = np.repeat(more, count)
        offset = np.arange(owner.size) - np.repeat(np.cumsum(count) - count, count)
        theirs = order[np.repeat(low, count) + offset]
        since = start[theirs] >= self.tickets.opened[owner]
        return np.append(row, owner[since]), np.append(index, theirs[since])
