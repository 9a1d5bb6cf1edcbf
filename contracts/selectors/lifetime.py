"""The months of a contract that may be reported on, and those in which something may be booked."""

from __future__ import annotations

from datetime import date

from contracts.engine.bookable import BookableMonths
from contracts.engine.dates import term
from contracts.models import Contract
from contracts.selectors.closed_months import closed_months_of
from core.engine.months import Month


def reportable_months(contract: Contract, today: date) -> tuple[Month, Month]:
    """First and last month that may be reported on: the contract covers it, renewals included, and it is over.

    The last lies before the first while no month of the contract is over.
    """
    covered = Month.of(term(contract.clause, today).committed_until)
    return Month.of(contract.starts_on), min(covered, Month.of(today).shift(-1))


def bookable_months(contract: Contract, today: date) -> BookableMonths:
    """The months of the contract that have begun, the current one included (1 query)."""
    covered = Month.of(term(contract.clause, today).committed_until)
    return BookableMonths(
        Month.of(contract.starts_on), min(covered, Month.of(today)), closed_months_of(contract)
    )
