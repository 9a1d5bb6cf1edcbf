"""Penalty points: gathered month after month, turned into a share of the fee, the rest carried over."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slas.engine.penalties.proof import NOTHING, Penalty, proved


@dataclass(frozen=True)
class Points:
    """What a month's points come to. `left`: those kept for the months that follow."""

    total: int
    percent: int
    left: int
    penalty: Penalty


def convert_points(points: int, carried: int, per_percent: int, fee: Decimal) -> Points:
    """Each `per_percent` points cost 1 % of the fee; what is left of them waits for the next month.

    Without a conversion (`per_percent` 0) points are counted and never priced.
    """
    total = points + carried
    percent, left = divmod(total, per_percent) if per_percent else (0, total)
    if not percent:
        return Points(total, 0, left, NOTHING)
    amount = Fraction(percent, 100) * Fraction(fee)
    penalty = proved(
        base=fee, points=points, points_carried=carried, points_total=total,
        points_percent=percent, points_left=left, amount=amount,
    )  # fmt: skip
    return Points(total, percent, left, penalty)
