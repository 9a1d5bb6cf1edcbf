"""Patterns of waiting: late, outside service hours, most of a ticket's life."""

from __future__ import annotations

import numpy as np

from slas.engine.detectors.found import Found
from slas.engine.detectors.practices import Practices

LONG_SHARE = 0.8


def late_pause(seen: Practices) -> Found:
    """A pause set in the last tenth of the delay, among the tickets with a delay that ended in the month."""
    pauses, target = seen.pauses, seen.target[seen.pauses.row]
    late = (target > 0) & (10 * pauses.spent > 9 * target) & (pauses.spent <= target)
    return Found(seen.month, seen.target > 0, seen.having(pauses.row[late]))


def pause_outside_hours(seen: Practices) -> Found:
    """A pause set while the service is closed, among the tickets with a delay that ended in the month."""
    return Found(seen.month, seen.target > 0, seen.having(seen.pauses.row[seen.pauses.outside]))


def long_pause(seen: Practices) -> Found:
    """Waiting for more than 80 % of the ticket's service time and more than nine tickets in ten of the earlier
    months (percentile of type 7)."""
    life = seen.elapsed + seen.paused
    known = (seen.elapsed >= 0) & (seen.paused >= 0) & (life > 0) & ~np.isnat(seen.ended)
    share = np.where(known, seen.paused / np.maximum(life, 1), 0.0)
    month = seen.month
    before = share[known & (month >= 0) & (month < len(seen.spans) - 1)]
    most = max(LONG_SHARE, float(np.quantile(before, 0.9))) if before.size else LONG_SHARE
    return Found(month, known, share > most, {"permille": round(most * 1000)})
