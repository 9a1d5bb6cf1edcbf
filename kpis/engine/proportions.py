"""What a share of few answers really says."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """Bounds of a share, between 0 and 1."""

    low: float
    high: float


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval | None:
    """Wilson's score interval of a share (E. B. Wilson, 1927), without continuity correction.

    None when n = 0: no answer, no share. Raises ValueError unless 0 ≤ successes ≤ n and 0 < confidence < 1.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes among {n}")
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1, such as 0.95")
    if n == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = successes / n, z * z / n
    center = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    low = 0.0 if successes == 0 else max(0.0, center - half)
    high = 1.0 if successes == n else min(1.0, center + half)
    return Interval(low, high)


def net_promoter(scores: Sequence[int]) -> Fraction | None:
    """Share of 9 and 10 less share of 0 to 6, in points from −100 to 100; None without a score.

    Raises ValueError for a score outside 0…10.
    """
    if any(not 0 <= score <= 10 for score in scores):
        raise ValueError("scores lie between 0 and 10")
    if not scores:
        return None
    balance = sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)
    return Fraction(100 * balance, len(scores))
