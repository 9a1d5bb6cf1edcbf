"""The season: a month beside the same month of the year before, and the trend that the season does not make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kpis.engine.numbers import exact
from kpis.engine.trends import MannKendall, mann_kendall, seasonal_slope

YEAR = 12
READ_FROM = 24


@dataclass(frozen=True)
class Season:
    """`before`: the value twelve months earlier, None where it is missing. `trend`: the seasonal test of Hirsch and
    Slack, and `slope` its change per year; both None under 24 measured months."""

    before: Any
    trend: MannKendall | None
    slope: float | None


def season_of(values: Sequence[Any]) -> Season:
    """What the season leaves of a series of months, one value or None each; the last one is read."""
    before = values[-1 - YEAR] if len(values) > YEAR else None
    if sum(exact(value) is not None for value in values) < READ_FROM:
        return Season(before, None, None)
    return Season(before, mann_kendall(values, YEAR), seasonal_slope(values, YEAR))
