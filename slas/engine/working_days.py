"""Counting in business days of a calendar: the clock time is kept, days without service are skipped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.engine.localtime import to_local, to_utc
from slas.engine.hours import ServiceHours

_DAY = 86_400


def shift_business_days(
    hours: ServiceHours,
    starts: ArrayLike,
    days: ArrayLike,
    at: Literal["same_time", "closing"] = "same_time",
) -> NDArray[np.datetime64]:
    """Each instant moved by `days` days on which the service opens (negative: backwards).

    `same_time` keeps the local clock time of the start, `closing` gives the end of the last window of the
    day reached. This is how a reopening window or a date-based delay counts; a target of N business days
    is service time instead, N × `hours.daily_seconds`. NaT stays NaT.
    Raises ValueError when the service never opens.
    """
    walls = to_local(np.asarray(starts, dtype="datetime64[s]"), hours.timezone)
    counts = np.broadcast_to(np.asarray(days, dtype=np.int64), walls.shape)
    known = ~np.isnat(walls)
    result = walls.copy()
    if not known.any():
        return result
    local = walls[known].view(np.int64)
    open_days = _open_days(hours, local // _DAY, int(np.abs(counts).max()))
    # Forward, the days after the start count; backwards, those before it.
    here = np.where(
        counts[known] > 0,
        np.searchsorted(open_days, local // _DAY, side="right") - 1,
        np.searchsorted(open_days, local // _DAY, side="left"),
    )
    reached = np.where(counts[known] == 0, local // _DAY, open_days[here + counts[known]])
    clock = local % _DAY if at == "same_time" else np.array([_closing(hours, int(day)) for day in reached])
    result[known] = (reached * _DAY + clock).astype("datetime64[s]")
    return to_utc(result, hours.timezone)[0]


def _open_days(hours: ServiceHours, around: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Days (since 1970) with service, at least `count` on each side of the days given."""
    if not any(hours.weekly_spans):
        raise ValueError("Aucune plage de service : les jours ouvrés ne peuvent être comptés.")
    margin = 14 + 7 * count + len(hours.closed)
    days = range(int(around.min()) - margin, int(around.max()) + margin)
    epoch = date(1970, 1, 1)
    return np.array([day for day in days if hours.spans_on(epoch + timedelta(days=day))], dtype=np.int64)


def _closing(hours: ServiceHours, day: int) -> int:
    return max((end for _, end in hours.spans_on(date(1970, 1, 1) + timedelta(days=day))), default=_DAY)
