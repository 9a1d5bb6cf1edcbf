"""Office hours of the demonstration: 8 h to 18 h on working days, counted in whole local minutes.

The generator lays out lives of tickets with it; the portal judges them with its own clock. That the two agree
is what the demonstration shows, so this one stays apart from the clock of `slas`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

OPENS, CLOSES = time(8), time(18)
MINUTES_A_DAY = 600


@dataclass(frozen=True)
class Office:
    """Working days are Monday to Friday, except `closed`."""

    closed: frozenset[date]

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed

    def next_opening(self, at: datetime) -> datetime:
        """The first open instant from `at` on."""
        while True:
            opening, closing = _bounds(at.date())
            if self.works(at.date()) and at < closing:
                return max(at, opening)
            at = datetime.combine(at.date() + timedelta(days=1), OPENS)

    def after(self, at: datetime, minutes: int) -> datetime:
        """The instant when `minutes` open minutes have run since `at`; a full day ends at its closing."""
        at = self.next_opening(at)
        while True:
            left = int((_bounds(at.date())[1] - at).total_seconds()) // 60
            if minutes <= left:
                return at + timedelta(minutes=minutes)
            minutes -= left
            at = self.next_opening(datetime.combine(at.date() + timedelta(days=1), OPENS))

    def overrun(self, at: datetime, minutes: int) -> datetime:
        """The instant when the budget of `minutes` is exceeded: as `after`, or the next opening at a closing."""
        return self.next_opening(self.after(at, minutes))

    def between(self, start: datetime, end: datetime) -> int:
        """Open minutes from `start` to `end`."""
        total, at = 0, start
        while at < end:
            at = self.next_opening(at)
            closing = _bounds(at.date())[1]
            if at >= end:
                break
            total += int((min(end, closing) - at).total_seconds()) // 60
            at = datetime.combine(at.date() + timedelta(days=1), OPENS)
        return total


def _bounds(day: date) -> tuple[datetime, datetime]:
    return datetime.combine(day, OPENS), datetime.combine(day, CLOSES)
