"""Reading what people type of a contract's own indicators: its months, its author."""

from __future__ import annotations

from contracts.models import Contract
from core.engine.months import Month
from kpis.models import IndicatorSetting
from kpis.selectors.following import Following
from slas.models import MonthRecord


def own_setting(contract: Contract, code: str) -> IndicatorSetting | None:
    """One indicator of the contract's own, still measured; None for any other (1 query)."""
    rows = IndicatorSetting.objects.filter(contract=contract, code=code, retired_from=None)
    return rows.exclude(kind="").first()


def typed_months(contract: Contract, following: Following) -> list[Month]:
    """The open months whose value may be typed, the latest first (1 query)."""
    rows = MonthRecord.objects.filter(contract=contract).exclude(computed_at=None)
    months = rows.exclude(state=MonthRecord.State.CLOSED).order_by("-month").values_list("month", flat=True)
    return [month for month in months if following.retired_from is None or month < following.retired_from]
