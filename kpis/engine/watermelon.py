"""Green outside, red inside: every commitment is met and people are not well served.

It fires only when all commitments of the month are met: otherwise it is a breach, and is told as one.
Satisfaction fires it from 8 answers on, and only when its upper 90 % Wilson bound is under the target.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from kpis.engine.numbers import exact
from kpis.engine.proportions import wilson

MINIMUM_ANSWERS = 8
CONFIDENCE = 0.90
GAP_POINTS = 1
INDEX_ALERT = 20

Reason = Literal["satisfaction", "reopenings", "recurrence", "user_hours", "declared_gap"]


@dataclass(frozen=True)
class MonthSeen:
    """What is known of the month. Percentages and points as Decimal or int; None where not measured.

    `all_met`: see `all_commitments_met`. `satisfied` among `answers`, against `target` (per cent).
    `reopened` and its `reopened_threshold` (per cent). `recurrence_rising`, `user_hours_rising`: their series
    is in alarm this month. `gap`: largest |declared − recomputed|, points. `compliance`: rate of the
    commitments met (per cent), for the index.
    """

    all_met: bool
    satisfied: int = 0
    answers: int = 0
    target: Decimal | None = None
    reopened: Decimal | None = None
    reopened_threshold: Decimal | None = None
    recurrence_rising: bool = False
    user_hours_rising: bool = False
    gap: Decimal | None = None
    compliance: Decimal | None = None


@dataclass(frozen=True)
class Watermelon:
    """`reasons`: what is red inside, in a fixed order, whether or not it fires: one agenda line for all.

    `upper`: upper 90 % bound of satisfaction, per cent, None under 8 answers. `index`: compliance less share
    satisfied, in points, None without both; `alert` above 20.
    """

    fires: bool
    reasons: tuple[Reason, ...]
    upper: float | None
    index: Decimal | None
    alert: bool


def all_commitments_met(verdicts: Iterable[str]) -> bool:
    """At least one `met`, and beside it only `not_applicable`: pending, not measurable are never green."""
    found = set(verdicts)
    return "met" in found and found <= {"met", "not_applicable"}


def watermelon(seen: MonthSeen) -> Watermelon:
    """Judge one month. Raises ValueError for more satisfied answers than answers."""
    interval = wilson(seen.satisfied, seen.answers, CONFIDENCE)
    upper = 100 * interval.high if interval and seen.answers >= MINIMUM_ANSWERS else None
    tests: tuple[tuple[Reason, bool], ...] = (
        ("satisfaction", _under(upper, seen.target)),
        ("reopenings", _under(seen.reopened_threshold, seen.reopened)),
        ("recurrence", seen.recurrence_rising),
        ("user_hours", seen.user_hours_rising),
        ("declared_gap", _under(GAP_POINTS, seen.gap)),
    )
    reasons = tuple(reason for reason, red in tests if red)
    index = None
    if seen.compliance is not None and seen.answers:
        index = gap_index(seen.compliance, Decimal(100 * seen.satisfied) / seen.answers)
    return Watermelon(
        fires=seen.all_met and bool(reasons),
        reasons=reasons,
        upper=upper,
        index=index,
        alert=index is not None and index > INDEX_ALERT,
    )


def gap_index(compliance: Decimal, satisfied: Decimal) -> Decimal:
    """Points between the rate of commitments met and the share of people satisfied, both per cent."""
    return compliance - satisfied


def _under(low: Any, high: Any) -> bool:
    """Strictly under, exactly; False when either is unknown."""
    below, above = exact(low), exact(high)
    return below is not None and above is not None and below < above
