"""The verdicts of every ticket a promise covers, site by site, vectorised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import ServiceHours, Suspensions
from slas.engine.judgement import Cases, Judgement, judge
from slas.engine.promises import (
    NAT,
    RESOLUTION,
    HoursOf,
    Promise,
    Terms,
    TicketColumns,
    by_hours,
    covering_delays,
)
from slas.engine.rulings import Ruling, rulings


@dataclass(frozen=True, eq=False)
class PromiseJudgement:
    """Verdicts of the tickets a promise covers. `rows`: their indices; `target` in seconds.

    `start`: when the clock of each began (the opening, or a change of priority that restarts it).
    `unverifiable`: waiting known only as a sum.
    """

    rows: NDArray[np.int64]
    target: NDArray[np.int64]
    start: NDArray[np.datetime64]
    judgement: Judgement
    unverifiable: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Matter:
    """What is judged: tickets with their accepted suspensions, under some hours and terms, as known at an instant."""

    tickets: TicketColumns
    pauses: Suspensions
    hours_of: HoursOf
    terms: Terms
    as_of: np.datetime64

    def without_pauses(self) -> Matter:
        """The same where no suspension is accepted."""
        none = np.zeros(len(self.tickets), dtype=np.int64)
        return replace(
            self, tickets=replace(self.tickets, declared_pause=none), pauses=Suspensions([], [], [])
        )


def judge_promises(matter: Matter, promises: Sequence[Promise]) -> Iterator[tuple[Promise, PromiseJudgement]]:
    """The verdicts of every ticket each promise covers (one per ticket, in row order)."""
    for kind in sorted({promise.kind for promise in promises}):
        own = [promise for promise in promises if promise.kind == kind]
        paused = kind in matter.terms.paused_kinds
        mine = matter if paused else matter.without_pauses()
        ruling = rulings(mine.tickets, own, mine.hours_of, mine.pauses, mine.terms)
        for promise in own:
            yield promise, _judge_promise(mine, promise, ruling)


def _judge_promise(matter: Matter, promise: Promise, ruling: Ruling) -> PromiseJudgement:
    covering = covering_delays(matter.tickets, ruling.priority, promise)
    parts = []
    for hours, rows in by_hours(
        matter.tickets, np.flatnonzero(covering >= 0), matter.hours_of, promise.calendar
    ):
        target = ruling.left_of(promise.targets(hours)[covering[rows]], rows)
        ranked = np.array([bool(delay.priority) for delay in promise.delays])[covering[rows]]
        unranked = ranked & (ruling.priority[rows] == "")
        found = _judge_group(matter, (promise.kind, hours), rows, ruling.start[rows], target, unranked)
        parts.append(found)
    return together(parts)


def _judge_group(
    matter: Matter,
    clock: tuple[str, ServiceHours],
    rows: NDArray[np.int64],
    start: NDArray[np.datetime64],
    target: NDArray[np.int64],
    unranked: NDArray[np.bool_],
) -> PromiseJudgement:
    """One group of rows under one clock: the kind of commitment says what stops it."""
    kind, hours = clock
    group, pauses = matter.tickets.take(rows), _pauses_of(matter, rows)
    in_sum = _sum_only(group, pauses)
    cases = replace(
        _cases(replace(group, opened=start), target + in_sum, kind, matter.terms), unranked=unranked
    )
    judgement = judge(hours, cases, matter.as_of, pauses, matter.terms.judging)
    # What is in the target is not in the time counted: a sum without intervals moves both alike.
    shifted = np.clip(judgement.elapsed, 0, in_sum)
    judgement = replace(judgement, elapsed=judgement.elapsed - shifted, paused=judgement.paused + shifted)
    return PromiseJudgement(rows, target, start, judgement, in_sum > 0)


def _pauses_of(matter: Matter, rows: NDArray[np.int64]) -> Suspensions:
    kept = np.zeros(len(matter.tickets), dtype=bool)
    kept[rows] = True
    return matter.pauses.of_rows(kept)


def _cases(group: TicketColumns, target: NDArray[np.int64], kind: str, terms: Terms) -> Cases:
    ended = np.where(np.isnat(group.closed), group.resolved, group.closed)
    dated = group.cancelled & ~np.isnat(ended)
    stops = group.stops(kind)
    return Cases(
        opened=group.opened,
        # Work never resolved a cancelled ticket: only its cancelling ends the clock.
        stop=np.where(group.cancelled & (kind == RESOLUTION), NAT, stops),
        target=target,
        applicable=~(group.child & (not terms.children_counted)) & (dated | ~group.cancelled),
        closed=(group.over | ~np.isnat(group.closed)) & ~group.cancelled,
        cancelled_at=np.where(dated, ended, NAT),
        untold=group.untold(kind) & ~group.cancelled,
    )


def _sum_only(group: TicketColumns, own: Suspensions) -> NDArray[np.int64]:
    """Seconds of waiting that the export gives only as a sum, for tickets without any dated interval."""
    dated = np.zeros(len(group), dtype=bool)
    dated[own.row] = True
    return np.where(dated, 0, group.declared_pause)


def together(parts: Iterable[PromiseJudgement]) -> PromiseJudgement:
    """Groups put back together in row order."""
    parts = list(parts) or [_nothing()]
    if len(parts) == 1:
        return parts[0]
    rows = np.concatenate([part.rows for part in parts])
    order = np.argsort(rows, kind="stable")
    columns = {
        column.name: np.concatenate([getattr(part.judgement, column.name) for part in parts])[order]
        for column in fields(Judgement)
    }
    return PromiseJudgement(
        rows[order],
        np.concatenate([part.target for part in parts])[order],
        np.concatenate([part.start for part in parts])[order],
        Judgement(**columns),
        np.concatenate([part.unverifiable for part in parts])[order],
    )


def _nothing() -> PromiseJudgement:
    instants, seconds = np.array([], dtype="datetime64[s]"), np.array([], dtype=np.int64)
    texts, flags = np.array([], dtype="U14"), np.array([], dtype=bool)
    empty = Judgement(texts, seconds, seconds, instants, instants, texts, flags)
    return PromiseJudgement(seconds, seconds, instants, empty, flags)
