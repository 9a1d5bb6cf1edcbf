"""How many cases are more than chance allows: exact one-sided limits, and the error rate they keep together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atan, ceil, cos, fsum, pi, sin, sqrt

import numpy as np

FAMILY_RATE = Fraction(1, 20)
"""Share of months in which all detectors together may raise a false alert: one month in twenty."""
LEAST_MONTHS = 3
LEAST_BEFORE = 100
LEAST_NOW = 20
LEAST_RATIO = Fraction(3, 2)
"""A month within one and a half times its usual share is never an alert, however many tickets it has."""


@dataclass(frozen=True)
class Counts:
    """Cases among some tickets. `exposure`: what the cases are proportional to (the tickets, unless said)."""

    cases: int
    tickets: int
    exposure: float


def tail(cases: int, trials: int, share: float) -> float:
    """P(X ≥ cases) for X binomial. 1.0 for `cases` ≤ 0; `share` strictly between 0 and 1."""
    if cases <= 0:
        return 1.0
    if cases > trials:
        return 0.0
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, trials + 1)))])
    x = np.arange(cases, trials + 1)
    terms = logs[trials] - logs[x] - logs[trials - x] + x * np.log(share) + (trials - x) * np.log1p(-share)
    return min(1.0, fsum(np.exp(terms).tolist()))


def fixed_limit(tickets: int, share: Fraction, risk: float) -> int:
    """The least number of cases that a true share of at most `share` gives with a probability of `risk` at most.

    One more than `tickets` where no number does.
    """
    return _least(lambda k: tail(k, tickets, float(share)) <= risk, tickets + 1)


def usual_limit(now: float, before: Sequence[Counts], risk: float) -> int | None:
    """The least number of cases that is more than the earlier months explain, given this month's exposure.

    Exact conditional test of two rates (Przyborowski and Wilenski, 1940): given their sum, the month's cases are
    binomial. Where earlier months differ among themselves more than chance does, the counts are divided by how
    much more (Pearson's dispersion). None when there are too few earlier months or tickets.
    """
    known = [month for month in before if month.tickets]
    exposure = fsum(month.exposure for month in known)
    if len(known) < LEAST_MONTHS or sum(m.tickets for m in known) < LEAST_BEFORE or now <= 0:
        return None
    cases = sum(month.cases for month in known)
    spread = dispersion(known)
    share, past = now / (now + exposure), ceil(cases / spread)
    limit = _least(lambda k: tail(k, k + past, share) <= risk)
    usual = Fraction(cases) * Fraction(now / exposure)
    return max(ceil(limit * spread), ceil(usual * LEAST_RATIO), 1)


def dispersion(months: Sequence[Counts]) -> float:
    """How many times more than chance the months differ, at least 1."""
    cases, exposure = sum(m.cases for m in months), fsum(m.exposure for m in months)
    if not cases or len(months) < 2:
        return 1.0
    expected = [cases * month.exposure / exposure for month in months]
    squares = [(m.cases - e) ** 2 / e for m, e in zip(months, expected, strict=True) if e > 0]
    return max(1.0, fsum(squares) / (len(months) - 1))


def student_tail(t: float, freedom: int) -> float:
    """P(T ≥ t) of Student's law with a whole number of degrees of freedom (Abramowitz and Stegun, 26.7.3-4)."""
    angle = atan(t / sqrt(freedom))
    term, total = (1.0, 1.0) if freedom % 2 == 0 else (cos(angle), cos(angle) if freedom > 1 else 0.0)
    for k in range(2 if freedom % 2 == 0 else 3, freedom - 1, 2):
        term *= cos(angle) ** 2 * (k - 1) / k
        total += term
    inside = sin(angle) * total if freedom % 2 == 0 else 2 / pi * (angle + sin(angle) * total)
    return (1 - inside) / 2


def _least(enough: Callable[[int], bool], most: int = 2**31) -> int:
    """The least k from 1 with `enough(k)`, which stays true from then on; `most` when none is smaller."""
    high = 1
    while high < most and not enough(high):
        high = min(high * 2, most)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
