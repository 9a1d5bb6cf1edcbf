"""What the reference months have seen: what a degradation must go beyond to be confirmed.

Of rare or skewed events the natural limits are narrow for want of events, not of variation: a month such as the
reference has seen already, or nearly, proves nothing there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

YEAR = 12
MARGIN = 4
"""In months of reference: over a year, a third of the distance from the median to the furthest month."""


@dataclass(frozen=True)
class Reference:
    """The span that the reference months make likely. `thin`: under a year, or half of it one same value."""

    low: Fraction
    high: Fraction
    thin: bool

    def is_beyond(self, value: Fraction) -> bool:
        return not self.low <= value <= self.high


def reference_of(values: Sequence[Fraction]) -> Reference | None:
    """Of the months that fix the limits: what they have seen, widened the more as they are fewer; None without any."""
    if not values:
        return None
    middle, low, high = median(values), min(values), max(values)
    more = Fraction(MARGIN, len(values))
    return Reference(
        low=low - (middle - low) * more,
        high=high + (high - middle) * more,
        thin=len(values) < YEAR or 2 * max(map(values.count, values)) >= len(values),
    )
