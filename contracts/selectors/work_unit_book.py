"""Everything about the work units of a contract, read once and settled month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from contracts.engine.booked_lines import BookedLine, Kind
from contracts.engine.excluded import Excluded
from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import ZERO, Order, Price, UnitTerms
from contracts.models import Consumption, Contract, WorkUnit, WorkUnitOrder, WorkUnitPrice
from contracts.selectors.excluded import excluded_by_number
from core.engine.months import Month

TERMS = (
    "code", "name", "unit", "exclusion", "included", "included_per", "carry_months", "minimum", "shortfall", "excess",
)  # fmt: skip


class UseRow(NamedTuple):
    """A row of `Consumption`, light enough for the thousands of a long contract."""

    pk: int
    month: Month
    unit_id: int | None
    level: str
    exclusion: int | None
    band: int | None
    corrects_id: int | None
    label: str
    unit_price: Decimal | None
    quantity: Decimal
    covered: Decimal
    version: int


@dataclass(frozen=True)
class Corrected:
    """A correction with the line of a closed month that it is about, and what it costs once all is counted again."""

    row: UseRow
    target: UseRow
    amount: Decimal


@dataclass(frozen=True)
class UnitBook:
    """The catalogue by key, the orders by number, everything booked by month.

    `units` are settled without the corrections, so that a closed month keeps its amounts.
    """

    units: dict[int, BookedUnit]
    orders: list[WorkUnitOrder]
    uses: list[UseRow]

    @cached_property
    def lines(self) -> dict[int, BookedLine]:
        """What was booked out of the catalogue, by key of its row."""
        return {use.pk: booked_line(use) for use in self.uses if not use.unit_id and not use.corrects_id}

    @property
    def corrections(self) -> list[Corrected]:
        """Every correction, in order, with what it costs."""
        return self._counted_again[0]

    @property
    def accounts(self) -> dict[int, BookedUnit]:
        """The units as the corrections leave them: what is left of an order, what one more use would do."""
        return self.units | self._counted_again[1]

    def quantity_of(self, target: UseRow) -> Decimal:
        """What was told of a line, corrections included."""
        return target.quantity + sum(
            (one.row.quantity for one in self.corrections if one.target.pk == target.pk), ZERO
        )

    @cached_property
    def _counted_again(self) -> tuple[list[Corrected], dict[int, BookedUnit]]:
        rows = {use.pk: use for use in self.uses}
        units: dict[int, BookedUnit] = {}
        lines = dict(self.lines)
        found = []
        for row in self.uses:
            if row.corrects_id is None:
                continue
            target = rows[row.corrects_id]
            before: BookedUnit | BookedLine
            after: BookedUnit | BookedLine
            if target.unit_id is None:
                before = lines[target.pk]
                after = lines[target.pk] = before.with_quantity(before.quantity + row.quantity)
            else:
                before = units.get(target.unit_id, self.units[target.unit_id])
                told = before.uses[target.month, target.level] + row.quantity
                after = units[target.unit_id] = before.with_use(target.month, target.level, told)
            found.append(Corrected(row, target, after.total - before.total))
        return found, units


def booked_line(row: UseRow) -> BookedLine:
    """A row booked out of the catalogue as a value."""
    kind: Kind = "exclusion" if row.exclusion else "band" if row.band else "unforeseen"
    number = row.exclusion or row.band
    return BookedLine(kind, row.label, row.quantity, row.unit_price or ZERO, number, row.covered)


def unit_book(contract: Contract) -> UnitBook:
    """The work units of a contract (5 queries)."""
    prices = _grouped(WorkUnitPrice.objects.filter(contract=contract))
    orders = list(WorkUnitOrder.objects.filter(contract=contract).order_by("number"))
    uses = _uses(contract)
    by_exclusion = excluded_by_number(contract)
    for order in orders:
        order.quantity = trimmed(order.quantity)
    ordered, used, first = _grouped(orders), _grouped(uses), Month.of(contract.starts_on)
    units = {}
    for row in WorkUnit.objects.filter(contract=contract).order_by("code"):
        terms = _terms(row, prices.get(row.pk, []), by_exclusion.get(row.exclusion or 0))
        own = tuple(engine_order(order) for order in ordered.get(row.pk, []))
        monthly = {(use.month, use.level): use.quantity for use in used.get(row.pk, [])}
        units[row.pk] = BookedUnit.of(row.pk, terms, own, monthly, first)
    return UnitBook(units, orders, uses)


def _uses(contract: Contract) -> list[UseRow]:
    """By month, then as the catalogue goes."""
    found = Consumption.objects.filter(contract=contract).order_by(
        "month", "unit__code", "level", "exclusion", "band", "label"
    )
    rows = map(UseRow._make, found.values_list(*UseRow._fields))
    return [row._replace(quantity=trimmed(row.quantity), covered=trimmed(row.covered)) for row in rows]


def trimmed(quantity: Decimal) -> Decimal:
    """A stored quantity without idle zeros: 19 rather than 19.00, 2.5 rather than 2.50."""
    whole = int(quantity)
    return Decimal(whole) if whole == quantity else quantity.normalize()


def engine_order(order: WorkUnitOrder) -> Order:
    """An order as the engine counts it: by whole months."""
    last = Month.of(order.valid_until) if order.valid_until else None
    return Order(
        order.number, order.level, order.quantity, order.unit_price, Month.of(order.ordered_on), last
    )


def _terms(row: WorkUnit, prices: list[WorkUnitPrice], exclusion: Excluded | None) -> UnitTerms:
    """A unit without a price of its own is paid at those of the exclusion it prices, each from its day."""
    listed = tuple(Price(price.level, price.effective_on, price.amount) for price in prices)
    if not listed and exclusion:
        listed = exclusion.prices
    values = {name: getattr(row, name) for name in TERMS}
    quantities = {name: trimmed(values[name]) for name in ("included", "minimum")}
    until = exclusion.until if exclusion else None
    return UnitTerms(prices=listed, priced_until=until, **values | quantities)


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found
