"""When committees sit: the days that a cadence gives, on business days, and why a day is refused.

A monthly committee reviews the month that has just ended, between the 10th and the 15th business day; the others
sit in the months where their matter falls (half-yearly: June and December, before the notice and the budget).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.engine.dates import business_days_after, is_business_day, nth_business_day
from core.engine import formats
from core.engine.months import Month, month_range

MEETING_DAY = 11
"""Business day of the month on which a committee sits: between the 10th and the 15th."""
MONTHS = {
    "monthly": tuple(range(1, 13)),
    "quarterly": (1, 4, 7, 10),
    "half_yearly": (6, 12),
    "yearly": (1,),
}
WEEKDAY = 1
"""A weekly committee sits on Tuesdays."""


def sittings(cadence: str, first: date, last: date, holidays: Collection[date]) -> list[date]:
    """The days on which a committee of that cadence sits between two days, both included; none for no cadence."""
    if cadence == "weekly":
        days = _weekly(first, last, holidays)
    else:
        months = month_range(Month.of(first), Month.of(last))
        chosen = (month for month in months if month.number in MONTHS.get(cadence, ()))
        days = (nth_business_day(month, MEETING_DAY, holidays) for month in chosen)
    return [day for day in days if first <= day <= last]


def _weekly(first: date, last: date, holidays: Collection[date]) -> Iterator[date]:
    """Each Tuesday, or the next business day where it is a holiday."""
    day = first + timedelta(days=(WEEKDAY - first.weekday()) % 7)
    while day <= last:
        yield day if is_business_day(day, holidays) else business_days_after(day, 1, holidays)
        day += timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """The days on which a committee may be called: not past, and on which the contract runs; `last` None: no end yet."""

    today: date
    first: date
    last: date | None


def refusal(day: date, month: Month | None, span: Span, holidays: Mapping[date, str]) -> str:
    """Why a committee cannot sit on that day, with the day that would do; empty where it can.

    `month`: the one that it reads, None where it reads none. `holidays`: the days off, with their names. The month
    that ends the contract is read in the next one.
    """
    short = formats.date_short
    if month is not None and day <= month.last_day:
        return (
            f"Le comité examine {formats.month_long(month)} : il se tient après le {short(month.last_day)}."
        )
    if day < span.today:
        return f"Le {short(day)} est passé : choisissez une date à partir du {short(span.today)}."
    if day < span.first:
        return f"Le contrat commence le {short(span.first)} : choisissez une date à partir de ce jour."
    reads_last = month is not None and Month.of(day) == month.shift(1)
    if span.last and day > span.last and not (reads_last and month and month.first_day <= span.last):
        return f"Le contrat se termine le {short(span.last)} : choisissez une date avant ce jour."
    if is_business_day(day, holidays):
        return ""
    why = "un jour férié" if day in holidays and day.weekday() < 5 else "un jour de fin de semaine"
    named = f" ({holidays[day]})" if day in holidays else ""
    following = business_days_after(day, 1, holidays)
    return f"Le {short(day)} est {why}{named} : choisissez par exemple le {short(following)}."
