"""What the exclusions may cost in a year: low, likely and high volume × price, known before signature.

Source: domain reference §7.3 (V36).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.engine.ratios import round_half_up

ZERO = Decimal(0)


@dataclass(frozen=True)
class Exposure:
    """Three amounts in euros a year."""

    low: Decimal = ZERO
    likely: Decimal = ZERO
    high: Decimal = ZERO

    def __add__(self, other: Exposure) -> Exposure:
        return Exposure(self.low + other.low, self.likely + other.likely, self.high + other.high)


@dataclass(frozen=True)
class Estimate:
    """Yearly volumes of one level of an exclusion, in its unit: low ≤ likely ≤ high."""

    level: str
    low: Decimal
    likely: Decimal
    high: Decimal

    def at(self, unit_price: Decimal) -> Exposure:
        """The three volumes at a price, to the cent."""
        return Exposure(
            *(round_half_up(volume * unit_price, 2) for volume in (self.low, self.likely, self.high))
        )


def total_exposure(lines: Iterable[Exposure | None]) -> Exposure:
    """The sum of what is known; a line without price or volume (None) adds nothing, and is to be told apart."""
    return sum((line for line in lines if line is not None), Exposure())
