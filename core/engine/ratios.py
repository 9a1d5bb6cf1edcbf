"""Exact ratios, and the one rounding of the portal.

A verdict is read on the exact fraction; a displayed figure is rounded half-up, except where that would carry
it across its target: it is then cut toward the side on which the exact figure stands. No float enters.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

Sense = Literal["min", "max"]
"""`min`: at least the required figure (a rate of tickets in time); `max`: at most (an abandon rate)."""

MOST_DECIMALS = 4
_EXACT = Context(prec=999_999, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Rate:
    """`met` cases out of `total`. An empty total has no value at all: neither 0 nor 100 %.

    Raises ValueError unless 0 ≤ met ≤ total.
    """

    met: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.met <= self.total:
            raise ValueError(f"not a rate: {self.met} of {self.total}")

    @property
    def fraction(self) -> Fraction | None:
        """Exact share between 0 and 1; None for 0 of 0."""
        return Fraction(self.met, self.total) if self.total else None

    @property
    def percent(self) -> Fraction | None:
        """Exact share between 0 and 100; None for 0 of 0."""
        return Fraction(100 * self.met, self.total) if self.total else None

    @property
    def failures(self) -> int:
        """Cases that were not met."""
        return self.total - self.met

    def __add__(self, other: Rate) -> Rate:
        """Cumulative rate: sum over sum, never a mean of rates."""
        return Rate(self.met + other.met, self.total + other.total)


def reaches(percent: Fraction | Decimal | int, required: Decimal, sense: Sense = "min") -> bool:
    """Whether an exact figure honours the required one; equality does."""
    exact, bound = Fraction(percent), Fraction(required)
    return exact >= bound if sense == "min" else exact <= bound


def round_half_up(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """Nearest decimal with `decimals` digits; halves go away from zero. Keeps its trailing zeros.

    A Decimal, which most amounts are, takes the short way: a year of work units rounds thousands.
    """
    if isinstance(value, Decimal) and value.is_finite():
        rounded = value.quantize(_at_scale(1, decimals), context=_EXACT)
        return rounded if rounded else rounded.copy_abs()
    scaled = Fraction(value) * 10**decimals
    steps = floor(abs(scaled) + Fraction(1, 2))
    return _at_scale(steps if scaled >= 0 else -steps, decimals)


def display_decimals(target: Decimal | None) -> int:
    """Decimals that show a figure beside its target: one more than the target's own (1 without target)."""
    return min(decimals_of(target) + 1, MOST_DECIMALS) if target is not None else 1


def decimals_of(value: Decimal) -> int:
    """Digits after the comma that the value needs: 95.00 → 0, 99.90 → 1."""
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {value}")
    return max(-exponent, 0)


def display_percent(
    percent: Fraction | Decimal | int,
    target: Decimal | None = None,
    decimals: int | None = None,
    sense: Sense = "min",
) -> Decimal:
    """The figure to print: half-up, but always on the same side of `target` as the exact one.

    `decimals` defaults to `display_decimals(target)`. Shown honours the target exactly when `percent` does.
    """
    digits = display_decimals(target) if decimals is None else decimals
    shown = round_half_up(percent, digits)
    if target is None or reaches(shown, target, sense) == reaches(percent, target, sense):
        return shown
    scaled = Fraction(percent) * 10**digits
    return _at_scale(ceil(scaled) if Fraction(shown) < Fraction(percent) else floor(scaled), digits)


@dataclass(frozen=True)
class ShownGap:
    """The three figures of a comparison as printed, with the same number of decimals."""

    declared: Decimal
    recomputed: Decimal
    gap: Decimal


def display_gap(
    declared: Fraction | Decimal,
    recomputed: Fraction | Decimal,
    target: Decimal | None = None,
    decimals: int | None = None,
    sense: Sense = "min",
) -> ShownGap:
    """Declared, recomputed and their difference in points, rounded together.

    The gap is taken on the exact figures. While the three as printed do not subtract, all gain a decimal
    (4 at most).
    """
    digits = display_decimals(target) if decimals is None else decimals
    while True:
        shown = ShownGap(
            display_percent(declared, target, digits, sense),
            display_percent(recomputed, target, digits, sense),
            round_half_up(Fraction(declared) - Fraction(recomputed), digits),
        )
        if shown.declared - shown.recomputed == shown.gap or digits >= MOST_DECIMALS:
            return shown
        digits += 1


def _at_scale(steps: int, decimals: int) -> Decimal:
    """Exact whatever the precision of the surrounding decimal context."""
    sign, digits = (1 if steps < 0 else 0), tuple(int(digit) for digit in str(abs(steps)))
    return Decimal((sign, digits, -decimals))
