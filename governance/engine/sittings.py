"""When committees sit: the days that a cadence gives, on business days, and why a day is refused.

A monthly committee reviews the month that has just ended, between the 10th and the 15th business day; the others
sit in the months where their matter falls (half-yearly: June and December, before the notice and the budget).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from contracts.engine.dates import business_days_after, is_business_day, nth_business_day
from core.engine import formats
from core.engine.holidays import holiday_name
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


def refusal(day: date, month: Month, holidays: Collection[date]) -> str:
    """Why a committee about `month` cannot sit on that day, with the day that would do; empty where it can."""
    if day <= month.last_day:
        return (
            f"Le comité examine {formats.month_long(month)} : il se tient après le"
            f" {formats.date_short(month.last_day)}."
        )
    if is_business_day(day, holidays):
        return ""
    why = "un jour férié" if day in holidays and day.weekday() < 5 else "un jour de fin de semaine"
    named = holiday_name(day) if day in holidays else None
    following = business_days_after(day, 1, holidays)
    return (
        f"Le {formats.date_short(day)} est {why}{f' ({named})' if named else ''} :"
        f" choisissez par exemple le {formats.date_short(following)}."
    )
