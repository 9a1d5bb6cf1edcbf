"""Dates that cannot be: an end before its beginning, a date that has not come yet."""

from __future__ import annotations

import numpy as np

from slas.engine.detectors.found import Found
from slas.engine.detectors.practices import Practices


def impossible_dates(seen: Practices) -> Found:
    """Picked up, resolved or closed before the opening, or after the last moment known, by month of opening."""
    dates = (seen.picked_up, seen.resolved, seen.closed)
    early = np.any([date < seen.opened for date in dates], axis=0)
    future = np.any([date > seen.known_until for date in dates], axis=0)
    month = seen.spans.place(seen.opened)
    return Found(month, month >= 0, early | future)
