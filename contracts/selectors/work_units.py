"""The page of work units: the catalogue, the orders, what was used, and what it comes to in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.engine.booked_lines import Kind
from contracts.engine.minimums import YearMinimum
from contracts.engine.unit_booking import BookedUnit
from contracts.engine.unsaid import kept
from contracts.engine.work_units import ZERO
from contracts.models import Contract, WorkUnitOrder
from contracts.selectors.charges import Charge, book_charges, kind_of, minimums_of, target_label, unit_label
from contracts.selectors.exclusions import included_words, quantity_words
from contracts.selectors.work_unit_book import UnitBook, UseRow, unit_book
from core.engine import formats
from core.engine.months import Month

MONTH_KINDS: tuple[Kind, ...] = ("exclusion", "units", "unforeseen", "band")
OPEN, SPENT, OVER, GIVEN_UP = "Ouvert", "Soldé", "Échu", "Abandonné"


@dataclass(frozen=True)
class PriceLine:
    """A price of the day, with the change to come if there is one."""

    level: str
    amount: Decimal | None
    since: date | None
    next_words: str


@dataclass(frozen=True)
class CatalogueLine:
    """One line of the catalogue, its clauses in words."""

    code: str
    name: str
    unit: str
    exclusion: int | None
    prices: list[PriceLine]
    clauses: list[str]


@dataclass(frozen=True)
class OrderLine:
    """One purchase order with what was used of it."""

    row: WorkUnitOrder
    label: str
    unit: str
    used: Decimal
    left: Decimal
    state: str


@dataclass(frozen=True)
class UseLine:
    """One row of use and how it was settled; `word` tells what goes beyond."""

    row: UseRow
    code: str
    label: str
    unit: str
    kind: Kind
    included: Decimal
    ordered: Decimal
    excess: Decimal
    state: str
    word: str
    amount: Decimal


@dataclass(frozen=True)
class MonthLine:
    """What a month's charges come to, by kind."""

    month: Month
    exclusion: Decimal
    units: Decimal
    unforeseen: Decimal
    band: Decimal

    @property
    def total(self) -> Decimal:
        return self.exclusion + self.units + self.unforeseen + self.band


@dataclass(frozen=True)
class MinimumLine:
    """A year against a guaranteed minimum; `words` say how far it is, and what becomes of what is missing."""

    name: str
    words: str


@dataclass(frozen=True)
class WorkUnitsPage:
    """Everything the page shows of a year; `month` is the one whose use is shown, None while there is none."""

    year: int
    months: list[MonthLine]
    month: Month | None
    catalogue: list[CatalogueLine]
    orders: list[OrderLine]
    uses: list[UseLine]
    minimums: list[MinimumLine]
    amounts: MonthLine
    choices: list[tuple[str, str]]

    @property
    def open_orders(self) -> int:
        return sum(order.state == OPEN for order in self.orders)

    @property
    def of_month(self) -> list[UseLine]:
        """The use of the month shown."""
        return [use for use in self.uses if use.row.month == self.month]

    @property
    def beyond(self) -> list[UseLine]:
        """Lines that go beyond quota and orders where the contract wants it told."""
        return [use for use in self.uses if use.word]


def work_units_page(contract: Contract, year: int, today: date, month: Month | None = None) -> WorkUnitsPage:
    """The work units in a year, with the use of `month`, by default the last one that has some (5 queries)."""
    book = unit_book(contract)
    day, uses = max(today, contract.starts_on), use_lines(book, year)
    months = _months(book_charges(contract, book, year, today), {use.row.month for use in uses})
    return WorkUnitsPage(
        year=year,
        months=months,
        month=month or max((use.row.month for use in uses), default=None),
        catalogue=[_catalogue_line(unit, day) for unit in book.units.values()],
        orders=[_order_line(book, order, today) for order in reversed(book.orders)],
        uses=uses,
        minimums=[
            MinimumLine(unit.terms.name, _minimum_words(unit, line, today))
            for unit in book.units.values()
            for line in minimums_of(contract, book, unit, today)
            if line.year == year
        ],
        amounts=MonthLine(
            Month(year, 12), *(sum((getattr(m, kind) for m in months), ZERO) for kind in MONTH_KINDS)
        ),
        choices=unit_choices(book),
    )


def _months(charges: list[Charge], used: set[Month]) -> list[MonthLine]:
    """The months of the year that have a use or a charge, the last one first."""
    sums: dict[Month, dict[Kind, Decimal]] = {month: {} for month in used}
    for charge in charges:
        of_month = sums.setdefault(charge.month, {})
        of_month[charge.kind] = of_month.get(charge.kind, ZERO) + charge.amount
    return [
        MonthLine(month, *(sums[month].get(kind, ZERO) for kind in MONTH_KINDS))
        for month in sorted(sums, reverse=True)
    ]


def unit_choices(book: UnitBook) -> list[tuple[str, str]]:
    """Code and level of everything that may be ordered, with its words."""
    return [
        (f"{unit.terms.code}:{level}", unit_label(unit.terms.name, level))
        for unit in book.units.values()
        for level in unit.terms.levels
    ]


def _catalogue_line(unit: BookedUnit, day: date) -> CatalogueLine:
    terms = unit.terms
    rules = {"warn": "dépassement facturé et signalé", "block": "sur bon de commande seulement"}
    unsaid = kept("dépassement facturé", said=False) if not terms.excess else ""
    clauses = [included_words(unit), rules.get(terms.excess, unsaid)]
    if terms.minimum:
        missing = "dû" if terms.shortfall == "due" else "reporté sur l’année suivante"
        clauses.append(f"minimum garanti de {quantity_words(terms.minimum)} par an, manque {missing}")
    return CatalogueLine(
        code=terms.code,
        name=terms.name,
        unit=terms.unit,
        exclusion=terms.exclusion,
        prices=[_price_line(unit, level, day) for level in terms.levels],
        clauses=[clause for clause in clauses if clause],
    )


def _price_line(unit: BookedUnit, level: str, day: date) -> PriceLine:
    own = sorted((p for p in unit.terms.prices if p.level == level), key=lambda price: price.effective_on)
    past = [price for price in own if price.effective_on <= day]
    coming = next((price for price in own if price.effective_on > day), None)
    words = f"{formats.money(coming.amount)} au {formats.date_short(coming.effective_on)}" if coming else ""
    return PriceLine(level, past[-1].amount if past else None, past[-1].effective_on if past else None, words)


def _order_line(book: UnitBook, order: WorkUnitOrder, today: date) -> OrderLine:
    unit = book.accounts[order.unit_id]
    used = unit.drawn(order.number)
    left = order.quantity - used
    if not order.quantity:
        state = GIVEN_UP
    elif not left:
        state = SPENT
    else:
        state = OVER if order.valid_until and order.valid_until < today else OPEN
    return OrderLine(order, unit_label(unit.terms.name, order.level), unit.terms.unit, used, left, state)


def use_lines(book: UnitBook, year: int) -> list[UseLine]:
    """What was booked in a year, last month first."""
    rows = [row for row in book.uses if row.month.year == year]
    return sorted((_use_line(book, row) for row in rows), key=lambda line: -line.row.month.index)


def _use_line(book: UnitBook, row: UseRow) -> UseLine:
    if row.corrects_id:
        return _correction_line(book, row)
    if row.unit_id is None:
        line = book.lines[row.pk]
        covered = min(line.covered, line.quantity)
        words = {"exclusion": f"exclusion {line.number}", "band": f"tranche {line.number}"}
        unit_words = words.get(line.kind, "imprévu")
        return UseLine(
            row, "", row.label, unit_words, line.kind, covered, ZERO, line.billed, "", "", line.total
        )
    unit = book.units[row.unit_id]
    found = next(one for one in unit.settled if (one.month, one.level) == (row.month, row.level))
    state, word = "", ""
    if found.blocked:
        state, word = "breached", f"{quantity_words(found.excess)} sans bon, non dû"
    elif found.excess and unit.terms.excess == "warn":
        state, word = "watch", f"{quantity_words(found.excess)} sans bon"
    return UseLine(
        row, unit.terms.code, unit_label(unit.terms.name, row.level), unit.terms.unit, kind_of(unit),
        found.included, found.ordered, found.excess, state, word, found.amount,
    )  # fmt: skip


def _correction_line(book: UnitBook, row: UseRow) -> UseLine:
    """A correction shows what it costs once all is counted again, not how: several prices may meet in it."""
    one = next(one for one in book.corrections if one.row.pk == row.pk)
    unit = book.units.get(one.target.unit_id or 0)
    label = f"{target_label(book, one.target)}, correction {formats.month_of(one.target.month)}"
    kind = kind_of(unit) if unit else book.lines[one.target.pk].kind
    return UseLine(row, "", label, row.label, kind, ZERO, ZERO, ZERO, "", "", one.amount)


def _minimum_words(unit: BookedUnit, line: YearMinimum, today: date) -> str:
    """« 150 UO sur 200 : 50 UO dus. »"""
    name = unit.terms.unit
    reached = f"{quantity_words(line.used)} {name} sur {quantity_words(line.minimum)}"
    missing = f"{quantity_words(line.missing)} {name}"
    if not line.missing:
        return f"{reached}, atteint."
    if line.year >= today.year:
        return f"{reached}, reste {missing} à consommer."
    return f"{reached}, {missing} {'dus' if line.due else 'reportés sur l’année suivante'}."
