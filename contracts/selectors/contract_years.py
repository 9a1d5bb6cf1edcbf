"""The years of a contract (« exercices »): twelve months from the one in which it begins, as its budget counts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from contracts.models import Contract
from contracts.selectors.lifetime import covered_months
from core.engine.months import Month, month_range


def contract_years(contract: Contract, today: date) -> list[int]:
    """The contract years begun so far, and the current one, named by the year in which they begin."""
    covered = covered_months(contract, today)
    now = max(covered.first, min(Month.of(today), covered.last))
    return list(range(covered.first.year, covered.year_of(now) + 1))


def year_months(contract: Contract, year: int, today: date) -> dict[Month, Fraction]:
    """The months of a contract year, with the share of each that the contract covers.

    The days that end a contract begun within a month belong to its last year.
    """
    covered = covered_months(contract, today)
    first, last = covered.months_of(year)
    return {month: covered.share(month) for month in month_range(first, max(first, last))}


def year_name(contract: Contract, year: int) -> str:
    """« 2026 », or « 2025-2026 » where the contract does not begin in January."""
    return str(year) if contract.starts_on.month == 1 else f"{year}-{year + 1}"
