"""The calendar month, unit of every report, verdict and committee."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

YEARS = range(1970, 2101)
"""Years of a contract's life: none is older nor lasts longer, and the months around can be computed."""


@dataclass(frozen=True, order=True)
class Month:
    """A civil month. `str()` gives `2026-03`; ordered in time; its bounds depend on a time zone."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 9999):
            raise ValueError(f"month out of range: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-03`. Raises ValueError for anything else."""
        year, separator, number = text.partition("-")
        if not (separator and len(year) == 4 and len(number) == 2 and (year + number).isdecimal()):
            raise ValueError(f"not a month: {text!r}")
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that holds a day (for an instant: convert it to the contract's zone first)."""
        return cls(day.year, day.month)

    @classmethod
    def at(cls, instant: datetime, timezone: str) -> Self:
        """The local month of an aware instant."""
        return cls.of(instant.astimezone(ZoneInfo(timezone)).date())

    @property
    def index(self) -> int:
        """Months since year 0: differences count months."""
        return self.year * 12 + self.number - 1

    def shift(self, months: int) -> Self:
        """The month `months` later (earlier when negative)."""
        year, zero_based = divmod(self.index + months, 12)
        return type(self)(year, zero_based + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def start(self, timezone: str) -> datetime:
        """First instant, in UTC, of the month in that zone."""
        return datetime.combine(self.first_day, time(), ZoneInfo(timezone)).astimezone(UTC)

    def end(self, timezone: str) -> datetime:
        """First instant, in UTC, after the month in that zone."""
        return self.shift(1).start(timezone)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def month_range(first: Month, last: Month) -> list[Month]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    return [first.shift(step) for step in range(last.index - first.index + 1)]
