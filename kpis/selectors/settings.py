"""Reading how a contract follows its indicators."""

from __future__ import annotations

from typing import Any

from contracts.engine.writing import filled, other_than, plain_number
from contracts.models import Contract
from kpis.engine.settings_file import BASELINE_MONTHS
from kpis.models import IndicatorSetting


def export_indicators(contract: Contract) -> list[dict[str, Any]]:
    """The `[[indicateur]]` tables of the contract file."""
    return [
        filled(
            code=row.code,
            comite=row.in_committee,
            porteur=row.owner,
            decision=row.decision,
            reference_depuis=str(row.baseline_from) if row.baseline_from else "",
            reference_mois=other_than(BASELINE_MONTHS, row.baseline_months),
        )
        | {
            key: plain_number(value)
            for key, value in (("cible", row.target), ("seuil", row.threshold))
            if value is not None
        }
        for row in IndicatorSetting.objects.filter(contract=contract).order_by("code")
    ]
