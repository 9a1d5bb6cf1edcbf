"""When an obligation is due again, and whether it is late. No clock: days are given.

An act counts for the due date nearest to it, the later one when two are as near: one done ten days late is
not done again ten days early. An obligation without a date is a standing one, never late. After its last day nothing falls due.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from contracts.engine.dates import add_months
from core.engine.months import Month

SOON_DAYS = 30
"""From how many days before its date an obligation asks for attention."""

Standing = Literal["standing", "ahead", "soon", "late", "answer", "done", "over"]


@dataclass(frozen=True)
class Duty:
    """Due first on `due_on`, then every so many months (never again for 0); last done on `done_on`.

    `said_on`: day of an act that waits for an answer; whoever did it in time is not late for want of one.
    `ended_on`: last day on which it may fall due.
    """

    due_on: date | None
    every_months: int = 0
    done_on: date | None = None
    said_on: date | None = None
    ended_on: date | None = None

    @property
    def next_due(self) -> date | None:
        """The due date that no act has met yet; None when there is none."""
        due = self._unmet
        return None if due and self.ended_on and due > self.ended_on else due

    @property
    def _unmet(self) -> date | None:
        """The same, had the obligation no last day."""
        if self.due_on is None:
            return None
        if not self.every_months:
            return None if self.done_on else self.due_on
        met = nearest(self.due_on, self.every_months, self.done_on) if self.done_on else -1
        return occurrence(self.due_on, self.every_months, max(met + 1, 0))

    def standing(self, today: date) -> Standing:
        """Where it stands on that day: late from the day after its date, unless an act waits for an answer."""
        answered = self._once_done(today)
        if answered != "late" or self.said_on is None:
            return answered
        return "late" if replace(self, done_on=self.said_on)._once_done(today) == "late" else "answer"

    def _once_done(self, today: date) -> Standing:
        due = self.next_due
        if due is None:
            if self.ended_on and self.ended_on < today:
                return "over"
            return "done" if self.done_on else "standing"
        days = (due - today).days
        if days <= SOON_DAYS:
            return "late" if days < 0 else "soon"
        return "done" if self.done_on else "ahead"


def occurrence(first: date, every_months: int, rank: int) -> date:
    """The due date of that rank, from 0, counted from the first: a 31st comes back after a shorter month."""
    return add_months(first, rank * every_months)


def nearest(first: date, every_months: int, day: date) -> int:
    """Rank of the due date nearest to a day, the later of two as near; -1 for a day long before the first."""
    near = (Month.of(day).index - Month.of(first).index) // every_months
    ranks = range(max(near - 1, -1), max(near + 3, 1))
    return min(ranks, key=lambda rank: (abs((occurrence(first, every_months, rank) - day).days), -rank))
