"""From values to positions. Geometry is in floats: no verdict is read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil, floor, log10

from core.engine.formats import Number


@dataclass(frozen=True)
class Linear:
    """Maps `low`…`high` onto `start`…`end` (which may run backwards, as y does)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        span = self.high - self.low or 1.0
        return self.start + (float(value) - self.low) / span * (self.end - self.start)


@dataclass(frozen=True)
class Log:
    """Logarithmic from `low` > 0; anything lower sits at `start`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        inner = Linear(log10(self.low), log10(self.high), self.start, self.end)
        return inner(log10(max(float(value), self.low)))


@dataclass(frozen=True)
class Band:
    """`count` equal steps between `start` and `end`; positions are the middles."""

    count: int
    start: float
    end: float

    @property
    def step(self) -> float:
        return (self.end - self.start) / max(self.count, 1)

    def __call__(self, index: int) -> float:
        return self.start + (index + 0.5) * self.step


@dataclass(frozen=True)
class Calendar:
    """Maps instants onto `start`…`end`."""

    first: datetime
    last: datetime
    start: float
    end: float

    def __call__(self, moment: datetime) -> float:
        whole = (self.last - self.first).total_seconds() or 1.0
        return self.start + (moment - self.first).total_seconds() / whole * (self.end - self.start)


def ticks(low: float, high: float, most: int = 5) -> tuple[Decimal, ...]:
    """Round numbers (steps of 1, 2 or 5 × 10ⁿ) inside `low`…`high`, at most `most` of them."""
    if not high > low:
        return (Decimal(str(low)),)
    power = floor(log10((high - low) / most))
    for digit in (1, 2, 5, 10, 20, 50, 100):
        step = Decimal(digit).scaleb(power)
        first, last = ceil(low / float(step) - 1e-9), floor(high / float(step) + 1e-9)
        if last - first < most:
            return tuple(step * rank for rank in range(first, last + 1))
    raise ValueError(f"no round step between {low} and {high}")


def padded(values: list[float], share: float = 0.06) -> tuple[float, float]:
    """Extent of the values with a margin of that share on both sides; never empty."""
    low, high = min(values), max(values)
    margin = (high - low) * share or abs(high) * share or 1.0
    return low - margin, high + margin
