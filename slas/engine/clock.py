"""Service time: elapsed seconds and deadlines of whole columns of tickets.

`elapsed = Σ windows ∩ [start, stop) − Σ windows ∩ union(suspensions) ∩ [start, stop)`, every subtraction in
UTC, exact to the second. Instants are `datetime64[s]` arrays in UTC, durations int64 seconds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.engine.localtime import FIRST_YEAR, LAST_YEAR, year_span
from slas.engine.hours import ServiceHours
from slas.engine.suspensions import NEVER, Suspensions, on_service_axis
from slas.engine.timeline import Seconds, Timeline, timeline

__all__ = ["ServiceHours", "Suspensions", "deadline", "elapsed", "exceeded_at", "paused"]

Instants = NDArray[np.datetime64]
Boundary = Literal["closing", "next_opening"]

_NAT = np.iinfo(np.int64).min
_LAST_INSTANT = int(datetime(LAST_YEAR, 12, 31, tzinfo=UTC).timestamp())


def elapsed(
    hours: ServiceHours, starts: ArrayLike, ends: ArrayLike, suspensions: Suspensions | None = None
) -> NDArray[np.int64]:
    """Service seconds of each `[start, end)` without its suspensions; −1 if a bound is NaT, 0 if reversed.

    `starts`, `ends`: one instant per row. Overlapping suspensions are united, clipped to their row and
    count only inside windows. Raises ValueError for arrays of different lengths, a suspension of no row,
    or an instant outside 1900-2199.
    """
    begin, stop, missing = _bounds(starts, ends, suspensions)
    if begin.size == 0:
        return begin
    axis = _axis(hours, begin, stop)
    result = axis.position(stop)
    result -= axis.position(begin)
    if suspensions is not None and len(suspensions):
        result -= on_service_axis(axis, suspensions, begin, stop).total(begin.size)
    if missing is not None:
        result[missing] = -1
    return result


def paused(
    hours: ServiceHours, starts: ArrayLike, ends: ArrayLike, suspensions: Suspensions
) -> NDArray[np.int64]:
    """Service seconds inside the union of each row's suspensions, within `[start, end)`; −1 if one is NaT."""
    begin, stop, missing = _bounds(starts, ends, suspensions)
    if begin.size == 0:
        return begin
    axis = _axis(hours, begin, stop)
    result = on_service_axis(axis, suspensions, begin, stop).total(begin.size)
    if missing is not None:
        result[missing] = -1
    return result


def deadline(
    hours: ServiceHours,
    starts: ArrayLike,
    seconds: ArrayLike,
    suspensions: Suspensions | None = None,
    at_closing: Boundary = "closing",
) -> Instants:
    """The instant at which the elapsed time of each row reaches its `seconds` (one per row, or one for all).

    A budget used up exactly at closing time gives the closing instant, or with
    `at_closing="next_opening"` the next opening; 0 seconds gives the start itself (its next opening). A
    suspension that begins when the budget is already used up changes nothing. Negative seconds count
    backwards, without suspensions. NaT where the start is NaT or service never reaches the budget (no
    windows, a suspension that still runs). Raises ValueError as `elapsed` does.
    """
    if at_closing not in {"closing", "next_opening"}:
        raise ValueError(f"at_closing is closing or next_opening, not {at_closing!r}")
    return _reach(hours, starts, seconds, suspensions, at_closing)


def exceeded_at(
    hours: ServiceHours, starts: ArrayLike, seconds: ArrayLike, suspensions: Suspensions | None = None
) -> Instants:
    """The instant after which the elapsed time of each row is more than its `seconds`.

    The deadline if the clock runs then; otherwise the next instant at which it runs: the next opening, or
    the end of a suspension that begins just as the budget ends.
    """
    return _reach(hours, starts, seconds, suspensions, "exceeded")


def _reach(
    hours: ServiceHours,
    starts: ArrayLike,
    seconds: ArrayLike,
    suspensions: Suspensions | None,
    edge: Literal["closing", "next_opening", "exceeded"],
) -> Instants:
    begin, _, missing = _bounds(starts, starts, suspensions)
    budgets = np.broadcast_to(np.asarray(seconds, dtype=np.int64), begin.shape)
    backwards = budgets < 0
    if suspensions is not None and len(suspensions) and backwards.any():
        raise ValueError("a negative duration counts backwards only without suspensions")
    if begin.size == 0:
        return begin.view("datetime64[s]")
    axis, target = _targets(hours, begin, budgets, suspensions, edge == "exceeded")
    if not axis.opens.size:
        return np.where(budgets == 0, begin, _NAT).view("datetime64[s]")
    lost = (target < 0) | (target >= axis.total)
    reachable = np.where(lost, 0, target)
    reached = (axis.first_reach if edge == "closing" else axis.last_reach)(reachable)
    reached = np.maximum(reached, begin)
    if backwards.any():
        # Going back, the first instant met is the latest one: an opening, where the position is one.
        reached = np.where(backwards, np.minimum(axis.last_reach(reachable), begin), reached)
    reached[lost if missing is None else lost | missing] = _NAT
    return reached.view("datetime64[s]")


def _targets(
    hours: ServiceHours, begin: Seconds, budgets: Seconds, suspensions: Suspensions | None, inclusive: bool
) -> tuple[Timeline, Seconds]:
    """The service axis over enough years, and the position at which each budget runs out on it."""
    first, last = year_span(begin)
    if suspensions is not None and len(suspensions):
        known = suspensions.end[~np.isnat(suspensions.end)].view(np.int64)
        last = max(last, year_span(np.clip(np.append(known, begin.max()), begin.min(), _LAST_INSTANT))[1])
    first, last = _year(first - 1 if (budgets < 0).any() else first), _year(last + 1)
    while True:
        axis = timeline(hours, first, last)
        target = axis.position(begin) + budgets
        if suspensions is not None and len(suspensions):
            pauses = on_service_axis(axis, suspensions, begin)
            target += pauses.passed(target, inclusive=inclusive)
        early = first > FIRST_YEAR and int(target.min()) < 0
        late = last < LAST_YEAR and int(target[target < NEVER].max(initial=0)) >= axis.total
        if not (early or late):
            return axis, target
        span = last - first + 1
        first, last = _year(first - span * early), _year(last + span * late)


def _axis(hours: ServiceHours, begin: Seconds, stop: Seconds) -> Timeline:
    return timeline(hours, year_span(begin)[0], year_span(stop)[1])


def _year(year: int) -> int:
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _bounds(
    starts: ArrayLike, ends: ArrayLike, suspensions: Suspensions | None
) -> tuple[Seconds, Seconds, NDArray[np.bool_] | None]:
    """Bounds in seconds with begin ≤ stop, and the mask of rows that lack one (None when none does)."""
    begin = np.asarray(starts, dtype="datetime64[s]").view(np.int64)
    stop = np.asarray(ends, dtype="datetime64[s]").view(np.int64)
    if begin.shape != stop.shape or begin.ndim != 1:
        raise ValueError("starts and ends are two arrays of one length")
    if suspensions is not None and not suspensions.fit(begin.size):
        raise ValueError("a suspension names a row that does not exist")
    if begin.size == 0:
        return begin, stop, None
    missing = None
    if begin.min() == _NAT or stop.min() == _NAT:
        missing = (begin == _NAT) | (stop == _NAT)
        anchor = 0 if missing.all() else begin[~missing].min()
        begin, stop = np.where(missing, anchor, begin), np.where(missing, anchor, stop)
    return begin, np.maximum(begin, stop), missing
