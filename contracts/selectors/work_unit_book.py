"""Everything about the work units of a contract, read once and settled month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet

from contracts.engine.booked_lines import BookedLine, Kind, share_cover
from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import ZERO, Order
from contracts.models import Consumption, Contract, WorkUnitOrder
from contracts.selectors.catalogue import catalogue
from contracts.selectors.excluded import excluded_by_number
from contracts.selectors.quantities import trimmed
from core.engine.months import Month


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
        """What was booked out of the catalogue, by key of its row; the rows of a band in a month share its cover."""
        told = [use for use in self.uses if not use.unit_id and not use.corrects_id]
        lines = {use.pk: booked_line(use) for use in told}
        for rows in _together(told).values():
            shared = share_cover([lines[row.pk] for row in rows])
            lines |= zip((row.pk for row in rows), shared, strict=True)
        return lines

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
        bands = _together(use for use in self.uses if use.band and not use.corrects_id)
        found = []
        for row in self.uses:
            if row.corrects_id is None:
                continue
            target = rows[row.corrects_id]
            if target.unit_id is None:
                alike = [one.pk for one in bands.get((target.month, target.band), [target])]
                amount = _corrected(lines, alike, target.pk, row.quantity)
            else:
                before = units.get(target.unit_id, self.units[target.unit_id])
                told = before.uses[target.month, target.level] + row.quantity
                after = units[target.unit_id] = before.with_use(target.month, target.level, told)
                amount = after.total - before.total
            found.append(Corrected(row, target, amount))
        return found, units


def _together(rows: Iterable[UseRow]) -> dict[tuple[Month, int | None], list[UseRow]]:
    """The rows of each band in each month."""
    found: dict[tuple[Month, int | None], list[UseRow]] = {}
    for row in rows:
        if row.band:
            found.setdefault((row.month, row.band), []).append(row)
    return found


def _corrected(lines: dict[int, BookedLine], alike: list[int], key: int, added: Decimal) -> Decimal:
    """Add to one line, share the cover again between those of its band, and tell what that costs."""
    before = sum((lines[one].total for one in alike), ZERO)
    lines[key] = lines[key].with_quantity(lines[key].quantity + added)
    lines |= zip(alike, share_cover([lines[one] for one in alike]), strict=True)
    return sum((lines[one].total for one in alike), ZERO) - before


def booked_line(row: UseRow) -> BookedLine:
    """A row booked out of the catalogue as a value."""
    kind: Kind = "exclusion" if row.exclusion else "band" if row.band else "unforeseen"
    number = row.exclusion or row.band
    return BookedLine(kind, row.label, row.quantity, row.unit_price or ZERO, number, row.covered, row.covered)


def unit_book(contract: Contract) -> UnitBook:
    """The work units of a contract (5 queries)."""
    orders = orders_of(contract)
    uses = use_rows(Consumption.objects.filter(contract=contract))
    ordered, used, first = _grouped(orders), _grouped(uses), Month.of(contract.starts_on)
    units = {}
    for key, terms in catalogue(contract, excluded_by_number(contract)).items():
        own = tuple(engine_order(order) for order in ordered.get(key, []))
        monthly = {(use.month, use.level): use.quantity for use in used.get(key, [])}
        units[key] = BookedUnit.of(key, terms, own, monthly, first)
    return UnitBook(units, orders, uses)


def orders_of(contract: Contract) -> list[WorkUnitOrder]:
    """The orders by number (1 query)."""
    orders = list(WorkUnitOrder.objects.filter(contract=contract).order_by("number"))
    for order in orders:
        order.quantity = trimmed(order.quantity)
    return orders


def use_rows(rows: QuerySet[Consumption]) -> list[UseRow]:
    """By month, then as the catalogue goes."""
    ordered = rows.order_by("month", "unit__code", "level", "exclusion", "band", "label")
    found = map(UseRow._make, ordered.values_list(*UseRow._fields))
    return [row._replace(quantity=trimmed(row.quantity), covered=trimmed(row.covered)) for row in found]


def engine_order(order: WorkUnitOrder) -> Order:
    """An order as the engine counts it: by whole months."""
    last = Month.of(order.valid_until) if order.valid_until else None
    return Order(
        order.number, order.level, order.quantity, order.unit_price, Month.of(order.ordered_on), last
    )


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found
