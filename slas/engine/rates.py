"""The rate of a commitment over a month, its small-volume clause and its verdict: exact, never floats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import floor
from operator import add

import numpy as np
from numpy.typing import NDArray

from core.engine.ratios import Rate, reaches
from slas.engine.verdicts import Verdict


@dataclass(frozen=True)
class VolumeClause:
    """Under `min_volume` judged tickets, at least `min_failures` failures are allowed whatever the rate."""

    min_volume: int = 20
    min_failures: int = 1


@dataclass(frozen=True)
class MonthCount:
    """How many tickets of a commitment stand in each state; their sum is the tickets imported."""

    met: int
    breached: int
    pending: int
    not_applicable: int
    not_measurable: int

    @property
    def rate(self) -> Rate:
        """met / (met + breached): no other state enters the rate."""
        return Rate(self.met, self.met + self.breached)


@dataclass(frozen=True)
class MonthVerdict:
    """The verdict of a commitment over a month.

    `allowed`: failures the small-volume clause allows, None when it does not apply. `margin`: failures left
    before a breach, negative when breached, None when nothing was judged. `small_volume`: fewer than the
    minimum were judged (shown over the state, with the raw rate).
    """

    state: Verdict
    rate: Rate
    allowed: int | None = None
    margin: int | None = None
    small_volume: bool = False


def count_states(state: NDArray[np.str_], kept: NDArray[np.bool_] | None = None) -> MonthCount:
    """Count the states of the rows kept (all by default)."""
    rows = state if kept is None else state[kept]
    return MonthCount(*(int((rows == verdict).sum()) for verdict in _ORDER))


_ORDER = (
    Verdict.MET,
    Verdict.BREACHED,
    Verdict.PENDING,
    Verdict.NOT_APPLICABLE,
    Verdict.NOT_MEASURABLE,
)


def cumulative(rates: Iterable[Rate]) -> Rate:
    """Sum over sum of several months, never the mean of their rates."""
    return reduce(add, rates, Rate(0, 0))


def allowed_failures(counted: int, required: Decimal) -> int:
    """⌊counted × (1 − required)⌋, in exact decimals (`required` in percent)."""
    return floor(counted * (1 - Fraction(required) / 100))


def judge_month(
    rate: Rate,
    required: Decimal,
    clause: VolumeClause | None = None,
    *,
    measurable: bool = True,
    complete: bool = True,
) -> MonthVerdict:
    """The verdict of a month: five states, and the small-volume overlay.

    `measurable=False`: no file, no journal or too many refused rows. `complete=False`: the month is not over
    or its report is not received. Nothing judged is `not_applicable`, neither 0 nor 100 %.
    """
    if not measurable:
        return MonthVerdict(Verdict.NOT_MEASURABLE, rate)
    small = clause is not None and 0 < rate.total < clause.min_volume
    percent = rate.percent
    if percent is None:
        return MonthVerdict(Verdict.NOT_APPLICABLE if complete else Verdict.PENDING, rate)
    budget, allowed = allowed_failures(rate.total, required), None
    met = reaches(percent, required)
    if clause is not None and small:
        budget = allowed = max(clause.min_failures, budget)
        met = rate.failures <= allowed
    state = Verdict.PENDING if not complete else Verdict.MET if met else Verdict.BREACHED
    return MonthVerdict(state, rate, allowed, budget - rate.failures, small)


def rolled_back(months: Sequence[Rate], min_volume: int = 20, most: int = 3) -> tuple[int, Rate]:
    """Months (oldest first, the last is judged) added backwards until the volume is reached, `most` at most.

    Returns how many months were used and their sum: a variant of the small-volume clause.
    """
    used, total = 0, Rate(0, 0)
    for rate in reversed(months[-most:]):
        if used and total.total >= min_volume:
            break
        used, total = used + 1, total + rate
    return used, total
