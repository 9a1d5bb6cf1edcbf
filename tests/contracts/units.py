"""Units, orders and uses of the reference contract, as tests write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from contracts.models import Consumption, Contract, WorkUnit, WorkUnitOrder
from contracts.services.consumptions import record_use
from contracts.services.work_unit_orders import place_order
from core.engine.months import Month
from slas.models import MonthRecord
from slas.services import ensure_record

MARCH, TODAY = Month(2026, 3), date(2026, 6, 1)


def unit(code: str) -> WorkUnit:
    return WorkUnit.objects.get(code=code)


def use(contract: Contract, code: str, quantity: str, level: str = "", month: Month = MARCH) -> Consumption:
    return record_use(
        contract=contract, month=month, unit=unit(code), level=level, quantity=Decimal(quantity), today=TODAY
    )


def order(contract: Contract, code: str, quantity: str, level: str = "", **more: Any) -> WorkUnitOrder:
    return place_order(
        contract=contract, unit=unit(code), level=level, title="Essai", quantity=Decimal(quantity),
        **{"ordered_on": date(2026, 3, 2)} | more,
    )  # fmt: skip


def close(contract: Contract, month: Month) -> None:
    """Close a month as far as this floor can tell: its record says so."""
    record = ensure_record(contract=contract, month=month)
    MonthRecord.objects.filter(pk=record.pk).update(state="closed")
