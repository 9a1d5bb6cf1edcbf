"""Dates of the contract: month arithmetic, business days, term, renewals and notice. No clock: days are given.

A term ends on its last day, included. Months are counted from the origin date, never chained, and brought
back to the last day of a shorter month. A business day is a Monday to Friday that is no holiday.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from core.engine.months import Month

NO_HOLIDAY: frozenset[date] = frozenset()
LADDER = (180, 90, 30, 15)
"""Days before the last safe date at which a reminder is due."""

Renewal = Literal["tacit", "express", "none"]
EndConvention = Literal["last_day", "anniversary"]


def add_months(day: date, months: int) -> date:
    """Same day number `months` later (earlier when negative), or the last day of a shorter month."""
    target = Month.of(day).shift(months)
    return date(target.year, target.number, min(day.day, monthrange(target.year, target.number)[1]))


def end_of(start: date, months: int, convention: EndConvention = "last_day") -> date:
    """End of a term of so many months: its last day, or the same day of the month under `anniversary`."""
    same_day = add_months(start, months)
    return same_day if convention == "anniversary" else same_day - timedelta(days=1)


def month_sequence(start: date, count: int) -> list[date]:
    """The `count` dates 1, 2, 3… months after `start`: the 31st comes back after a shorter month."""
    return [add_months(start, step) for step in range(1, count + 1)]


def is_business_day(day: date, holidays: Collection[date] = NO_HOLIDAY) -> bool:
    return day.weekday() < 5 and day not in holidays


def nth_business_day(month: Month, n: int, holidays: Collection[date] = NO_HOLIDAY) -> date:
    """The `n`-th business day of a month, from 1. Raises ValueError when the month has fewer."""
    day, seen = month.first_day, 0
    while day <= month.last_day:
        seen += is_business_day(day, holidays)
        if seen == n and is_business_day(day, holidays):
            return day
        day += timedelta(days=1)
    raise ValueError(f"{month} has no business day number {n}")


def business_days_after(day: date, n: int, holidays: Collection[date] = NO_HOLIDAY) -> date:
    """The `n`-th business day strictly after `day` (the day itself for 0)."""
    return _walk(day, n, 1, holidays)


def business_days_before(day: date, n: int, holidays: Collection[date] = NO_HOLIDAY) -> date:
    """The `n`-th business day strictly before `day` (the day itself for 0)."""
    return _walk(day, n, -1, holidays)


def business_days_between(due: date, received: date, holidays: Collection[date] = NO_HOLIDAY) -> int:
    """Business days of lateness: those after `due`, up to `received` included; 0 when on time."""
    days = (due + timedelta(days=step) for step in range(1, (received - due).days + 1))
    return sum(is_business_day(day, holidays) for day in days)


def send_by(last_safe: date, margin_days: int = 10, holidays: Collection[date] = NO_HOLIDAY) -> date:
    """Last business day at least `margin_days` calendar days before the letter must be received."""
    day = last_safe - timedelta(days=margin_days)
    return day if is_business_day(day, holidays) else business_days_before(day, 1, holidays)


def reminders(last_safe: date, days: tuple[int, ...] = LADDER) -> list[date]:
    """The days on which to remind, farthest first."""
    return [last_safe - timedelta(days=step) for step in days]


@dataclass(frozen=True)
class Clause:
    """What the contract says of its end. `max_renewals` None: without limit.

    The notice is in months, or in days. `extended_months`: extension options that were taken; `ended_on`: the end
    that a notice already given has fixed.
    """

    initial_end: date
    renewal: Renewal = "none"
    renewal_months: int = 0
    max_renewals: int | None = 0
    notice_months: int = 0
    notice_days: int = 0
    extended_months: int = 0
    ended_on: date | None = None

    def end(self, renewals: int) -> date:
        """Last day of the term after that many renewals, counted from the initial end; never after a fixed end."""
        found = add_months(self.initial_end, self.extended_months + renewals * self.renewal_months)
        return found if self.ended_on is None else min(found, self.ended_on)

    def last_safe(self, renewals: int) -> date:
        """Last day on which the notice may take effect; not postponed when it is no business day."""
        return add_months(self.end(renewals), -self.notice_months) - timedelta(days=self.notice_days)

    def may_renew(self, renewals: int) -> bool:
        """Whether one more renewal than that can follow by silence."""
        tacit = self.renewal == "tacit" and self.renewal_months > 0
        stopped = self.ended_on is not None and self.end(renewals) >= self.ended_on
        return tacit and not stopped and (self.max_renewals is None or renewals < self.max_renewals)

    @property
    def has_notice(self) -> bool:
        return bool(self.notice_months or self.notice_days)

    @property
    def notice_outlasts_renewal(self) -> bool:
        """Whether a renewed term would have to be ended before it begins."""
        if self.renewal == "none" or not self.renewal_months:
            return False
        if self.notice_months:
            return self.notice_months > self.renewal_months
        return self.last_safe(1) < self.end(0)


@dataclass(frozen=True)
class Term:
    """Where the contract stands on a day. `committed_until` goes further with each renewal whose notice is too late."""

    expired: bool
    current_end: date
    renewals: int
    last_safe_receipt: date
    notice_still_possible: bool
    committed_until: date
    next_last_safe_receipt: date | None


def term(clause: Clause, as_of: date) -> Term:
    """The term that holds `as_of`: the smallest number of renewals whose end reaches the day."""
    renewals = 0
    while clause.end(renewals) < as_of and clause.may_renew(renewals):
        renewals += 1
    bound = renewals
    while as_of > clause.last_safe(bound) and clause.may_renew(bound):
        bound += 1
    end, safe = clause.end(renewals), clause.last_safe(renewals)
    return Term(
        expired=end < as_of,
        current_end=end,
        renewals=renewals,
        last_safe_receipt=safe,
        notice_still_possible=as_of <= safe,
        committed_until=clause.end(bound),
        next_last_safe_receipt=clause.last_safe(bound) if bound > renewals else None,
    )


def _walk(day: date, n: int, step: int, holidays: Collection[date]) -> date:
    while n:
        day += timedelta(days=step)
        n -= is_business_day(day, holidays)
    return day
