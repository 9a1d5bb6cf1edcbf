"""Which tickets a commitment covers: whole columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import ServiceHours
from slas.engine.judgement import JudgingRules, response_stop

RESPONSE, RESOLUTION = "response", "resolution"
UNIT_SECONDS = {"minutes": 60, "hours": 3600}
NAT = np.datetime64("NaT", "s")

HoursOf = Callable[[int, str], ServiceHours]
"""The service hours of a calendar for a site."""


@dataclass(frozen=True)
class Delay:
    """A target: `amount` of `unit` (minutes, hours, business_days) for a priority and a type ("" = every one)."""

    priority: str
    ticket_type: str
    amount: int
    unit: str

    def seconds(self, hours: ServiceHours) -> int:
        """Service seconds; N business days are N times the calendar's day, never N × 24 h."""
        return self.amount * (UNIT_SECONDS.get(self.unit) or hours.daily_seconds)


@dataclass(frozen=True)
class Promise:
    """A commitment on delays: `since` and `until` bound the openings it rules (`until` NaT: still in force)."""

    key: int
    kind: str
    calendar: int
    since: np.datetime64
    until: np.datetime64
    delays: tuple[Delay, ...]

    def targets(self, hours: ServiceHours) -> NDArray[np.int64]:
        """The target of each delay, in service seconds."""
        return np.array([delay.seconds(hours) for delay in self.delays], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class TicketColumns:
    """Tickets as parallel columns: instants `datetime64[s]` in UTC (NaT: unknown), texts, flags, seconds.

    `declared_pause`: waiting known only as a sum, in seconds, without the intervals it is made of. `over`: its
    status says it is resolved or closed, dated or not. `stateless`: its status is not told. `pickup_untold`: it was
    delivered without any column of pick-ups, and is no longer new.
    """

    opened: NDArray[np.datetime64]
    picked_up: NDArray[np.datetime64]
    resolved: NDArray[np.datetime64]
    closed: NDArray[np.datetime64]
    priority_changed: NDArray[np.datetime64]
    type: NDArray[np.str_]
    priority: NDArray[np.str_]
    initial_priority: NDArray[np.str_]
    site: NDArray[np.str_]
    cancelled: NDArray[np.bool_]
    child: NDArray[np.bool_]
    declared_pause: NDArray[np.int64]
    over: NDArray[np.bool_]
    stateless: NDArray[np.bool_]
    pickup_untold: NDArray[np.bool_]

    def __len__(self) -> int:
        return int(self.opened.size)

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Some rows, in the order given."""
        return type(self)(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})

    @property
    def ended(self) -> NDArray[np.datetime64]:
        """When each ticket left the stock: its resolution, or its closing where it was never resolved."""
        return np.where(np.isnat(self.resolved), self.closed, self.resolved)

    def known_at(self, as_of: np.datetime64) -> Self:
        """The same, with the priorities that held at that instant."""
        later = (self.initial_priority != "") & (self.priority_changed > as_of)
        return replace(
            self,
            priority=np.where(later, self.initial_priority, self.priority),
            priority_changed=np.where(later, NAT, self.priority_changed),
        )

    def untold(self, kind: str) -> NDArray[np.bool_]:
        """Whose clock nothing delivered ends: neither met nor breached can be said of them."""
        if kind == RESPONSE:
            # A resolution bounds the pick-up without dating it: the export never told the response.
            return np.isnat(self.picked_up) & (
                self.pickup_untold | (self.stateless & np.isnat(self.resolved))
            )
        return self.stateless & np.isnat(self.ended)

    def stops(self, kind: str) -> NDArray[np.datetime64]:
        """What ends the clock of each ticket under a kind of commitment; NaT while nothing did."""
        return response_stop(self.picked_up, self.resolved) if kind == RESPONSE else self.resolved


@dataclass(frozen=True)
class Terms:
    """Settings that change which terms a ticket is judged on. `priorities`: highest first."""

    priorities: Sequence[str]
    raised: str = "restart"
    lowered: str = "initial"
    paused_kinds: frozenset[str] = frozenset({RESOLUTION})
    children_counted: bool = False
    judging: JudgingRules = field(default_factory=JudgingRules)


def covering_delays(
    tickets: TicketColumns, priority: NDArray[np.str_], promise: Promise
) -> NDArray[np.int64]:
    """Index of the delay that covers each ticket under a priority, the first named; −1 where none does.

    The version in force at the opening rules the ticket, even if it is resolved under the next one. A ticket
    whose priority is not told may be under any of them: it is covered, and will not be measured.
    """
    covering = np.full(len(tickets), -1, dtype=np.int64)
    for index in reversed(range(len(promise.delays))):
        delay = promise.delays[index]
        fits = tickets.opened >= promise.since
        if not np.isnat(promise.until):
            fits &= tickets.opened < promise.until
        if delay.priority:
            fits &= (priority == delay.priority) | (priority == "")
        if delay.ticket_type:
            fits &= tickets.type == delay.ticket_type
        covering[fits] = index
    return covering


def by_hours(
    tickets: TicketColumns, rows: NDArray[np.int64], hours_of: HoursOf, calendar: int
) -> Iterator[tuple[ServiceHours, NDArray[np.int64]]]:
    """Rows grouped by the service hours of their site, each group in order."""
    groups: dict[ServiceHours, list[NDArray[np.int64]]] = {}
    sites, inverse = np.unique(tickets.site[rows], return_inverse=True)
    for index, site in enumerate(sites):
        groups.setdefault(hours_of(calendar, str(site)), []).append(rows[inverse == index])
    for hours, found in groups.items():
        yield hours, np.sort(np.concatenate(found))
