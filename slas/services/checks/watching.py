"""The tickets of a contract as detectors look at them, once for all the months asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from contracts.engine.dates import is_business_day
from contracts.models import Contract
from core.engine.holidays import french
from core.engine.months import Month
from reports import selectors as reports
from slas.engine.clock import Suspensions
from slas.engine.detectors.practices import Instants, Pauses, Practices, Reopenings, Spans, clocked
from slas.engine.detectors.returns import reopenings
from slas.engine.promises import NAT, RESOLUTION, TicketColumns
from slas.services.ground.contexts import Ground
from slas.services.ground.facts import local_midnight, utc_second
from slas.services.ground.waiting import ticket_rows

BEFORE = 12
"""Earlier months that say what is usual."""


@dataclass(frozen=True, eq=False)
class Watch:
    """Practices over every ticket, and the months that were delivered."""

    seen: Practices
    months: Sequence[Month]
    timezone: str

    @classmethod
    def of(cls, contract: Contract, ground: Ground) -> Watch:
        """Everything but the months looked at (2 queries)."""
        months = reports.delivered_months(contract)
        tickets, book = ground.judged.tickets, ground.book
        clock = _Clock.of(ground)
        lowered = lowered_priorities(tickets, book.versions[-1].rules.priorities)
        seen = Practices(
            opened=tickets.opened, picked_up=tickets.picked_up, resolved=tickets.resolved, closed=tickets.closed,
            cancelled=tickets.cancelled, lowered=lowered,
            lowered_at=np.where(lowered, tickets.priority_changed, NAT),
            deadline=clock.deadline, target=clock.target, elapsed=clock.elapsed, paused=clock.paused,
            pauses=clock.pauses(ground), reopenings=_returns(ground),
            spans=spans_of([], book.timezone), known_until=_known_until(contract),
        )  # fmt: skip
        return cls(seen, months, book.timezone)

    def at(self, month: Month) -> Practices | None:
        """The month after up to twelve earlier delivered ones; None when it has no delivery."""
        if month not in self.months:
            return None
        earlier = [m for m in self.months if month.shift(-BEFORE) <= m <= month]
        return replace(self.seen, spans=spans_of(earlier, self.timezone))


def spans_of(months: Sequence[Month], timezone: str) -> Spans:
    """Bounds, last business day and number of business days of some months."""
    days = [_business_days(month) for month in months]
    return Spans(
        start=_instants(utc_second(month.start(timezone)) for month in months),
        end=_instants(utc_second(month.end(timezone)) for month in months),
        last_day=_instants(local_midnight(timezone, own[-1]) for own in days),
        days=np.array([len(own) for own in days], dtype=np.int64),
    )


def lowered_priorities(tickets: TicketColumns, priorities: Sequence[str]) -> np.ndarray:
    """Tickets whose priority is now below the one they began with; `priorities`: highest first."""
    rank = {name: place for place, name in enumerate(priorities)}
    first = np.array([rank.get(name, -1) for name in tickets.initial_priority.tolist()], dtype=np.int64)
    last = np.array([rank.get(name, -1) for name in tickets.priority.tolist()], dtype=np.int64)
    return (first >= 0) & (last > first)


@dataclass(frozen=True, eq=False)
class _Clock:
    """The resolution's clock of each ticket: −1 and NaT where no commitment covers it."""

    start: Instants
    deadline: Instants
    target: np.ndarray
    elapsed: np.ndarray
    paused: np.ndarray

    @classmethod
    def of(cls, ground: Ground) -> _Clock:
        size = len(ground.judged.tickets)
        whole = [np.full(size, -1, dtype=np.int64) for _ in range(3)]
        target, elapsed, paused = whole
        start, deadline = np.full(size, NAT), np.full(size, NAT)
        for promise in ground.book.promises:
            part = ground.judged.by_commitment.get(promise.key)
            if promise.kind != RESOLUTION or part is None:
                continue
            result = part[0]
            rows, own = result.rows, result.judgement
            start[rows], deadline[rows], target[rows] = result.start, own.deadline, result.target
            elapsed[rows], paused[rows] = own.elapsed, own.paused
        return cls(start, deadline, target, elapsed, paused)

    def pauses(self, ground: Ground) -> Pauses:
        """The waiting intervals the contract accepts, on the clock of their ticket."""
        waits = accepted_pauses(ground)
        spent, outside = np.full(len(waits), -1, dtype=np.int64), np.zeros(len(waits), dtype=bool)
        for promise in ground.book.promises:
            part = ground.judged.by_commitment.get(promise.key)
            if promise.kind != RESOLUTION or part is None:
                continue
            result = part[0]
            for index, hours in enumerate(result.clocks):
                own = np.flatnonzero(np.isin(waits.row, result.rows[result.clock == index]))
                group = Suspensions(waits.row[own], waits.start[own], waits.end[own])
                spent[own], outside[own] = clocked(hours, self.start, group)
        return Pauses(waits.row, spent, outside)


def accepted_pauses(ground: Ground) -> Suspensions:
    """The intervals whose reason the version in force accepts, by row of the ticket table."""
    pauses, rules = ground.facts.pauses, ground.book.versions[-1].rules
    rows = ticket_rows(pauses["ticket_id"].to_numpy(), ground.judged.frame)
    kept = (rows >= 0) & pauses["reason"].isin(rules.suspension_reasons).to_numpy()
    start, end = (pauses[name].to_numpy().astype("datetime64[s]")[kept] for name in ("started", "ended"))
    return Suspensions(rows[kept], start, end)


def _returns(ground: Ground) -> Reopenings:
    frame = ground.facts.reopenings
    rows = ticket_rows(frame["ticket_id"].to_numpy(), ground.judged.frame)
    known = rows >= 0
    done, back = (frame[name].to_numpy().astype("datetime64[s]")[known] for name in ("resolved", "reopened"))
    return reopenings(rows[known], done, back, ground.judged.tickets.resolved)


def _business_days(month: Month) -> list[date]:
    off = french([month.year])
    days = (month.first_day.replace(day=n) for n in range(1, month.last_day.day + 1))
    return [day for day in days if is_business_day(day, off)]


def _instants(values: Iterable[np.datetime64]) -> Instants:
    return np.array(list(values), dtype="datetime64[s]")


def _known_until(contract: Contract) -> np.datetime64:
    received = reports.last_received(contract)
    return NAT if received is None else utc_second(received)
