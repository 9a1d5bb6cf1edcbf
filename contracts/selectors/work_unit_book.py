"""Everything about the work units of a contract, read once and settled month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import Order, Price, UnitTerms
from contracts.models import Contract, ScopeItem, WorkUnit, WorkUnitOrder, WorkUnitPrice, WorkUnitUse
from core.engine.months import Month

TERMS = (
    "code", "name", "unit", "exclusion", "included", "included_per", "carry_months", "minimum", "shortfall", "excess",
)  # fmt: skip


class UseRow(NamedTuple):
    """A row of `WorkUnitUse`, light enough for the thousands of a long contract."""

    pk: int
    month: Month
    unit_id: int | None
    level: str
    label: str
    unit_price: Decimal | None
    quantity: Decimal
    version: int


@dataclass(frozen=True)
class UnitBook:
    """The catalogue by code, the orders by number, the rows of use by month."""

    units: dict[int, BookedUnit]
    orders: list[WorkUnitOrder]
    uses: list[UseRow]

    def unplanned(self, year: int) -> list[UseRow]:
        """What was booked on « imprévu » in a year."""
        return [use for use in self.uses if use.unit_id is None and use.month.year == year]


def unit_book(contract: Contract) -> UnitBook:
    """The work units of a contract (5 queries)."""
    prices = _grouped(WorkUnitPrice.objects.filter(contract=contract))
    orders = list(WorkUnitOrder.objects.filter(contract=contract).order_by("number"))
    uses = _uses(contract)
    by_exclusion = {item.number: item for item in ScopeItem.objects.filter(contract=contract, status="out")}
    for order in orders:
        order.quantity = trimmed(order.quantity)
    ordered, used, first = _grouped(orders), _grouped(uses), Month.of(contract.starts_on)
    units = {}
    for row in WorkUnit.objects.filter(contract=contract).order_by("code"):
        terms = _terms(contract, row, prices.get(row.pk, []), by_exclusion.get(row.exclusion or 0))
        own = tuple(engine_order(order) for order in ordered.get(row.pk, []))
        monthly = {(use.month, use.level): use.quantity for use in used.get(row.pk, [])}
        units[row.pk] = BookedUnit.of(row.pk, terms, own, monthly, first)
    return UnitBook(units, orders, uses)


def _uses(contract: Contract) -> list[UseRow]:
    """By month, then as the catalogue goes."""
    found = WorkUnitUse.objects.filter(contract=contract).order_by("month", "unit__code", "level", "label")
    rows = map(UseRow._make, found.values_list(*UseRow._fields))
    return [row._replace(quantity=trimmed(row.quantity)) for row in rows]


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


def _terms(
    contract: Contract, row: WorkUnit, prices: list[WorkUnitPrice], exclusion: ScopeItem | None
) -> UnitTerms:
    """A unit without a price of its own is paid at the one of the exclusion it prices."""
    listed = tuple(Price(price.level, price.effective_on, price.amount) for price in prices)
    if not listed and exclusion and exclusion.unit_price is not None:
        listed = (Price("", contract.starts_on, exclusion.unit_price),)
    values = {name: getattr(row, name) for name in TERMS}
    quantities = {name: trimmed(values[name]) for name in ("included", "minimum")}
    return UnitTerms(prices=listed, **values | quantities)


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found
