"""Delays as seconds of a clock: hours and minutes, and days of three kinds counted in three ways.

A delay in days is service time (N times the day of the calendar), or a date: N days later, at the same clock time
or at the end of the day. A dated delay is turned into the seconds its own clock counts until that date, so that
suspensions push it back as they push any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import ServiceHours, elapsed
from slas.engine.promises import Delay, Promise, Terms
from slas.engine.working_days import shift_business_days

UNIT_SECONDS = {"minutes": 60, "hours": 3600}
DAY_UNITS = {"business_days": "business", "working_days": "working", "calendar_days": "calendar"}
_ALL_DAY = (("00:00", "24:00"),)


def day_kind(delay: Delay, terms: Terms) -> str:
    """business, working or calendar; "" for a delay in hours or minutes."""
    return terms.day_unit if delay.unit == "days" else DAY_UNITS.get(delay.unit, "")


def by_clock(
    promise: Promise, covering: NDArray[np.int64], site: tuple[ServiceHours, ServiceHours], terms: Terms
) -> Iterator[tuple[ServiceHours, NDArray[np.int64]]]:
    """Places of `covering` (indices of delays) by the clock their delay runs on.

    `site`: its service hours, and its days of office. Working days run from Monday to Saturday, calendar days
    always, both midnight to midnight; everything else runs in the service hours.
    """
    kinds = [day_kind(delay, terms) for delay in promise.delays]
    clocks = [_clock(kind, site) for kind in kinds]
    if len(set(clocks)) == 1:
        yield clocks[0], np.arange(covering.size)
        return
    for clock in dict.fromkeys(clocks):
        own = [index for index, other in enumerate(clocks) if other == clock]
        places = np.flatnonzero(np.isin(covering, own))
        if places.size:
            yield clock, places


def needs_days(promise: Promise, terms: Terms) -> bool:
    """Whether some delay counts in working days, which the public holidays of the site cut."""
    return any(day_kind(delay, terms) == "working" for delay in promise.delays)


def targets(
    promise: Promise,
    covering: NDArray[np.int64],
    clock: ServiceHours,
    starts: NDArray[np.datetime64],
    terms: Terms,
) -> NDArray[np.int64]:
    """The target of each row, in seconds of its clock from its start; one second at least."""
    plain = np.array([_seconds(delay, clock) for delay in promise.delays], dtype=np.int64)
    result = plain[covering]
    for index, delay in enumerate(promise.delays):
        kind = day_kind(delay, terms)
        if not kind or (terms.day_count == "service_time" and kind != "calendar"):
            continue
        rows = np.flatnonzero(covering == index)
        if rows.size:
            at = "closing" if terms.day_count == "end_of_day" else "same_time"
            due = shift_business_days(clock, starts[rows], delay.amount, at)  # type: ignore[arg-type]
            result[rows] = elapsed(clock, starts[rows], due)
    return np.maximum(result, 1)


def _seconds(delay: Delay, clock: ServiceHours) -> int:
    """N days are N times the day of the clock, never N × 24 h of a calendar that closes."""
    return delay.amount * (UNIT_SECONDS.get(delay.unit) or clock.daily_seconds)


def _clock(kind: str, site: tuple[ServiceHours, ServiceHours]) -> ServiceHours:
    hours, days = site
    if kind == "working":
        return _whole_days(hours.timezone, 6, days.closed)
    return _whole_days(hours.timezone, 7, frozenset()) if kind == "calendar" else hours


@lru_cache(maxsize=32)
def _whole_days(timezone: str, count: int, closed: frozenset[object]) -> ServiceHours:
    return ServiceHours(timezone, {day: _ALL_DAY for day in range(count)}, closed)  # type: ignore[arg-type]
