"""Units, orders and uses of the reference contract, as tests write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from contracts.models import Contract, WorkUnit, WorkUnitOrder, WorkUnitUse
from contracts.services.work_unit_orders import place_order
from contracts.services.work_unit_uses import record_use
from core.engine.months import Month

MARCH, TODAY = Month(2026, 3), date(2026, 6, 1)


def unit(code: str) -> WorkUnit:
    return WorkUnit.objects.get(code=code)


def use(contract: Contract, code: str, quantity: str, level: str = "", month: Month = MARCH) -> WorkUnitUse:
    return record_use(
        contract=contract, month=month, unit=unit(code), level=level, quantity=Decimal(quantity), today=TODAY
    )


def order(contract: Contract, code: str, quantity: str, level: str = "", **more: Any) -> WorkUnitOrder:
    return place_order(
        contract=contract, unit=unit(code), level=level, title="Essai", quantity=Decimal(quantity),
        **{"ordered_on": date(2026, 3, 2)} | more,
    )  # fmt: skip
