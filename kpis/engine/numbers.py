"""Exact numbers in, exact numbers out: no verdict of a chart may hang on a binary rounding.

A constant series such as 5.1, 5.1, 5.1… must give a mean of 5.1 and no point outside its limits;
binary floats do not guarantee it. Series are therefore turned into fractions before any comparison.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from math import lcm
from typing import Any

PRECISION = Context(prec=28)


def exact(value: Any) -> Fraction | None:
    """The number a person would read: `5.1` (float) is 51/10. None and NaN mean « missing » and give None.

    Accepts int, float, Decimal, Fraction and numpy scalars. Raises ValueError for an infinite value
    and TypeError for anything that is not a number.
    """
    if value is None or type(value) is Fraction:
        return value
    if isinstance(value, Fraction | int):
        return Fraction(value)
    if isinstance(value, str | bytes):
        raise TypeError(f"not a number: {value!r}")
    number = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if number.is_nan():
        return None
    if number.is_infinite():
        raise ValueError("an infinite value cannot be charted")
    return Fraction(number)


def exact_series(values: Iterable[Any]) -> list[Fraction | None]:
    """Every value of a series made exact; missing ones stay at their place as None."""
    return [exact(value) for value in values]


def known(values: Iterable[Fraction | None]) -> list[tuple[int, Fraction]]:
    """(index, value) of the values that are there; the index is the one of the whole series."""
    return [(index, value) for index, value in enumerate(values) if value is not None]


def scaled(points: list[tuple[int, Fraction]]) -> tuple[list[tuple[int, int]], int]:
    """The same points as integers, with the common denominator: whole numbers compare fast and exactly."""
    scale = lcm(*(value.denominator for _, value in points)) if points else 1
    return [(index, int(value * scale)) for index, value in points], scale


def middle(ordered: list[Any]) -> Fraction:
    """Median of a sorted, non-empty list of integers or fractions."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[half])
    return (Fraction(ordered[half - 1]) + Fraction(ordered[half])) / 2


def as_decimal(value: Fraction | int) -> Decimal:
    """A fraction as a decimal of 28 significant digits: for storage and display, never for a verdict."""
    value = Fraction(value)
    return PRECISION.divide(Decimal(value.numerator), Decimal(value.denominator))
