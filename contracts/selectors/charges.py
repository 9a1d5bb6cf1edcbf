"""What a year's work units and charges out of the fee come to, as plain values that a budget adds up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from contracts.engine.booked_lines import Kind
from contracts.engine.minimums import YearMinimum, year_minimums
from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import ZERO, Part
from contracts.models import Contract
from contracts.selectors.lifetime import covered_months, local_today
from contracts.selectors.work_unit_book import Corrected, UnitBook, UseRow, unit_book
from core.engine import formats
from core.engine.months import Month

KINDS: dict[Kind, str] = {
    "units": "UO", "exclusion": "Exclusion", "unforeseen": "Imprévu", "band": "Tranche",
}  # fmt: skip


class Charge(NamedTuple):
    """One amount due beyond the fee, in euros excluding VAT; a correction may take one back.

    `unit_price` is None while no price was agreed, or where several prices meet. `code`, `level`, `order` (a number)
    and `number` (of the exclusion or band) are empty where they have no sense.
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
    number: int | None = None

    @property
    def kind_words(self) -> str:
        """« Exclusion 8 »."""
        return f"{KINDS[self.kind]} {self.number}" if self.number else KINDS[self.kind]


def charges_for(contract: Contract, year: int, today: date | None = None) -> list[Charge]:
    """The charges of a civil year, by month: units, exclusions, bands, « imprévu », minimums not reached (5 queries).

    A minimum falls due once its year is over: with `today`, by default the current day.
    """
    return book_charges(contract, unit_book(contract), year, today or local_today(contract))


def book_charges(contract: Contract, book: UnitBook, year: int, today: date) -> list[Charge]:
    """The same from a book already read. No query."""
    return charges_between(contract, book, Month(year, 1), Month(year, 12), today)


def charges_between(
    contract: Contract, book: UnitBook, first: Month, last: Month, today: date
) -> list[Charge]:
    """The charges of the months from `first` to `last`, both included. No query."""
    found = [charge for unit in book.units.values() for charge in _of_unit(contract, book, unit, today)]
    for use in book.uses:
        if use.pk in book.lines:
            line = book.lines[use.pk]
            found.append(
                Charge(
                    use.month,
                    line.label,
                    line.kind,
                    line.billed,
                    line.unit_price,
                    line.total,
                    number=line.number,
                )
            )
    found += [_of_correction(book, one) for one in book.corrections]
    within = [charge for charge in found if first <= charge.month <= last]
    return sorted(within, key=lambda charge: (charge.month.index, charge.label))


def _of_unit(contract: Contract, book: UnitBook, unit: BookedUnit, today: date) -> Iterator[Charge]:
    terms, kind = unit.terms, kind_of(unit)
    for month in unit.settled:
        label = unit_label(terms.name, month.level)
        for part in month.parts:
            yield Charge(
                month.month, label, kind, part.quantity, part.unit_price, part.amount,
                terms.code, month.level, part.order, terms.exclusion,
            )  # fmt: skip
    for line in minimums_of(contract, book, unit, today):
        last = min(Month(line.year, 12), covered_months(contract, today).last)
        if line.due and last < Month.of(today):
            part = Part(line.due, terms.price_at("", last.last_day))
            label = f"{terms.name}, minimum garanti non atteint"
            yield Charge(
                last,
                label,
                kind,
                part.quantity,
                part.unit_price,
                part.amount,
                terms.code,
                number=terms.exclusion,
            )


def _of_correction(book: UnitBook, corrected: Corrected) -> Charge:
    row, target = corrected.row, corrected.target
    label = f"{target_label(book, target)}, correction {formats.month_of(target.month)}"
    if target.unit_id is None:
        line = book.lines[target.pk]
        return Charge(row.month, label, line.kind, row.quantity, None, corrected.amount, number=line.number)
    unit = book.units[target.unit_id]
    return Charge(
        row.month, label, kind_of(unit), row.quantity, None, corrected.amount,
        unit.terms.code, target.level, None, unit.terms.exclusion,
    )  # fmt: skip


def target_label(book: UnitBook, row: UseRow) -> str:
    """What a line is called: its own words, or those of its unit."""
    return row.label or unit_label(book.units[row.unit_id or 0].terms.name, row.level)


def kind_of(unit: BookedUnit) -> Kind:
    """A unit that prices an exclusion is booked there."""
    return "exclusion" if unit.terms.exclusion else "units"


def minimums_of(contract: Contract, book: UnitBook, unit: BookedUnit, today: date) -> list[YearMinimum]:
    """Each year of the contract, renewals included, against the unit's guaranteed minimum.

    A correction counts in the year in which it is booked.
    """
    if not unit.terms.minimum:
        return []
    covered = covered_months(contract, today)
    years: list[tuple[int, Fraction | int]] = [
        (year, covered.months(Month(year, 1), Month(year, 12)))
        for year in range(covered.first.year, covered.last.year + 1)
    ]
    used: dict[int, Decimal] = {}
    for (month, _), quantity in unit.uses.items():
        used[month.year] = used.get(month.year, ZERO) + quantity
    for one in book.corrections:
        if one.target.unit_id == unit.pk:
            used[one.row.month.year] = used.get(one.row.month.year, ZERO) + one.row.quantity
    return year_minimums(unit.terms, used, years)


def unit_label(name: str, level: str) -> str:
    """« Montée de version majeure, M »."""
    return f"{name}, {level}" if level else name
