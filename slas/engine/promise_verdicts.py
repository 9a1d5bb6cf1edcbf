"""The verdicts of every ticket a promise covers, site by site, vectorised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import ServiceHours, Suspensions
from slas.engine.judgement import Cases, Judgement, judge, response_stop
from slas.engine.promises import (
    RESOLUTION,
    RESPONSE,
    Promise,
    Terms,
    TicketColumns,
    covering_delays,
    in_force,
    priority_changes,
    ruling_priorities,
)
from slas.engine.requalification import TargetChange, TargetHistory, terms_after_changes


@dataclass(frozen=True, eq=False)
class PromiseJudgement:
    """Verdicts of the tickets a promise covers. `rows`: their indices; `unverifiable`: pauses known only in sum."""

    rows: NDArray[np.int64]
    target: NDArray[np.int64]
    judgement: Judgement
    unverifiable: NDArray[np.bool_]


def judge_promise(
    tickets: TicketColumns,
    promise: Promise,
    hours_of: Callable[[str], ServiceHours],
    pauses: Suspensions,
    terms: Terms,
    as_of: np.datetime64,
) -> PromiseJudgement:
    """The verdict, as known at `as_of`, of every ticket the promise covers (one per ticket, in row order).

    `pauses` are the accepted suspensions of all tickets; `hours_of` gives the service hours of a site.
    """
    ruling = ruling_priorities(tickets, terms)
    covering = covering_delays(tickets, ruling, promise)
    rows = np.flatnonzero((covering >= 0) & in_force(tickets, promise))
    pauses = pauses if promise.kind in terms.paused_kinds else Suspensions([], [], [])
    parts = list(_by_site(tickets, rows, hours_of))
    judged = [
        _judge_site(tickets, site_rows, covering[site_rows], promise, hours, pauses, terms, as_of)
        for hours, site_rows in parts
    ]
    return _joined(judged) if judged else _nothing()


def _by_site(
    tickets: TicketColumns, rows: NDArray[np.int64], hours_of: Callable[[str], ServiceHours]
) -> Iterator[tuple[ServiceHours, NDArray[np.int64]]]:
    """Rows grouped by the service hours of their site."""
    groups: dict[ServiceHours, list[NDArray[np.int64]]] = {}
    sites, inverse = np.unique(tickets.site[rows], return_inverse=True)
    for index, site in enumerate(sites):
        groups.setdefault(hours_of(str(site)), []).append(rows[inverse == index])
    for hours, found in groups.items():
        yield hours, np.sort(np.concatenate(found))


def _judge_site(  # one group of rows under one clock
    tickets: TicketColumns,
    rows: NDArray[np.int64],
    covering: NDArray[np.int64],
    promise: Promise,
    hours: ServiceHours,
    pauses: Suspensions,
    terms: Terms,
    as_of: np.datetime64,
) -> PromiseJudgement:
    group = tickets.take(rows)
    target = np.array([delay.seconds(hours) for delay in promise.delays], dtype=np.int64)[covering]
    kept = np.zeros(len(tickets), dtype=bool)
    kept[rows] = True
    own = pauses.of_rows(kept)
    start, target = _changed_terms(group, target, promise, hours, own, terms)
    in_sum = _sum_only(group, own, promise, terms)
    judgement = judge(
        hours,
        _cases(replace(group, opened=start), target + in_sum, promise, terms),
        as_of,
        own,
        terms.judging,
    )
    measured = judgement.elapsed >= 0
    judgement = replace(
        judgement,
        elapsed=np.where(measured, np.maximum(judgement.elapsed - in_sum, 0), judgement.elapsed),
        paused=np.where(measured, judgement.paused + in_sum, judgement.paused),
    )
    return PromiseJudgement(rows, target, judgement, in_sum > 0)


def _cases(group: TicketColumns, target: NDArray[np.int64], promise: Promise, terms: Terms) -> Cases:
    stop = response_stop(group.picked_up, group.resolved) if promise.kind == RESPONSE else group.resolved
    ended = np.where(np.isnat(group.closed), group.resolved, group.closed)
    dated = group.cancelled & ~np.isnat(ended)
    return Cases(
        opened=group.opened,
        stop=np.where(group.cancelled & (promise.kind == RESOLUTION), np.datetime64("NaT", "s"), stop),
        target=target,
        applicable=~(group.child & (not terms.children_counted)) & (dated | ~group.cancelled),
        closed=~np.isnat(group.closed) & ~group.cancelled,
        cancelled_at=np.where(dated, ended, np.datetime64("NaT", "s")),
    )


def _sum_only(group: TicketColumns, own: Suspensions, promise: Promise, terms: Terms) -> NDArray[np.int64]:
    """Seconds of waiting that the export gives only as a sum, for tickets without any dated interval."""
    if promise.kind not in terms.paused_kinds:
        return np.zeros(len(group), dtype=np.int64)
    dated = np.zeros(len(group), dtype=bool)
    dated[own.row] = True
    return np.where(dated, 0, group.declared_pause)


def _changed_terms(
    group: TicketColumns,
    target: NDArray[np.int64],
    promise: Promise,
    hours: ServiceHours,
    own: Suspensions,
    terms: Terms,
) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    """Start and target of each ticket once its change of priority, if any, is taken into account."""
    start, result = group.opened.copy(), target.copy()
    changed, raised = priority_changes(group, terms)
    by_priority = {delay.priority: delay.seconds(hours) for delay in promise.delays}
    for row in np.flatnonzero(changed):
        policy = terms.raised if raised[row] else terms.lowered
        first = by_priority.get(str(group.initial_priority[row]), int(target[row]))
        history = TargetHistory(
            group.opened[row], first, (TargetChange(group.priority_changed[row], int(target[row])),)
        )
        only = np.arange(len(group)) == row
        ruled = terms_after_changes(hours, history, policy, own.of_rows(only))  # type: ignore[arg-type]
        start[row], result[row] = ruled.start, max(ruled.target, 1)
    return start, result


def _joined(parts: list[PromiseJudgement]) -> PromiseJudgement:
    """Groups put back together in row order."""
    rows = np.concatenate([part.rows for part in parts])
    order = np.argsort(rows, kind="stable")
    columns = {
        column.name: np.concatenate([getattr(part.judgement, column.name) for part in parts])[order]
        for column in fields(Judgement)
    }
    return PromiseJudgement(
        rows[order],
        np.concatenate([part.target for part in parts])[order],
        Judgement(**columns),
        np.concatenate([part.unverifiable for part in parts])[order],
    )


def _nothing() -> PromiseJudgement:
    instants, seconds = np.array([], dtype="datetime64[s]"), np.array([], dtype=np.int64)
    texts, flags = np.array([], dtype="U14"), np.array([], dtype=bool)
    empty = Judgement(texts, seconds, seconds, instants, instants, texts, flags)
    return PromiseJudgement(seconds, seconds, empty, flags)
