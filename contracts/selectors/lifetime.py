"""The months of a contract that may be reported on, and those in which something may be booked."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from contracts.engine.bookable import BookableMonths
from contracts.engine.covered import Covered, last_day_of
from contracts.engine.dates import term
from contracts.engine.lifetime import outside
from contracts.models import Contract
from contracts.selectors.closed_months import closed_months_of
from core.engine.months import Month


def local_today(contract: Contract) -> date:
    """Today where the contract runs."""
    return timezone.localdate(timezone=ZoneInfo(contract.timezone))


def covered_months(contract: Contract, today: date) -> Covered:
    """The months of the contract, renewals that are certain on a day included."""
    end = term(contract.clause, today).committed_until
    return Covered(contract.starts_on, last_day_of(end, contract.end_convention))


def reportable_months(contract: Contract, today: date) -> tuple[Month, Month]:
    """First and last month that may be reported on: the contract covers it, renewals included, and it is over.

    The last lies before the first while no month of the contract is over.
    """
    covered = Month.of(term(contract.clause, today).committed_until)
    return Month.of(contract.starts_on), min(covered, Month.of(today).shift(-1))


def outside_month(contract: Contract, month: Month) -> str:
    """« Commence le… » or « Terminé le… » where the contract runs on no day of the month; empty otherwise."""
    return outside(contract.starts_on, contract.clause, month.first_day, month.last_day)


def outside_today(contract: Contract, today: date) -> str:
    """The same on a day."""
    return outside(contract.starts_on, contract.clause, today, today)


def bookable_months(contract: Contract, today: date) -> BookableMonths:
    """The months of the contract that have begun, the current one included (1 query)."""
    covered = covered_months(contract, today)
    return BookableMonths(covered.first, min(covered.last, Month.of(today)), closed_months_of(contract))
