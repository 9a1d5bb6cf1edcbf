"""Whether an action is late on a day, or was kept: one rule for every page, that of the committee's day on a committee's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from contracts.engine.dates import add_months

OPEN_STATES = frozenset({"todo", "doing"})
DROPPED = "dropped"


def open_on(state: str, done_on: date | None, day: date) -> bool:
    """Open on that day: one done later was still under way."""
    return state in OPEN_STATES or (done_on is not None and done_on > day)


def days_late(due_on: date, state: str, done_on: date | None, day: date) -> int:
    """Days past its date on that day, 0 where it is not late."""
    return max((day - due_on).days, 0) if open_on(state, done_on, day) else 0


class Dated(NamedTuple):
    """What its date asks of an action, and when it was done."""

    due_on: date
    state: str
    done_on: date | None


class Kept(NamedTuple):
    """How many were done by their date, among those that could be judged."""

    on_time: int
    judged: int


def kept(action: Dated, day: date) -> bool | None:
    """Whether it was done by its date, as known on that day; None while it may still be, or once dropped."""
    if action.done_on and action.done_on <= day:
        return action.done_on <= action.due_on
    return False if days_late(*action, day) else None


def kept_in_year(actions: Iterable[Dated], day: date) -> Kept:
    """Those whose date fell in the 12 months up to that day: one done long ago weighs as much as one still late."""
    start = add_months(day, -12)
    said = [kept(one, day) for one in actions if start < one.due_on <= day]
    return Kept(said.count(True), len(said) - said.count(None))


def kept_together(groups: Iterable[Iterable[Dated]], day: date) -> Kept:
    """Groups of actions whose every one was done by its date, among those with one missed or nothing left to wait for.

    A dropped action asks for nothing: a group of dropped ones alone is not judged.
    """
    on_time = judged = 0
    for group in groups:
        said = [kept(one, day) for one in group if one.state != DROPPED]
        if False in said or (said and None not in said):
            judged += 1
            on_time += all(said)
    return Kept(on_time, judged)
