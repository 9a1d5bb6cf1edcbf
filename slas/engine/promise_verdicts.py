"""The verdicts of every ticket a promise covers, site by site, vectorised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slas.engine.ceilings import Calendars, Waits
from slas.engine.clock import ServiceHours, Suspensions
from slas.engine.delays import targets
from slas.engine.judgement import Cases, Judgement, judge
from slas.engine.promises import NAT, RESOLUTION, Promise, Terms, TicketColumns, covering_delays
from slas.engine.rulings import Ruling, rulings


@dataclass(frozen=True, eq=False)
class PromiseJudgement:
    """Verdicts of the tickets a promise covers. `rows`: their indices; `target` in seconds.

    `start`: when the clock of each began (the opening, its pick-up, or a change of priority that restarts it).
    `unverifiable`: waiting known only as a sum. `life`: 1, or the rank of a reopening judged as another ticket.
    `opened` and `ended`: when that life began and left the stock. `clock`: index into `clocks`, the hours each was
    counted in; `held`: what stopped those clocks, by row of these columns.
    """

    rows: NDArray[np.int64]
    target: NDArray[np.int64]
    start: NDArray[np.datetime64]
    judgement: Judgement
    unverifiable: NDArray[np.bool_]
    life: NDArray[np.int64]
    opened: NDArray[np.datetime64]
    ended: NDArray[np.datetime64]
    clock: NDArray[np.int64]
    clocks: tuple[ServiceHours, ...]
    held: Suspensions


@dataclass(frozen=True, eq=False)
class Matter:
    """What is judged: tickets with what stops their clocks, under some calendars and terms, as known at an instant."""

    tickets: TicketColumns
    waits: Waits
    calendars: Calendars
    terms: Terms
    as_of: np.datetime64

    def without_pauses(self) -> Matter:
        """The same where no suspension is accepted."""
        none = np.zeros(len(self.tickets), dtype=np.int64)
        tickets = replace(self.tickets, declared_pause=none)
        return replace(self, tickets=tickets, waits=self.waits.without_pauses())


def judge_promises(matter: Matter, promises: Sequence[Promise]) -> Iterator[tuple[Promise, PromiseJudgement]]:
    """The verdicts of every ticket each promise covers (one per ticket, in row order)."""
    for kind in sorted({promise.kind for promise in promises}):
        own = [promise for promise in promises if promise.kind == kind]
        mine = matter if kind in matter.terms.paused_kinds else matter.without_pauses()
        ruling = rulings(mine.tickets, own, mine.calendars, mine.waits, mine.terms)
        for promise in own:
            yield promise, _judge_promise(mine, promise, ruling)


def _judge_promise(matter: Matter, promise: Promise, ruling: Ruling) -> PromiseJudgement:
    covering = covering_delays(matter.tickets, ruling.priority, promise)
    parts = []
    ranked = np.array([bool(delay.priority) for delay in promise.delays], dtype=bool)
    for hours, rows in matter.calendars.groups(matter.tickets, covering, promise, matter.terms):
        start = ruling.start[rows]
        whole = targets(promise, covering[rows], hours, start, matter.terms)
        unranked = ranked[covering[rows]] & (ruling.priority[rows] == "")
        left = ruling.left_of(whole, rows)
        parts.append(_judge_group(matter, (promise, hours), rows, start, left, unranked))
    return together(parts)


def _judge_group(
    matter: Matter,
    clock: tuple[Promise, ServiceHours],
    rows: NDArray[np.int64],
    start: NDArray[np.datetime64],
    target: NDArray[np.int64],
    unranked: NDArray[np.bool_],
) -> PromiseJudgement:
    """One group of rows under one clock: the promise says what stops it."""
    promise, hours = clock
    group, waits = matter.tickets.take(rows), matter.waits.of_rows(rows, len(matter.tickets))
    held = waits.on(hours, start)
    in_sum = _sum_only(group, waits.pauses)
    if waits.most is not None:
        in_sum = np.minimum(in_sum, waits.most)
    cases = replace(_cases(group, start, target + in_sum, promise, matter.terms), unranked=unranked)
    judgement = judge(hours, cases, matter.as_of, held, matter.terms.judging)
    # What is in the target is not in the time counted: a sum without intervals moves both alike.
    shifted = np.clip(judgement.elapsed, 0, in_sum)
    judgement = replace(judgement, elapsed=judgement.elapsed - shifted, paused=judgement.paused + shifted)
    alone = np.zeros(rows.size, dtype=np.int64)
    columns = (in_sum > 0, group.life, group.opened, group.ended, alone)
    return PromiseJudgement(rows, target, start, judgement, *columns, (hours,), held)


def _cases(
    group: TicketColumns,
    start: NDArray[np.datetime64],
    target: NDArray[np.int64],
    promise: Promise,
    terms: Terms,
) -> Cases:
    ended = np.where(np.isnat(group.closed), group.resolved, group.closed)
    dated = group.cancelled & ~np.isnat(ended)
    stops = group.stops(promise.kind, terms, restore=promise.restore)
    # A clock that begins after the opening may begin when all is done: nothing is counted then.
    moved = (start > group.opened) & (stops >= group.opened)
    stops = np.where(moved, np.maximum(stops, start), stops)
    return Cases(
        opened=start,
        # Work never resolved a cancelled ticket: only its cancelling ends the clock.
        stop=np.where(group.cancelled & (promise.kind == RESOLUTION), NAT, stops),
        target=target,
        applicable=~(group.child & (not terms.children_counted))
        & ~group.duplicate
        & (dated | ~group.cancelled),
        closed=(group.over | ~np.isnat(group.closed)) & ~group.cancelled,
        cancelled_at=np.where(dated, ended, NAT),
        unexplained=group.unexplained,
        untold=group.untold(promise.kind, terms) & ~group.cancelled,
    )


def _sum_only(group: TicketColumns, own: Suspensions) -> NDArray[np.int64]:
    """Seconds of waiting that the export gives only as a sum, for tickets without any dated interval."""
    dated = np.zeros(len(group), dtype=bool)
    dated[own.row] = True
    return np.where(dated, 0, group.declared_pause)


def together(parts: Iterable[PromiseJudgement], *, sort: bool = False) -> PromiseJudgement:
    """Groups put back together in row order, the lives of a ticket in theirs; `sort` also a group alone."""
    parts = list(parts) or [_nothing()]
    if len(parts) == 1 and not sort:
        return parts[0]
    order = in_order(parts)
    rows = np.concatenate([part.rows for part in parts])
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    sizes = np.cumsum([0, *(len(part.rows) for part in parts)])
    tally = np.cumsum([0, *(len(part.clocks) for part in parts)])
    judged = {
        column.name: np.concatenate([getattr(part.judgement, column.name) for part in parts])[order]
        for column in fields(Judgement)
    }
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])[order]
        for name in ("target", "start", "unverifiable", "life", "opened", "ended")
    }
    return PromiseJudgement(
        rows=rows[order],
        judgement=Judgement(**judged),
        clock=np.concatenate([part.clock + shift for part, shift in zip(parts, tally, strict=False)])[order],
        clocks=tuple(clock for part in parts for clock in part.clocks),
        held=Suspensions(
            np.concatenate([place[part.held.row + low] for part, low in zip(parts, sizes, strict=False)]),
            np.concatenate([part.held.start for part in parts]),
            np.concatenate([part.held.end for part in parts]),
        ),
        **columns,
    )


def in_order(parts: Sequence[PromiseJudgement]) -> NDArray[np.int64]:
    """The order that puts the columns of some groups, one after the other, in row and life order."""
    rows, life = (np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "life"))
    return np.lexsort((life, rows)) if life.max(initial=1) > 1 else np.argsort(rows, kind="stable")


def _nothing() -> PromiseJudgement:
    instants, seconds = np.array([], dtype="datetime64[s]"), np.array([], dtype=np.int64)
    texts, flags = np.array([], dtype="U14"), np.array([], dtype=bool)
    empty = Judgement(texts, seconds, seconds, instants, instants, texts, flags, instants)
    none = Suspensions([], [], [])
    columns = (flags, seconds, instants, instants, seconds)
    return PromiseJudgement(seconds, seconds, instants, empty, *columns, (), none)
