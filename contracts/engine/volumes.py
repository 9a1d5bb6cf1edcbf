"""Volumes that the fee covers, and what goes beyond them. All exact."""

from __future__ import annotations

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
    upper = base * (1 + Fraction(tolerance_pct) / 100)
    excess = max(Fraction(actual) - upper, Fraction(0))
    return Excess(upper, excess, round_half_up(excess * Fraction(unit_price), 2))
