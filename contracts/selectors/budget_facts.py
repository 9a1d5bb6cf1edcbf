"""What a budget rests on, read once: fees, charges, bands, credits, lines of budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min

from contracts.engine.budget import Spent, YearBudget, year_budget
from contracts.engine.dates import term
from contracts.models import BudgetLine, Charge, Contract
from contracts.selectors.credits import MonthCredit, credits_for
from contracts.selectors.fees import Fees, fees_of
from core.engine.months import Month, month_range


@dataclass(frozen=True)
class BudgetFacts:
    """One contract year. `typed_in`: its months between the first and the last finished month that bears a charge;
    a month without spending is told by a charge of 0 once it is the last."""

    year: int
    months: tuple[Month, ...]
    fees: Fees
    lines: list[BudgetLine]
    charges: list[Charge]
    credits: list[MonthCredit]
    total: Decimal | None
    typed_in: frozenset[Month]

    @property
    def spent(self) -> list[Spent]:
        """Every amount of the year, by kind."""
        found = []
        for month in self.months:
            fee = self.fees.of(month)
            found += [Spent(month, "fee", fee.base), Spent(month, "indexation", fee.indexation)]
        found += [Spent(charge.month, charge.kind, charge.amount) for charge in self.charges]
        return found + [Spent(credit.month, "credit", credit.amount) for credit in self.credits]

    @property
    def figures(self) -> YearBudget:
        return year_budget(self.months, self.spent, self.total, self.typed_in)


def contract_years(contract: Contract, today: date) -> list[int]:
    """The contract years begun so far, and the current one, named by the year in which they begin."""
    start, now = Month.of(contract.starts_on), Month.of(today)
    end = min(now, Month.of(term(contract.clause, today).committed_until))
    last = max(0, (end.index - start.index) // 12)
    return [start.year + rank for rank in range(last + 1)]


def year_of(contract: Contract, month: Month) -> int:
    """The contract year that holds a month, named by the year in which it begins."""
    return month.shift(1 - contract.starts_on.month).year


def year_months(contract: Contract, year: int, today: date) -> tuple[Month, ...]:
    """The months of a contract year that the contract covers."""
    start = Month.of(contract.starts_on)
    first = Month(year, start.number)
    last = min(first.shift(11), Month.of(term(contract.clause, today).committed_until))
    return tuple(month_range(first, max(last, first)))


def budget_facts(contract: Contract, year: int, today: date) -> BudgetFacts:
    """Everything for one year (5 queries, and those of the credits)."""
    months = year_months(contract, year, today)
    charges = list(
        Charge.objects.filter(
            contract=contract, month__gte=str(months[0]), month__lte=str(months[-1])
        ).order_by("month", "kind", "label")
    )
    lines = list(BudgetLine.objects.filter(contract=contract, year=year).order_by("kind"))
    held = Charge.objects.filter(contract=contract, month__lt=str(Month.of(today))).aggregate(
        first=Min("month"), last=Max("month")
    )
    known = [month for month in months if held["first"] and held["first"] <= month <= held["last"]]
    return BudgetFacts(
        year=year,
        months=months,
        fees=fees_of(contract),
        lines=lines,
        charges=charges,
        credits=[credit for credit in credits_for(contract) if months[0] <= credit.month <= months[-1]],
        total=_total(contract, lines, months),
        typed_in=frozenset(known),
    )


def _total(contract: Contract, lines: Sequence[BudgetLine], months: Sequence[Month]) -> Decimal | None:
    """The budget of the year: its lines when there are some, else what the contract says of every year."""
    if lines and sum(line.amount for line in lines):
        return sum((line.amount for line in lines), Decimal(0))
    yearly = contract.yearly_budget
    return None if not yearly else yearly * len(months) / 12
