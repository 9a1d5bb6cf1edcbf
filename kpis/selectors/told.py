"""What was told of an indicator for a month, typed by a person or read in the provider's file of declared figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from contracts.models import Contract
from core.engine.months import Month
from core.engine.ratios import round_half_up
from kpis.engine.catalogue import FILED
from kpis.engine.own import DECLARED
from kpis.models import IndicatorEntry, IndicatorSetting
from reports.models import DeclaredFigure
from reports.services.promises import Promises

DECIMALS = 6
Key = tuple[str, Month]


@dataclass(frozen=True)
class Told:
    """A value with the counts it was made of, where they were told. `extra`: its source, its author, the side."""

    value: Decimal
    numerator: int | None = None
    denominator: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def declarable(contract: Contract) -> frozenset[str]:
    """Codes that the file of declared figures may carry: rates of the catalogue, declared rates of the contract's own (1 query)."""
    own = IndicatorSetting.objects.filter(contract=contract, kind=DECLARED, unit="%")
    return FILED | frozenset(own.values_list("code", flat=True))


def indicators_declared(contract: Contract, month: Month) -> Promises:
    """The same, for the reading of a delivery of any month."""
    return Promises(indicators=tuple(sorted(declarable(contract))))


def told_values(contract: Contract) -> dict[Key, Told]:
    """By code and month; what a person typed stands before what the file says, for it was typed to correct it (3 queries)."""
    entries = IndicatorEntry.objects.filter(contract=contract).select_related("author")
    typed = {
        (row.code, row.month): Told(
            row.value, extra={"source": row.source, "author": str(row.author), "side": row.side}
        )
        for row in entries
    }
    return filed_values(contract) | typed


def filed_values(contract: Contract) -> dict[Key, Told]:
    """What the versions in force of the provider's files declare of indicators (2 queries)."""
    figures = DeclaredFigure.objects.filter(
        contract=contract, delivery__is_current=True, commitment_code__in=declarable(contract)
    ).select_related("delivery")
    found = {(row.commitment_code, row.delivery.month): _filed(row) for row in figures}
    return {key: told for key, told in found.items() if told is not None}


def _filed(row: DeclaredFigure) -> Told | None:
    """A rate told with its counts is that of its counts; 0 of 0 is none."""
    extra = {"source": f"Chiffres déclarés du rapport, version {row.delivery.version}", "side": "provider"}
    if row.numerator is not None and row.denominator:
        exact = round_half_up(Decimal(100 * row.numerator) / row.denominator, DECIMALS)
        return Told(exact, row.numerator, row.denominator, extra)
    return None if row.rate is None else Told(row.rate, extra=extra)
