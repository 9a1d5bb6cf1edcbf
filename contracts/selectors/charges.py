"""What a year's work units and charges out of the fee come to, as plain values that a budget adds up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils import timezone

from contracts.engine.dates import term
from contracts.engine.minimums import YearMinimum, year_minimums
from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import ZERO, Part
from contracts.models import Contract
from contracts.selectors.work_unit_book import UnitBook, unit_book
from core.engine.months import Month

Kind = Literal["uo", "exclusion", "unplanned"]
KINDS: dict[Kind, str] = {"uo": "UO", "exclusion": "Exclusion", "unplanned": "Imprévu"}


@dataclass(frozen=True)
class Charge:
    """One amount due beyond the fee, in euros excluding VAT. `unit_price` is None while no price was agreed.

    `code`, `level` and `order` (a number) are empty where they have no sense.
    """

    month: Month
    label: str
    kind: Kind
    quantity: Decimal
    unit_price: Decimal | None
    amount: Decimal
    code: str = ""
    level: str = ""
    order: int | None = None


def charges_for(contract: Contract, year: int, today: date | None = None) -> list[Charge]:
    """The charges of a civil year, by month: units, exclusions, « imprévu », minimums not reached (5 queries).

    A minimum falls due once its year is over: with `today`, by default the current day.
    """
    return book_charges(contract, unit_book(contract), year, today or timezone.localdate())


def book_charges(contract: Contract, book: UnitBook, year: int, today: date) -> list[Charge]:
    """The same from a book already read. No query."""
    charges = [charge for unit in book.units.values() for charge in _of_unit(contract, unit, year, today)]
    for use in book.unplanned(year):
        part = Part(use.quantity, use.unit_price)
        charges.append(Charge(use.month, use.label, "unplanned", part.quantity, part.unit_price, part.amount))
    return sorted(charges, key=lambda charge: (charge.month.index, charge.label))


def _of_unit(contract: Contract, unit: BookedUnit, year: int, today: date) -> Iterator[Charge]:
    terms = unit.terms
    kind: Kind = "exclusion" if terms.exclusion else "uo"
    for month in unit.settled:
        if month.month.year != year:
            continue
        label = unit_label(terms.name, month.level)
        for part in month.parts:
            yield Charge(
                month.month, label, kind, part.quantity, part.unit_price, part.amount,
                terms.code, month.level, part.order,
            )  # fmt: skip
    for line in minimums_of(contract, unit, today):
        last = min(Month(year, 12), _last_month(contract, today))
        if line.year == year and line.due and last < Month.of(today):
            part = Part(line.due, terms.price_at("", last.last_day))
            label = f"{terms.name}, minimum garanti non atteint"
            yield Charge(last, label, kind, part.quantity, part.unit_price, part.amount, terms.code)


def minimums_of(contract: Contract, unit: BookedUnit, today: date) -> list[YearMinimum]:
    """Each year of the contract, renewals included, against the unit's guaranteed minimum."""
    if not unit.terms.minimum:
        return []
    first, last = Month.of(contract.starts_on), _last_month(contract, today)
    years = [
        (year, min(Month(year, 12), last).index - max(Month(year, 1), first).index + 1)
        for year in range(first.year, last.year + 1)
    ]
    used: dict[int, Decimal] = {}
    for (month, _), quantity in unit.uses.items():
        used[month.year] = used.get(month.year, ZERO) + quantity
    return year_minimums(unit.terms, used, years)


def _last_month(contract: Contract, today: date) -> Month:
    return Month.of(term(contract.clause, today).committed_until)


def unit_label(name: str, level: str) -> str:
    """« Montée de version majeure, M »."""
    return f"{name}, {level}" if level else name
