"""Reading how a contract follows its indicators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.engine.writing import filled, other_than, plain_number
from contracts.models import Contract
from kpis.engine.settings_file import BASELINE_MONTHS, KINDS, SENSES, TIMINGS, VIEWS
from kpis.models import IndicatorSetting


def export_indicators(contract: Contract) -> list[dict[str, Any]]:
    """The `[[indicateur]]` tables of the contract file."""
    return [
        filled(
            code=row.code,
            **_own(row),
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


def _own(row: IndicatorSetting) -> dict[str, Any]:
    """What an indicator of the contract's own says of itself; nothing for one of the catalogue."""
    return {
        "nature": _word(KINDS, row.kind),
        "nom": row.name,
        "unite": row.unit,
        "sens": _word(SENSES, row.sense),
        "vue": _word(VIEWS, row.view),
        "horizon": _word(TIMINGS, row.timing),
        "formule": row.formula,
        "retire_depuis": str(row.retired_from) if row.retired_from else "",
    }


def _word(words: Mapping[str, str], code: str) -> str:
    """The French word of a code of the portal; empty for none."""
    return next((word for word, known in words.items() if known == code), "")
