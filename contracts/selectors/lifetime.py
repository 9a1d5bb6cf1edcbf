"""The months of a contract whose report may be deposited."""

from __future__ import annotations

from datetime import date

from contracts.engine.dates import term
from contracts.models import Contract
from core.engine.months import Month


def reportable_months(contract: Contract, today: date) -> tuple[Month, Month]:
    """First and last month that may be reported on: the contract covers it, renewals included, and it is over.

    The last lies before the first while no month of the contract is over.
    """
    covered = Month.of(term(contract.clause, today).committed_until)
    return Month.of(contract.starts_on), min(covered, Month.of(today).shift(-1))
