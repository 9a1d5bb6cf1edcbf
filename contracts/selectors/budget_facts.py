"""What a budget rests on, read once: fees, charges, bands, credits, lines of budget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max, Min

from contracts.engine.budget import Spent, YearBudget, year_budget
from contracts.models import BudgetLine, Consumption, Contract
from contracts.selectors.charges import Charge, charges_between
from contracts.selectors.contract_years import year_months
from contracts.selectors.credits import MonthCredit, credits_for
from contracts.selectors.fees import Fees, fees_of
from contracts.selectors.year_book import book_since
from core.engine.months import Month
from core.engine.ratios import round_half_up


@dataclass(frozen=True)
class BudgetFacts:
    """One contract year. `shares`: how much of each month the contract covers, and so of its fee is owed. `typed_in`: its
    months between the first and the last finished month in which something was booked; a month without spending is told
    by a quantity of 0 once it is the last."""

    year: int
    shares: dict[Month, Fraction]
    fees: Fees
    lines: list[BudgetLine]
    charges: list[Charge]
    credits: list[MonthCredit]
    total: Decimal | None
    typed_in: frozenset[Month]

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(self.shares)

    @property
    def partial(self) -> bool:
        """Whether the contract covers some month in part."""
        return any(share != 1 for share in self.shares.values())

    @property
    def spent(self) -> list[Spent]:
        """Every amount of the year, by kind."""
        found = []
        for month, share in self.shares.items():
            fee = self.fees.of(month).part(share)
            found += [Spent(month, "fee", fee.base), Spent(month, "indexation", fee.indexation)]
        found += [Spent(charge.month, charge.kind, charge.amount) for charge in self.charges]
        return found + [Spent(credit.month, "credit", credit.amount) for credit in self.credits]

    @property
    def figures(self) -> YearBudget:
        return year_budget(self.months, self.spent, self.total, self.typed_in)


def budget_facts(contract: Contract, year: int, today: date) -> BudgetFacts:
    """Everything for one year (10 queries, and those of the credits)."""
    shares = year_months(contract, year, today)
    months = list(shares)
    lines = list(BudgetLine.objects.filter(contract=contract, year=year).order_by("kind"))
    book = book_since(contract, months[0])
    past = Consumption.objects.filter(contract=contract, month__lt=Month.of(today))
    held = past.aggregate(first=Min("month"), last=Max("month"))
    known = [month for month in months if held["first"] and held["first"] <= month <= held["last"]]
    return BudgetFacts(
        year=year,
        shares=shares,
        fees=fees_of(contract),
        lines=lines,
        charges=charges_between(contract, book, months[0], months[-1], today),
        credits=[credit for credit in credits_for(contract) if months[0] <= credit.month <= months[-1]],
        total=_total(contract, lines, shares.values()),
        typed_in=frozenset(known),
    )


def _total(contract: Contract, lines: Sequence[BudgetLine], shares: Iterable[Fraction]) -> Decimal | None:
    """The budget of the year: its lines when there are some, else what the contract says of every year."""
    if lines and sum(line.amount for line in lines):
        return sum((line.amount for line in lines), Decimal(0))
    yearly = contract.yearly_budget
    return round_half_up(Fraction(yearly) * sum(shares, Fraction(0)) / 12, 2) if yearly else None
