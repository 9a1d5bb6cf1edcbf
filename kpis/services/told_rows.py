"""Values of the catalogue's indicators that facts leave without a figure, from what was told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from contracts.models import Contract
from core.engine.months import Month
from kpis.engine.catalogue import TOLD_ALONE, TYPED
from kpis.engine.indicators.saturation import days_left
from kpis.engine.own import DECLARED, NO_ENTRY
from kpis.models import IndicatorSetting, IndicatorValue
from kpis.selectors.told import Key, Told

PROJECTED = "K20"
"""What is told of it is an occupation; its value is projected from the months told."""
Values = Mapping[Month, IndicatorValue]


def told_rows(
    contract: Contract, stored: Mapping[str, Values], told: Mapping[Key, Told], months: Sequence[Month]
) -> list[IndicatorValue]:
    """New rows of the open `months` given (1 query); a figure that facts gave is left alone.

    A month that nobody told has no figure and says so, for an indicator that the contract names or of which anything
    was ever told; the others have no row.
    """
    named = IndicatorSetting.objects.filter(contract=contract, code__in=TOLD_ALONE)
    followed = {*named.values_list("code", flat=True), *(code for code, _ in told if code in TOLD_ALONE)}
    found = []
    for code in sorted(TYPED):
        for month in months:
            before, said = stored.get(code, {}).get(month), told.get((code, month))
            if said is not None and not from_facts(before):
                found.append(_row(contract, code, month, said, told))
            elif said is None and code in followed:
                found.append(
                    IndicatorValue(contract=contract, code=code, month=month, reason=NO_ENTRY[DECLARED])
                )
    return found


def from_facts(row: IndicatorValue | None) -> bool:
    """Whether a row holds a figure that nobody told."""
    return row is not None and row.value is not None and "side" not in row.extra


def without(rows: Iterable[IndicatorValue], replaced: Iterable[IndicatorValue]) -> list[IndicatorValue]:
    """The rows, those left out that others replace."""
    taken = {(row.code, row.month) for row in replaced}
    return [row for row in rows if row.part or (row.code, row.month) not in taken]


def place(values: dict[str, dict[Month, IndicatorValue]], rows: Iterable[IndicatorValue]) -> None:
    """Lay new rows over what is known."""
    for row in rows:
        values.setdefault(row.code, {})[row.month] = row


def _row(contract: Contract, code: str, month: Month, said: Told, told: Mapping[Key, Told]) -> IndicatorValue:
    row = IndicatorValue(contract=contract, code=code, month=month, extra=dict(said.extra))
    if code == PROJECTED:
        row.value, row.reason = days_left(month, _series(told, code))
        row.extra["occupation"] = float(said.value)
        return row
    row.value, row.numerator, row.denominator = said.value, said.numerator, said.denominator
    row.n = said.denominator or 0
    return row


def _series(told: Mapping[Key, Told], code: str) -> dict[Month, Decimal]:
    return {month: said.value for (own, month), said in told.items() if own == code}
