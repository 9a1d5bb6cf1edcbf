"""The budget of a contract year: what each month cost, against what was foreseen, and where the year lands.

Fee and indexation are certain, known for months to come; the rest is known for some months and extrapolated to
the others. Penalties and credits stand apart: nobody budgets a saving that comes from a failure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from core.engine.months import Month
from core.engine.ratios import display_percent

Level = Literal["green", "orange", "red"]
CERTAIN = ("fee", "indexation")
VARIABLE = ("units", "exclusion", "unforeseen", "band")
APART = "credit"
ORANGE, RED = Decimal(10), Decimal(15)
SEED_BAND = (Decimal(15), Decimal(40))
"""Overruns that the trade reports from exclusions out of the fee: a landmark on the chart, judged on nothing."""


class Spent(NamedTuple):
    """An amount of one kind in one month; a credit is counted positive and taken off the net."""

    month: Month
    kind: str
    amount: Decimal


@dataclass(frozen=True)
class Overrun:
    """`(spent − budget) / budget` in percent, exact, and its level; equality reaches a level."""

    percent: Fraction
    level: Level
    shown: Decimal


def overrun_of(
    spent: Fraction | Decimal, budget: Decimal, orange: Decimal = ORANGE, red: Decimal = RED
) -> Overrun:
    """How far an amount goes beyond a budget. Raises ValueError for a budget that is not above 0.

    The shown figure never crosses the next threshold: 9.999996 % is green and reads 9.99.
    """
    if budget <= 0:
        raise ValueError("a budget is above 0")
    percent = (Fraction(spent) - Fraction(budget)) / Fraction(budget) * 100
    level: Level = "red" if percent >= red else "orange" if percent >= orange else "green"
    return Overrun(percent, level, display_percent(percent, red if level != "green" else orange, 2))


def landmarks(budget: Decimal) -> tuple[Decimal, Decimal]:
    """The budget raised by 15 and by 40 %."""
    low, high = (budget * (100 + share) / 100 for share in SEED_BAND)
    return low, high


@dataclass(frozen=True)
class Landing:
    """Where the year ends: at the pace of the cheapest, the mean, the dearest month known."""

    low: Fraction
    likely: Fraction
    high: Fraction


def landing_of(certain: Decimal, known: Sequence[Decimal], months: int) -> Landing | None:
    """The certain part of the year and the variable part of the months known; None when none is known."""
    if not known:
        return None
    left, base = months - len(known), Fraction(certain) + Fraction(sum(known, Decimal(0)))
    mean = Fraction(sum(known, Decimal(0))) / len(known)
    return Landing(base + left * Fraction(min(known)), base + left * mean, base + left * Fraction(max(known)))


@dataclass(frozen=True)
class MonthBudget:
    """One month: amounts by kind, what they come to, what was foreseen. `known` months are past and typed in."""

    month: Month
    known: bool
    amounts: Mapping[str, Decimal]
    spent: Fraction
    budget: Fraction | None

    @property
    def variance(self) -> Fraction | None:
        return None if self.budget is None else self.spent - self.budget

    @property
    def credit(self) -> Decimal:
        return self.amounts.get(APART, Decimal(0))


@dataclass(frozen=True)
class YearBudget:
    """A contract year; `budget` is None when nobody set one."""

    months: tuple[MonthBudget, ...]
    budget: Decimal | None
    landing: Landing | None
    overrun: Overrun | None

    @property
    def totals(self) -> dict[str, Decimal]:
        """What each kind came to in the months known."""
        known = [month.amounts for month in self.months if month.known]
        return {
            kind: sum((row.get(kind, Decimal(0)) for row in known), Decimal(0))
            for kind in (*CERTAIN, *VARIABLE, APART)
        }

    @property
    def spent(self) -> Fraction:
        """Spent in the months known, credits apart."""
        return sum((month.spent for month in self.months if month.known), Fraction(0))

    @property
    def known_months(self) -> int:
        return sum(month.known for month in self.months)


def year_budget(
    months: Sequence[Month], spent: Iterable[Spent], budget: Decimal | None, typed_in: Collection[Month]
) -> YearBudget:
    """The months of a year. `spent` holds the certain kinds of every month and the variable ones of those
    `typed_in`; a month that nobody typed in is not a month without spending."""
    table: dict[Month, dict[str, Decimal]] = {month: {} for month in months}
    for line in spent:
        row = table.get(line.month)
        if row is not None:
            row[line.kind] = row.get(line.kind, Decimal(0)) + line.amount
    known = [month for month in months if month in typed_in]
    certain = sum((_sum(table[month], CERTAIN) for month in months), Decimal(0))
    variable = [_sum(table[month], VARIABLE) for month in known]
    landing = landing_of(certain, variable, len(months))
    mean = Fraction(sum(variable, Decimal(0))) / len(variable) if variable else Fraction(0)
    share = None if budget is None else Fraction(budget) / len(months)
    rows = tuple(_month(month, table[month], month in typed_in, mean, share) for month in months)
    over = overrun_of(landing.likely, budget) if landing and budget else None
    return YearBudget(rows, budget, landing, over)


def _month(
    month: Month, amounts: Mapping[str, Decimal], known: bool, mean: Fraction, share: Fraction | None
) -> MonthBudget:
    variable = Fraction(_sum(amounts, VARIABLE)) if known else mean
    return MonthBudget(month, known, amounts, Fraction(_sum(amounts, CERTAIN)) + variable, share)


def _sum(amounts: Mapping[str, Decimal], kinds: Sequence[str]) -> Decimal:
    return sum((amounts.get(kind, Decimal(0)) for kind in kinds), Decimal(0))
