"""Indicators of the catalogue side by side: one definition for all contracts, sizes said, no rank without evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from kpis.engine.catalogue import CATALOGUE, Definition
from kpis.engine.catalogue.definition import PERCENT
from kpis.engine.proportions import Interval, wilson
from kpis.models import IndicatorValue
from kpis.selectors.following import following_from
from kpis.selectors.wording import shown_size, shown_value

SIZED = frozenset({"K01", "K03", "K04", "K08", "K15"})
"""Plain counts: they tell the size of a contract before they tell how it is served."""
NO_INTERVAL = "Sans classement : cette mesure n’a pas d’intervalle."
FEW = "Sans classement : moins de {} cas d’un côté."
OVERLAP = "Sans classement : les intervalles à 95 % se recouvrent."


@dataclass(frozen=True)
class Side:
    """One contract's figure: value, sample, Wilson interval at 95 % where it is a share of counted cases."""

    reference: str
    value: str
    detail: str
    interval: Interval | None
    exact: Decimal
    n: int


@dataclass(frozen=True)
class ComparedIndicator:
    """An indicator that two contracts at least measured; `cells` in the order of the contracts, None where one did not."""

    code: str
    name: str
    cells: list[Side | None]
    reading: str


def compared_indicators(contracts: Sequence[Contract], month: Month) -> list[ComparedIndicator]:
    """Every indicator of the catalogue that compares (1 query).

    A contract's own indicators are never here: C01 of one is not C01 of another, whatever their names.
    """
    rows = IndicatorValue.objects.filter(
        contract__in=contracts, month=month, part="", code__in=CATALOGUE.keys() - SIZED, value__isnull=False
    )
    values: dict[str, dict[int, IndicatorValue]] = defaultdict(dict)
    for row in rows:
        values[row.code][row.contract_id] = row
    told = [code for code in CATALOGUE if len(values.get(code, {})) > 1]
    return [_compared(CATALOGUE[code], contracts, values[code]) for code in told]


def _compared(
    definition: Definition, contracts: Sequence[Contract], rows: Mapping[int, IndicatorValue]
) -> ComparedIndicator:
    cells = [_side(definition, one, rows[one.pk]) if one.pk in rows else None for one in contracts]
    sides = [cell for cell in cells if cell is not None]
    name = definition.name.partition(",")[0]
    return ComparedIndicator(definition.code, name, cells, reading_of(definition, sides))


def _side(definition: Definition, contract: Contract, row: IndicatorValue) -> Side:
    interval = None
    counted = definition.bounds == PERCENT and row.denominator and row.denominator == row.n
    if counted and row.numerator is not None and row.denominator:
        interval = wilson(row.numerator, row.denominator)
    value = row.value or Decimal(0)
    shown = shown_value(following_from(definition.code, None), value)
    bounds = (
        f"{formats.number(100 * interval.low, 1)} à {formats.percent(100 * interval.high, 1)}"
        if interval
        else ""
    )
    detail = ", ".join(part for part in (bounds, shown_size(row)) if part)
    return Side(contract.reference, shown, detail, interval, value, row.n)


def reading_of(definition: Definition, sides: Sequence[Side]) -> str:
    """Who stands out, or why nobody does: one is ahead only if its interval meets that of no other."""
    if any(side.interval is None for side in sides):
        return NO_INTERVAL
    if any(side.n < definition.minimum for side in sides):
        return FEW.format(definition.minimum)
    ahead = sorted(sides, key=lambda side: side.exact, reverse=definition.sense == "up")
    first, others = ahead[0], ahead[1:]
    if any(_meet(first.interval, other.interval) for other in others):
        return OVERLAP
    behind = others[0].reference if len(others) == 1 else "les autres"
    return f"{first.reference} devant {behind} : intervalles à 95 % disjoints."


def _meet(one: Interval | None, other: Interval | None) -> bool:
    return one is None or other is None or (one.low <= other.high and other.low <= one.high)
