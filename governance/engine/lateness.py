"""Whether an action is late on a day: one rule for every page, that of the committee's day on a committee's own."""

from __future__ import annotations

from datetime import date

OPEN_STATES = frozenset({"todo", "doing"})


def open_on(state: str, done_on: date | None, day: date) -> bool:
    """Open on that day: one done later was still under way."""
    return state in OPEN_STATES or (done_on is not None and done_on > day)


def days_late(due_on: date, state: str, done_on: date | None, day: date) -> int:
    """Days past its date on that day, 0 where it is not late."""
    return max((day - due_on).days, 0) if open_on(state, done_on, day) else 0
