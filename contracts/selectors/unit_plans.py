"""Work units foreseen and used month by month, as both parties may read them: quotas, minimums, orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import Order
from contracts.models import Contract
from contracts.selectors.work_unit_book import unit_book
from core.engine.months import Month, month_range


@dataclass(frozen=True)
class UnitPlan:
    """One unit of the catalogue. `price`: euros, that of the simplest level in the last month asked for, 0 where none is."""

    code: str
    price: Fraction
    used: Mapping[Month, Fraction]
    planned: Mapping[Month, Fraction]


def unit_plans(contract: Contract, months: Sequence[Month]) -> tuple[list[UnitPlan], Month | None]:
    """Every unit over some months and since January of the first, and the last month in which any was booked (5 queries).

    Nothing of the client's budget or estimates is read: both parties know what comes of this.
    """
    book = unit_book(contract)
    span = month_range(max(Month(months[0].year, 1), Month.of(contract.starts_on)), months[-1])
    plans = [_plan(unit, span) for unit in book.accounts.values()] if span else []
    booked = [month for unit in book.units.values() for month, _ in unit.uses]
    return plans, max(booked, default=None)


def _plan(unit: BookedUnit, span: Sequence[Month]) -> UnitPlan:
    terms, used = unit.terms, defaultdict[Month, Fraction](Fraction)
    for (month, _), quantity in unit.uses.items():
        used[month] += Fraction(quantity)
    level = terms.levels[0] if terms.levels else ""
    price = terms.price_in(level, span[-1])
    planned = {
        month: sum((_ordered(one, month) for one in unit.orders), _promised(unit, month)) for month in span
    }
    return UnitPlan(terms.code, Fraction(price or 0), dict(used), planned)


def _promised(unit: BookedUnit, month: Month) -> Fraction:
    """A month's part of the quota, or of the guaranteed minimum where it is larger; the quota of a year is shared alike
    over the months that the contract has in it."""
    terms = unit.terms
    first = unit.first.number if month.year == unit.first.year else 1
    months = 1 if terms.included_per == "month" else 13 - first
    return max(Fraction(terms.included) / months, Fraction(terms.minimum) / 12)


def _ordered(order: Order, month: Month) -> Fraction:
    """What an order lays on a month: its quantity shared alike over the months that it covers, to December by default."""
    last = order.last or Month(order.first.year, 12)
    if not order.first <= month <= last:
        return Fraction(0)
    return Fraction(order.quantity) / (last.index - order.first.index + 1)
