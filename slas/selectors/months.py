"""The months of a contract and their state."""

from __future__ import annotations

from contracts.models import Contract
from core.engine.months import Month
from slas.models import MonthRecord


def record_for(contract: Contract, month: Month) -> MonthRecord | None:
    """The record of a month, None when no report was ever expected for it."""
    return MonthRecord.objects.filter(contract=contract, month=month).select_related("delivery").first()


def records_for(contract: Contract, first: Month, last: Month) -> dict[Month, MonthRecord]:
    """Records from one month to another, both included."""
    rows = MonthRecord.objects.filter(contract=contract, month__gte=str(first), month__lte=str(last))
    return {row.month: row for row in rows}


def latest_month(contract: Contract) -> Month | None:
    """The latest month that was computed; None before the first result."""
    return (
        MonthRecord.objects.filter(contract=contract)
        .exclude(computed_at=None)
        .order_by("-month")
        .values_list("month", flat=True)
        .first()
    )
