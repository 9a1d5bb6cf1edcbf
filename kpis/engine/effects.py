"""What followed a decision: the months after against the months before, with the uncertainty of so few of them.

The shift is that of Hodges and Lehmann: the median of every difference between a month after and a month before. Its
interval is the exact one of the rank test of Wilcoxon, Mann and Whitney: it supposes no law and fears no wild month.
With three months on each side its widest form, from the smallest to the largest difference, holds at 90 %: that is why
three are asked for. It says what followed, not what caused it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import Any, Literal

from kpis.engine.numbers import exact, middle

MINIMUM = 3
WINDOW = 6
CONFIDENCE = Fraction(9, 10)

Verdict = Literal["better", "worse", "unproven", "too_early", "no_past"]


@dataclass(frozen=True)
class Effect:
    """`before`, `after`: measured months on each side; the figures are None while either side has too few."""

    verdict: Verdict
    before: int
    after: int
    median_before: Fraction | None = None
    median_after: Fraction | None = None
    shift: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


def effect_at(values: Sequence[Any], index: int, sense: str, window: int = WINDOW) -> Effect:
    """What followed the month of rank `index`, itself left out: half of it had not changed yet.

    `values`: one per month, None where missing. At most `window` months are read on each side.
    """
    before = _measured(values[max(0, index - window) : max(0, index)])
    after = _measured(values[index + 1 : index + 1 + window])
    return effect(before, after, sense)


def effect(before: Iterable[Any], after: Iterable[Any], sense: str) -> Effect:
    """The shift between two groups of months, its exact interval at 90 % or more, and what may be said of it."""
    old, new = sorted(_measured(before)), sorted(_measured(after))
    if len(old) < MINIMUM:
        return Effect("no_past", len(old), len(new))
    if len(new) < MINIMUM:
        return Effect("too_early", len(old), len(new))
    shifts = sorted(later - earlier for later in new for earlier in old)
    cut = left_out(len(old), len(new))
    low, high = shifts[cut], shifts[-1 - cut]
    verdict: Verdict = "unproven"
    if low > 0 or high < 0:
        verdict = "better" if (low > 0) == (sense == "up") else "worse"
    return Effect(verdict, len(old), len(new), middle(old), middle(new), middle(shifts), low, high)


def left_out(before: int, after: int, confidence: Fraction = CONFIDENCE) -> int:
    """Differences that may be dropped at each end while the interval still holds at the confidence.

    Dropping k leaves P(U ≤ k) on each side, U being the statistic of Mann and Whitney.
    """
    room, total, cut = (1 - confidence) / 2, Fraction(comb(before + after, before)), -1
    reached = 0
    for score in range(before * after + 1):
        reached += orders(before, after, score)
        if reached / total > room:
            break
        cut = score
    return max(cut, 0)


@lru_cache(maxsize=4096)
def orders(before: int, after: int, score: int) -> int:
    """In how many of the orders of two groups the statistic of Mann and Whitney is `score`."""
    if score < 0 or score > before * after:
        return 0
    if before == 0 or after == 0:
        return 1
    return orders(before - 1, after, score - after) + orders(before, after - 1, score)


def _measured(values: Iterable[Any]) -> list[Fraction]:
    return [value for value in map(exact, values) if value is not None]
