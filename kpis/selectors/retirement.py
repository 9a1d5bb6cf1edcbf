"""Indicators chosen for committees, and those of which nothing came."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from contracts.models import Contract
from core.engine import formats
from kpis.engine.retirement import chosen_words
from kpis.models import IndicatorSetting, IndicatorShowing
from kpis.selectors.following import definition_of


@dataclass(frozen=True)
class Idle:
    """An indicator proposed for retirement, and the committees that looked at it for nothing."""

    code: str
    name: str
    seen: str


def idle_indicators(contract: Contract) -> list[Idle]:
    """Those proposed for retirement, by code (2 queries, 1 when there is none)."""
    rows = IndicatorSetting.objects.filter(contract=contract, in_committee=True).exclude(idle_since=None)
    found = list(rows.order_by("code"))
    if not found:
        return []
    seen: dict[str, list[IndicatorShowing]] = defaultdict(list)
    shown = IndicatorShowing.objects.filter(contract=contract, code__in=[row.code for row in found])
    for one in shown.order_by("held_on"):
        seen[one.code].append(one)
    return [
        Idle(
            row.code,
            definition_of(row).name.partition(",")[0],
            ", ".join(
                one.label for one in seen[row.code] if row.idle_since and one.held_on >= row.idle_since
            ),
        )
        for row in found
    ]


def committee_words(chosen: int) -> str:
    """« 6 indicateurs en comité. », or what is wrong with their number."""
    return chosen_words(chosen) or f"{formats.count(chosen, 'indicateur')} en comité."
