"""Stored values as series, and what may be said of them as of a month: never with what came later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from contracts.models import Contract
from core.engine.months import Month, month_range
from kpis.engine.signals import Reading, Series, read_series
from kpis.models import IndicatorValue
from kpis.selectors.following import Following

Values = Mapping[Month, IndicatorValue]


def values_by_code(
    contract: Contract,
    until: Month,
    codes: Iterable[str] | None = None,
    part: str = "",
    since: Month | None = None,
) -> dict[str, dict[Month, IndicatorValue]]:
    """Stored values up to a month, from another on or from the first; whole indicators or one part of them (1 query)."""
    rows = IndicatorValue.objects.filter(contract=contract, part=part, month__lte=str(until))
    if since is not None:
        rows = rows.filter(month__gte=str(since))
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    found: dict[str, dict[Month, IndicatorValue]] = defaultdict(dict)
    for row in rows.order_by("code", "month"):
        found[row.code][row.month] = row
    return found


def series_of(following: Following, values: Values, until: Month) -> Series | None:
    """From the first measured month to `until`; None when nothing was measured by then."""
    measured = [month for month, row in values.items() if row.value is not None and month <= until]
    if not measured:
        return None
    months = month_range(min(measured), until)
    return Series(
        code=following.code,
        sense=following.definition.sense,
        months=months,
        values=[values[month].value if month in values else None for month in months],
        target=following.line,
        rebased=following.rebased(until),
        baseline=following.baseline,
    )


def reading_of(following: Following, values: Values, until: Month) -> Reading | None:
    """Limits, words, trend and signals as known at the end of `until`."""
    series = series_of(following, values, until)
    return None if series is None else read_series(series)
