"""Delays are skewed: a median and a ninth decile, never the mean alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kpis.engine.numbers import exact_series

P90 = Fraction(9, 10)
MEDIAN = Fraction(1, 2)
MINIMUM_P90 = 5


@dataclass(frozen=True)
class Spread:
    """Summary in the unit of the values. `p90` is None under 5 values: list `values` instead."""

    n: int
    mean: Fraction
    median: Fraction
    p90: Fraction | None
    values: tuple[Fraction, ...]


def quantile(ordered: Sequence[Any], share: Fraction) -> Fraction:
    """Linear between order statistics (type 7 of Hyndman and Fan). `ordered`: sorted, not empty."""
    position = (len(ordered) - 1) * share
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    low, high = Fraction(ordered[below]), Fraction(ordered[above])
    return low + (position - below) * (high - low)


def spread(values: Sequence[Any]) -> Spread | None:
    """Count, mean, median, P90 of durations in any order; missing ones are left out; None if none remains."""
    ordered = sorted(value for value in exact_series(values) if value is not None)
    if not ordered:
        return None
    return Spread(
        n=len(ordered),
        mean=sum(ordered, Fraction(0)) / len(ordered),
        median=quantile(ordered, MEDIAN),
        p90=quantile(ordered, P90) if len(ordered) >= MINIMUM_P90 else None,
        values=tuple(ordered),
    )
