"""What the portal counts with where the contract says nothing of its exit: references of practice, named as such.

A figure that the contract gives moves the one it leaves out, so that a range always goes from low to high.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from reversibility.engine.costs import REFERENCE_FEES
from reversibility.engine.phases import CUTOVER_MONTH, REFERENCE_MONTHS

Figure = TypeVar("Figure", int, Decimal)


def kept_months(low: int | None, high: int | None) -> tuple[int, int]:
    """Least and most months of the transition."""
    return _range(low, high, REFERENCE_MONTHS)


def kept_fees(low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal]:
    """Price of the exit in monthly fees, low and high."""
    return _range(low, high, REFERENCE_FEES)


def kept_cutover(month: int | None) -> int:
    """The month, from the notice, in which the successor takes over."""
    return CUTOVER_MONTH if month is None else month


def _range(
    low: Figure | None, high: Figure | None, reference: tuple[Figure, Figure]
) -> tuple[Figure, Figure]:
    least, most = reference
    if low is None:
        low = least if high is None else min(least, high)
    return low, max(most, low) if high is None else high
