"""What a reopening does to a ticket: one clock, or another ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from slas.engine.hours import ServiceHours
from slas.engine.working_days import shift_business_days

ReopenPolicy = Literal["cumulative", "from_origin", "new_ticket"]


@dataclass(frozen=True)
class Stretch:
    """One life of a ticket, UTC: from its (re)opening to its resolution (NaT: not yet)."""

    opened: np.datetime64
    resolved: np.datetime64


@dataclass(frozen=True)
class CountedLife:
    """What is judged as one ticket: a start, a stop, and the pauses the reopenings add."""

    start: np.datetime64
    stop: np.datetime64
    pauses: tuple[tuple[np.datetime64, np.datetime64], ...] = ()


def reopening_window_ends(hours: ServiceHours, resolved: np.datetime64, business_days: int) -> np.datetime64:
    """Until when a reopening still belongs to the ticket: that many business days later, same clock time."""
    return shift_business_days(hours, np.array([resolved], dtype="datetime64[s]"), business_days)[0]


def counted_lives(
    hours: ServiceHours,
    stretches: Sequence[Stretch],
    policy: ReopenPolicy = "cumulative",
    window_days: int = 5,
) -> tuple[CountedLife, ...]:
    """The tickets to judge, one or several, for the stretches of one ticket in time order.

    `cumulative`: stretches add up, the time between them is out. `from_origin`: everything from the first
    opening counts. `new_ticket`: each stretch is a ticket. A reopening after the window is a new ticket
    whatever the policy. Raises ValueError for another policy or without any stretch.
    """
    if policy not in {"cumulative", "from_origin", "new_ticket"}:
        raise ValueError(f"unknown policy of reopening: {policy!r}")
    if not stretches:
        raise ValueError("a ticket has at least one stretch")
    lives = [CountedLife(stretches[0].opened, stretches[0].resolved)]
    for before, after in pairwise(stretches):
        late = after.opened > reopening_window_ends(hours, before.resolved, window_days)
        if late or policy == "new_ticket":
            lives.append(CountedLife(after.opened, after.resolved))
            continue
        gap = ((before.resolved, after.opened),) if policy == "cumulative" else ()
        lives[-1] = CountedLife(lives[-1].start, after.resolved, lives[-1].pauses + gap)
    return tuple(lives)
