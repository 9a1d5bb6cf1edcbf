"""The work units of a contract as a budget needs them: the amounts of some months, thousands of rows read at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import Order
from contracts.models import Consumption, Contract, WorkUnit
from contracts.selectors.catalogue import catalogue
from contracts.selectors.excluded import excluded_by_number
from contracts.selectors.quantities import trimmed
from contracts.selectors.work_unit_book import UnitBook, engine_order, orders_of, use_rows
from core.engine.months import Month
from core.gathering import RowList

Uses = dict[tuple[Month, str], Decimal]


def book_since(contract: Contract, since: Month) -> UnitBook:
    """The book of a contract whose units tell the months from `since` on (6 queries).

    What came before only uses up quotas and orders. Its rows are those booked out of the catalogue, the corrections
    and the lines that they correct; a unit corrected tells every month, for what a correction costs rests on all.
    """
    rows = Consumption.objects.filter(contract=contract)
    corrected = rows.filter(corrects__isnull=False).values("corrects")
    apart = use_rows(rows.filter(Q(unit__isnull=True) | Q(pk__in=corrected)))
    whole = {row.unit_id for row in apart}
    orders = orders_of(contract)
    ordered: dict[int, list[Order]] = {}
    for order in orders:
        ordered.setdefault(order.unit_id, []).append(engine_order(order))
    uses, first = _monthly_uses(contract), Month.of(contract.starts_on)
    units = {}
    for key, terms in catalogue(contract, excluded_by_number(contract)).items():
        own = tuple(ordered.get(key, ()))
        told = None if key in whole else since
        units[key] = BookedUnit.of(key, terms, own, uses.get(key, {}), first, told)
    return UnitBook(units, orders, apart)


def _monthly_uses(contract: Contract) -> dict[int, Uses]:
    """What was used of each unit by month and level: one list a unit, for a row each would cost ten times as much."""
    told = Consumption.objects.filter(unit=OuterRef("pk"), corrects__isnull=True).order_by()
    listed = told.annotate(told=RowList(JSONObject(m="month", l="level", q="quantity"))).values("told")
    rows = WorkUnit.objects.filter(contract=contract).annotate(told=Subquery(listed))
    months, exact = dict[str, Month](), dict[Any, Decimal]()
    found: dict[int, Uses] = {}
    for key, uses in rows.values_list("pk", "told"):
        own = found[key] = {}
        for use in uses or ():
            text, quantity = use["m"], use["q"]
            month = months.get(text) or months.setdefault(text, Month.parse(text))
            if quantity not in exact:
                exact[quantity] = trimmed(Decimal(quantity))
            own[month, use["l"]] = exact[quantity]
    return found
