"""Which tickets a commitment covers, and under which of their priorities: whole columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import ServiceHours
from slas.engine.judgement import JudgingRules

RESPONSE, RESOLUTION = "response", "resolution"
UNIT_SECONDS = {"minutes": 60, "hours": 3600}


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


@dataclass(frozen=True, eq=False)
class TicketColumns:
    """Tickets as parallel columns: instants `datetime64[s]` in UTC (NaT: unknown), texts, flags, seconds."""

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

    def __len__(self) -> int:
        return int(self.opened.size)

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Some rows, in the order given."""
        return type(self)(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})


@dataclass(frozen=True)
class Terms:
    """Settings that change which terms a ticket is judged on. `priorities`: highest first."""

    priorities: Sequence[str]
    raised: str = "restart"
    lowered: str = "initial"
    paused_kinds: frozenset[str] = frozenset({RESOLUTION})
    children_counted: bool = False
    judging: JudgingRules = JudgingRules()


def ruling_priorities(tickets: TicketColumns, terms: Terms) -> NDArray[np.str_]:
    """The priority each ticket is judged under: the first one where a change is ignored (`initial`)."""
    changed, raised = priority_changes(tickets, terms)
    ignored = changed & (np.where(raised, terms.raised, terms.lowered) == "initial")
    return np.where(ignored, tickets.initial_priority, tickets.priority)


def covering_delays(tickets: TicketColumns, ruling: NDArray[np.str_], promise: Promise) -> NDArray[np.int64]:
    """Index of the delay that covers each ticket, the first named; −1 where none does."""
    covering = np.full(len(tickets), -1, dtype=np.int64)
    for index in reversed(range(len(promise.delays))):
        delay = promise.delays[index]
        fits = np.ones(len(tickets), dtype=bool)
        if delay.priority:
            fits &= ruling == delay.priority
        if delay.ticket_type:
            fits &= tickets.type == delay.ticket_type
        covering[fits] = index
    return covering


def in_force(tickets: TicketColumns, promise: Promise) -> NDArray[np.bool_]:
    """The version in force at opening rules the ticket, even if it is resolved under the next one."""
    begun = tickets.opened >= promise.since
    return begun if np.isnat(promise.until) else begun & (tickets.opened < promise.until)


def priority_changes(tickets: TicketColumns, terms: Terms) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tickets changed priority at a known instant, and which of those were raised."""
    rank: Mapping[str, int] = {name: place for place, name in enumerate(terms.priorities)}
    known = (tickets.initial_priority != "") & (tickets.initial_priority != tickets.priority)
    changed = known & ~np.isnat(tickets.priority_changed)
    before = np.array([rank.get(str(name), len(rank)) for name in tickets.initial_priority[changed]])
    after = np.array([rank.get(str(name), len(rank)) for name in tickets.priority[changed]])
    raised = np.zeros(len(tickets), dtype=bool)
    raised[changed] = after < before
    return changed, raised
