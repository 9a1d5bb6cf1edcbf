"""The ladder of reminders before a date: which rung is reached, until somebody answers for that very day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["none", "quiet", "due", "answered", "missed", "past"]


@dataclass(frozen=True)
class Standing:
    """Where the reminders of a date stand. `step`: days of the rung reached; `next_on`: the next rung's day.

    `level` counts the rungs reached, from 1; `last`: no further rung will come.
    """

    state: State
    step: int = 0
    level: int = 0
    next_on: date | None = None
    last: bool = False


def standing(day: date, ladder: Sequence[int], as_of: date, *, answered: bool) -> Standing:
    """Where the ladder of a date stands on a day.

    An answer counts for the day it was given for: the caller matches it, so that a date that moves is armed again.
    """
    if answered:
        return Standing("answered")
    if not ladder:
        return Standing("past" if day < as_of else "none")
    if day < as_of:
        return Standing("missed")
    rungs = sorted(set(ladder), reverse=True)
    reached = [step for step in rungs if day - timedelta(days=step) <= as_of]
    ahead = [day - timedelta(days=step) for step in rungs if step not in reached]
    if not reached:
        return Standing("quiet", next_on=ahead[0])
    return Standing("due", reached[-1], len(reached), ahead[0] if ahead else None, last=not ahead)
