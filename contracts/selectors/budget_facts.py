"""What a budget rests on, read once: fees, charges, bands, credits, lines of budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.engine.budget import Spent, YearBudget, year_budget
from contracts.engine.dates import term
from contracts.models import BudgetLine, Contract
from contracts.selectors.charges import Charge, charges_between
from contracts.selectors.credits import MonthCredit, credits_for
from contracts.selectors.fees import Fees, fees_of
from contracts.selectors.work_unit_book import unit_book
from core.engine.months import Month, month_range


@dataclass(frozen=True)
class BudgetFacts:
    """One contract year. `typed_in`: its months between the first and the last finished month in which something
    was booked; a month without spending is told by a quantity of 0 once it is the last."""

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


def year_months(contract: Contract, year: int, today: date) -> tuple[Month, ...]:
    """The months of a contract year that the contract covers."""
    start = Month.of(contract.starts_on)
    first = Month(year, start.number)
    last = min(first.shift(11), Month.of(term(contract.clause, today).committed_until))
    return tuple(month_range(first, max(last, first)))


def budget_facts(contract: Contract, year: int, today: date) -> BudgetFacts:
    """Everything for one year (8 queries, and those of the credits)."""
    months = year_months(contract, year, today)
    lines = list(BudgetLine.objects.filter(contract=contract, year=year).order_by("kind"))
    book = unit_book(contract)
    held = [use.month for use in book.uses if use.month < Month.of(today)]
    known = [month for month in months if held and min(held) <= month <= max(held)]
    return BudgetFacts(
        year=year,
        months=months,
        fees=fees_of(contract),
        lines=lines,
        charges=charges_between(contract, book, months[0], months[-1], today),
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
