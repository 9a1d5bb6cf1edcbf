"""Patterns of time: immediate pick-ups, the last day of the month, just before the deadline."""

from __future__ import annotations

import numpy as np

from slas.engine.detectors.found import Found
from slas.engine.detectors.practices import Instants, Practices

MINUTE = 60


def immediate_pick_up(seen: Practices) -> Found:
    """Picked up within a minute of the opening, among the tickets picked up that ended in the month."""
    waited = (seen.picked_up - seen.opened).astype(np.int64)
    known = ~np.isnat(seen.picked_up) & (waited >= 0)
    return Found(seen.month, known, known & (waited <= MINUTE))


def last_day_resolutions(seen: Practices) -> Found:
    """Resolved on the last business day of the month or after it, among the tickets resolved in the month."""
    return _on_last_day(seen, np.where(seen.cancelled, np.datetime64("NaT", "s"), seen.resolved))


def last_day_closures(seen: Practices) -> Found:
    """Closed on the last business day of the month or after it, among the tickets closed in the month."""
    return _on_last_day(seen, seen.closed)


def before_deadline(seen: Practices) -> Found:
    """Resolved in the last twentieth of the delay, among the tickets with a delay resolved in the month."""
    known = (seen.target > 0) & (seen.elapsed >= 0) & ~np.isnat(seen.resolved) & ~seen.cancelled
    just = (20 * seen.elapsed > 19 * seen.target) & (seen.elapsed <= seen.target)
    return Found(seen.month, known, known & just)


def _on_last_day(seen: Practices, instants: Instants) -> Found:
    """A month with more business days has less of its work on the last one."""
    month = seen.spans.place(instants)
    last = seen.spans.last_day[np.maximum(month, 0)]
    weight = tuple(1 / days for days in seen.spans.days.tolist())
    return Found(month, month >= 0, (month >= 0) & (instants >= last), weight=weight)
