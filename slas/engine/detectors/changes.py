"""Patterns of change: reopened soon, closed at once again, brought down, cancelled late."""

from __future__ import annotations

import numpy as np

from slas.engine.detectors.found import Found
from slas.engine.detectors.practices import Practices

SOON = 48 * 3600
AT_ONCE = 5 * 60


def soon_reopened(seen: Practices) -> Found:
    """Reopened within 48 hours of its resolution, among the tickets that ended in the month."""
    back = seen.reopenings
    return Found(seen.month, ~np.isnat(seen.ended), seen.having(back.row[back.since <= SOON]))


def closed_at_once(seen: Practices) -> Found:
    """Resolved again less than 5 minutes after a reopening, among the tickets that ended in the month."""
    back = seen.reopenings
    quick = (back.until >= 0) & (back.until < AT_ONCE)
    return Found(seen.month, ~np.isnat(seen.ended), seen.having(back.row[quick]))


def lowered(seen: Practices) -> Found:
    """Priority brought down without a known approval, before the deadline or after it (`after`)."""
    month = seen.month
    after = seen.lowered & (seen.lowered_at > seen.deadline) & (month == len(seen.spans) - 1)
    return Found(month, ~np.isnat(seen.ended), seen.lowered, {"after": int(after.sum())})


def cancelled_late(seen: Practices) -> Found:
    """Cancelled after the deadline had passed, among the tickets that ended in the month."""
    ended = np.where(np.isnat(seen.closed), seen.resolved, seen.closed)
    return Found(
        seen.spans.place(ended),
        ~np.isnat(ended),
        seen.cancelled & (seen.target > 0) & (ended > seen.deadline),
    )
