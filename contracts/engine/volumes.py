"""Volumes and work units: bands, guaranteed minimums, quotas, exposure of priced exclusions. All exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.engine.ratios import round_half_up


@dataclass(frozen=True)
class Excess:
    """What goes beyond an upper limit, and what it costs to the cent."""

    upper: Fraction
    excess: Fraction
    amount: Decimal


def band_excess(base: int, tolerance_pct: Decimal, actual: Decimal, unit_price: Decimal) -> Excess:
    """A « tunnel »: `base` ± the tolerance is in the fee, each unit above the upper edge is billed."""
    return _above(base * (1 + Fraction(tolerance_pct) / 100), actual, unit_price)


def quota_excess(included: int, actual: Decimal, unit_price: Decimal) -> Excess:
    """A quota of the month: each unit beyond it is billed."""
    return _above(Fraction(included), actual, unit_price)


def _above(upper: Fraction, actual: Decimal, unit_price: Decimal) -> Excess:
    excess = max(Fraction(actual) - upper, Fraction(0))
    return Excess(upper, excess, round_half_up(excess * Fraction(unit_price), 2))


def minimum_due(minimum: int, used: int) -> int:
    """Units due (or carried over, as the clause says) under a guaranteed minimum."""
    return max(minimum - used, 0)


@dataclass(frozen=True)
class PricedExclusion:
    """An exclusion with its price and the volumes foreseen for a year."""

    unit_price: Decimal
    low: int
    likely: int
    high: int


@dataclass(frozen=True)
class Exposure:
    """What exclusions may cost in a year, in euros excluding VAT."""

    low: Decimal
    likely: Decimal
    high: Decimal


def exposure_of(lines: Iterable[PricedExclusion]) -> Exposure:
    """The range over all exclusions. Raises ValueError unless 0 ≤ low ≤ likely ≤ high on each."""
    low = likely = high = Decimal("0.00")
    for line in lines:
        if not 0 <= line.low <= line.likely <= line.high:
            raise ValueError("volumes go from low to high")
        low += line.unit_price * line.low
        likely += line.unit_price * line.likely
        high += line.unit_price * line.high
    return Exposure(low, likely, high)
