"""The ceiling of suspensions, and the clocks of a contract by commitment and site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.engine.localtime import FIRST_YEAR, LAST_YEAR, year_span
from slas.engine.clock import ServiceHours, Suspensions, deadline
from slas.engine.delays import by_clock, needs_days
from slas.engine.promises import DaysOf, HoursOf, Promise, Terms, TicketColumns
from slas.engine.suspensions import on_service_axis
from slas.engine.timeline import timeline


def capped(
    hours: ServiceHours, pauses: Suspensions, starts: NDArray[np.datetime64], most: int | None
) -> Suspensions:
    """The first `most` service seconds of each row's suspensions from its start, each overlap counted once.

    Suspensions come back disjoint, in time order. Without a ceiling they come back as they are.
    """
    if most is None or not len(pauses):
        return pauses
    dated = pauses.end[~np.isnat(pauses.end)].view(np.int64)
    first, last = year_span(np.concatenate([starts.view(np.int64), pauses.start.view(np.int64), dated]))
    axis = timeline(hours, max(first, FIRST_YEAR), min(last, LAST_YEAR))
    own = on_service_axis(axis, pauses, starts.view(np.int64))
    left = np.clip(most - own.earlier(), 0, own.length)
    kept = left > 0
    begun = axis.last_reach(own.start[kept]).view("datetime64[s]")
    return Suspensions(own.row[kept], begun, deadline(hours, begun, left[kept]))


@dataclass(frozen=True, eq=False)
class Waits:
    """What stops the clocks of some tickets: suspensions, of which `most` seconds count, and gaps, which all do.

    A gap lies between a resolution and its reopening.
    """

    pauses: Suspensions
    gaps: Suspensions
    most: int | None = None

    def of_rows(self, rows: NDArray[np.int64], tickets: int) -> Waits:
        """Those of some rows out of `tickets`, in increasing order, renumbered."""
        if rows.size == tickets:
            return self
        mask = np.zeros(tickets, dtype=bool)
        mask[rows] = True
        return replace(self, pauses=self.pauses.of_rows(mask), gaps=self.gaps.of_rows(mask))

    def on(self, hours: ServiceHours, starts: NDArray[np.datetime64]) -> Suspensions:
        """What counts under a clock that starts there."""
        return capped(hours, self.pauses, starts, self.most).and_also(self.gaps)

    def without_pauses(self) -> Waits:
        """The same where no suspension is accepted."""
        return replace(self, pauses=Suspensions([], [], []))


@dataclass(frozen=True, eq=False)
class Calendars:
    """Where the clocks of a contract come from: service hours by calendar and site, days of office by site."""

    hours_of: HoursOf
    days_of: DaysOf

    def groups(
        self, tickets: TicketColumns, covering: NDArray[np.int64], promise: Promise, terms: Terms
    ) -> Iterator[tuple[ServiceHours, NDArray[np.int64]]]:
        """Covered rows (a delay ≥ 0) by the clock they run on, each group in order."""
        rows = np.flatnonzero(covering >= 0)
        apart = needs_days(promise, terms)
        groups: dict[tuple[ServiceHours, ServiceHours], list[NDArray[np.int64]]] = {}
        sites, inverse = np.unique(tickets.site[rows], return_inverse=True)
        for index, site in enumerate(sites):
            hours = self.hours_of(promise.calendar, str(site))
            days = self.days_of(str(site)) if apart else hours
            groups.setdefault((hours, days), []).append(rows[inverse == index])
        for clocks, found in groups.items():
            own = np.sort(np.concatenate(found))
            for clock, places in by_clock(promise, covering[own], clocks, terms):
                yield clock, own[places]
