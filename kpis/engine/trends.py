"""Is the series going somewhere, how fast, and when does it reach the threshold?

Mann-Kendall (rank test, corrected for ties, normal approximation with continuity correction; seasonal
form of Hirsch and Slack) and the line of Theil and Sen. Neither supposes
a normal law nor fears one wild month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import copysign, erfc, factorial, lcm, sqrt
from typing import Any, Literal, NamedTuple

from kpis.engine.numbers import exact, exact_series, known, middle, scaled

MINIMUM = 8
LEVEL = 0.05
SMALL, SEEN = Fraction(1, 10), Fraction(1, 200)

Verdict = Literal["rising", "falling", "none", "not_enough_data"]


class MannKendall(NamedTuple):
    """Score, its variance, standard score, two-sided p, tau-a. `z` and `p` are None under 8 points:
    no verdict is given then."""

    s: int
    var_s: float
    z: float | None
    p: float | None
    tau: float | None

    @property
    def state(self) -> Literal["ok", "not_enough_data"]:
        return "not_enough_data" if self.p is None else "ok"

    @property
    def trend(self) -> Verdict:
        """`rising` or `falling` when p < 0.05, `none` otherwise."""
        if self.p is None:
            return "not_enough_data"
        if self.p >= LEVEL:
            return "none"
        return "rising" if self.s > 0 else "falling"


class Line(NamedTuple):
    """Slope per step (per month) and value at index 0."""

    slope: float
    intercept: float

    @property
    def is_seen(self) -> bool:
        """Whether its slope, as it is written, is more than zero: of a smaller one nothing can be said."""
        return abs(exact(self.slope) or Fraction(0)) >= SEEN

    def value_at(self, index: int) -> float:
        return self.intercept + self.slope * index


def slope_digits(slope: float) -> int:
    """Decimals a slope is written with: one, two under 0.1."""
    return 2 if abs(exact(slope) or Fraction(0)) < SMALL else 1


def mann_kendall(values: Iterable[Any], period: int | None = None) -> MannKendall:
    """Test of a monotone trend. `values`: one per step, None or NaN where missing.

    `period` (12 for months) compares each month only with the same month of other years.
    Raises ValueError for a period under 1.
    """
    if period is not None and period < 1:
        raise ValueError("a period holds at least one step")
    points, _ = scaled(known(exact_series(values)))
    seasons: dict[int, list[int]] = {}
    for index, value in points:
        seasons.setdefault(index % period if period else 0, []).append(value)
    score = sum(_score(season) for season in seasons.values())
    variance = sum((_variance(season) for season in seasons.values()), Fraction(0))
    pairs = sum(len(season) * (len(season) - 1) // 2 for season in seasons.values())
    tau = score / pairs if pairs else None
    if len(points) < MINIMUM:
        return MannKendall(score, float(variance), None, None, tau)
    z = copysign(abs(score) - 1, score) / sqrt(variance) if score else 0.0
    return MannKendall(score, float(variance), z, erfc(abs(z) / sqrt(2)), tau)


def theil_sen(values: Iterable[Any]) -> Line | None:
    """Median of the pairwise slopes; intercept = median(value − slope × index), index from 0.

    Missing months keep their index. None under two points: there is no line.
    """
    line = _line(values)
    return None if line is None else Line(float(line[0]), float(line[1]))


def steps_until(values: Iterable[Any], threshold: Any) -> Fraction | None:
    """Months from the last month of the series until its line meets the threshold, exactly.

    None when there is no line, when it is flat, or when the threshold lies behind it.
    """
    series = list(values)
    line, goal = _line(series), exact(threshold)
    if line is None or goal is None or line[0] == 0:
        return None
    steps = (goal - line[1]) / line[0] - (len(series) - 1)
    return steps if steps >= 0 else None


def seasonal_slope(values: Iterable[Any], period: int) -> float | None:
    """Median change from one season to the same season a period later, per period; None if none repeats."""
    points, scale = scaled(known(exact_series(values)))
    turns: dict[int, list[tuple[int, int]]] = {}
    for index, value in points:
        turns.setdefault(index % period, []).append((index // period, value))
    slopes, denominator = _slopes(list(turns.values()))
    return float(middle(slopes) / (denominator * scale)) if slopes else None


def exact_p(s: int, n: int) -> Fraction:
    """Exact two-sided p of a score among n values without ties: share of the n! orders at least as extreme.

    The smallest is 2/n!: with four months even a perfect climb has p = 0.0833.
    """
    orders = [1]
    for size in range(2, n + 1):
        longer = [0] * (len(orders) + size - 1)
        for inversions, count in enumerate(orders):
            for more in range(size):
                longer[inversions + more] += count
        orders = longer
    pairs = n * (n - 1) // 2
    extreme = sum(count for inversions, count in enumerate(orders) if abs(pairs - 2 * inversions) >= abs(s))
    return Fraction(extreme, factorial(n))


def _score(values: list[int]) -> int:
    return sum((later > here) - (later < here) for i, here in enumerate(values) for later in values[i + 1 :])


def _variance(values: list[int]) -> Fraction:
    def term(n: int) -> int:
        return n * (n - 1) * (2 * n + 5)

    return Fraction(term(len(values)) - sum(term(ties) for ties in Counter(values).values()), 18)


def _line(values: Iterable[Any]) -> tuple[Fraction, Fraction] | None:
    points = known(exact_series(values))
    whole, scale = scaled(points)
    slopes, denominator = _slopes([whole])
    if not slopes:
        return None
    slope = middle(slopes) / (denominator * scale)
    return slope, middle(sorted(value - slope * index for index, value in points))


def _slopes(groups: list[list[tuple[int, int]]]) -> tuple[list[int], int]:
    """Pairwise slopes of each group, sorted, as integers over one denominator: exact, and quick to sort."""
    gaps = {
        later - here for group in groups for i, (here, _) in enumerate(group) for later, _ in group[i + 1 :]
    }
    denominator = lcm(*gaps) if gaps else 1
    share = {gap: denominator // gap for gap in gaps}
    slopes = [
        (above - value) * share[later - here]
        for group in groups
        for i, (here, value) in enumerate(group)
        for later, above in group[i + 1 :]
    ]
    return sorted(slopes), denominator
