"""Indicators that no report changes: work units booked, actions decided, done or late."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.services.lines import hold
from core.engine.months import month_range
from kpis.engine.indicators.practices import late_actions, units_used
from kpis.models import IndicatorValue
from kpis.selectors.action_facts import actions_at
from kpis.services.computing import rows_of
from kpis.services.gathering import planned_units
from kpis.services.own_values import closed_months, refresh_told

BESIDE = ("K24", "K25")
TOLD = ("code", "part", "month", "value", "numerator", "denominator", "n", "reason", "extra")


def refresh_practices(contract: Contract) -> bool:
    """Count work units and actions again in the open months already computed; returns whether anything moved.

    What is booked or done between two reports would otherwise wait for the next one.
    """
    months = IndicatorValue.objects.filter(contract=contract, code="K01", part="").values_list(
        "month", flat=True
    )
    known = sorted(set(months))
    if not known:
        return False
    span, closed = month_range(known[0], known[-1]), closed_months(contract)
    units, booked = planned_units(contract, span)
    measured = [units_used(span, units, booked), late_actions(span, actions_at(contract, span))]
    rows = rows_of(contract, measured, closed)
    with transaction.atomic():
        hold(contract)
        opened = [str(month) for month in span if month not in closed]
        stored = IndicatorValue.objects.filter(contract=contract, code__in=BESIDE, month__in=opened)
        if _facts(stored) == _facts(rows):
            return False
        stored.delete()
        IndicatorValue.objects.bulk_create(rows)
        refresh_told(contract)
    return True


def _facts(rows: Iterable[IndicatorValue]) -> list[tuple[Any, ...]]:
    told = (tuple(getattr(row, name) for name in TOLD) for row in rows)
    return sorted(told, key=lambda facts: facts[:3])
