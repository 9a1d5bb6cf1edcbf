"""The civil months that a contract covers, and what share of each: a month begun or ended within is paid in proportion.

The portal counts by civil months, so a contract from the 15th to the 14th touches one month more than it lasts. Its
first month counts for its days; the last one completes it when the term is a whole number of months, else counts for
its days: 36 months are 36 monthly fees. Where the contract names its anniversary as its end, the last day is the one
before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil

from contracts.engine.dates import add_months
from core.engine.months import Month

WHOLE = Fraction(1)


def last_day_of(end: date, convention: str) -> date:
    """The last day that a contract covers, from the end that it names."""
    return end - timedelta(days=1) if convention == "anniversary" else end


@dataclass(frozen=True)
class Covered:
    """From `starts_on` to `last_day`, both included."""

    starts_on: date
    last_day: date

    @property
    def first(self) -> Month:
        return Month.of(self.starts_on)

    @property
    def last(self) -> Month:
        return Month.of(self.last_day)

    def share(self, month: Month) -> Fraction:
        """How much of a month is covered, from 0 to 1."""
        if not self.first <= month <= self.last:
            return Fraction(0)
        if month == self.last and self._completes:
            return WHOLE - self._days(self.first)
        return self._days(month)

    def months(self, first: Month, last: Month) -> Fraction:
        """How many months are covered from one to another, both included."""
        whole = min(last, self.last).index - max(first, self.first).index + 1
        ends = {month for month in (self.first, self.last) if first <= month <= last}
        return max(whole, 0) - sum((WHOLE - self.share(month) for month in ends), Fraction(0))

    @cached_property
    def years(self) -> int:
        """How many contract years; the days that end the last one make none."""
        return max(1, ceil(self.months(self.first, self.last) / 12))

    def year_of(self, month: Month) -> int:
        """The contract year of a month, named by the civil year in which it begins."""
        rank = (month.index - self.first.index) // 12
        return self.first.year + min(max(rank, 0), self.years - 1)

    def months_of(self, year: int) -> tuple[Month, Month]:
        """First and last month of a contract year that the contract covers."""
        first = Month(year, self.first.number)
        is_last = year - self.first.year == self.years - 1
        return first, self.last if is_last else min(first.shift(11), self.last)

    @property
    def _completes(self) -> bool:
        after = self.last_day + timedelta(days=1)
        months = Month.of(after).index - self.first.index
        return after.day > 1 and self.first < self.last and add_months(self.starts_on, months) == after

    def _days(self, month: Month) -> Fraction:
        """The share of its days."""
        first, last = max(month.first_day, self.starts_on), min(month.last_day, self.last_day)
        return Fraction((last - first).days + 1, month.last_day.day)
