"""The quantity guaranteed to the provider each year, and what is missing of it.

Source: domain reference §7.3 (V22, V23).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from contracts.engine.work_units import ZERO, UnitTerms
from core.engine.ratios import round_half_up


@dataclass(frozen=True)
class YearMinimum:
    """A year against its guaranteed minimum: `missing` is either `due` or carried over."""

    year: int
    minimum: Decimal
    used: Decimal
    missing: Decimal
    due: Decimal


def year_minimums(
    terms: UnitTerms, used: Mapping[int, Decimal], years: Sequence[tuple[int, Fraction | int]]
) -> list[YearMinimum]:
    """Each year against the minimum. `years`: civil years in order, with how many months of the contract each counts.

    A year counts in proportion to its months. What is carried over falls due with the last year.
    """
    lines: list[YearMinimum] = []
    carried = ZERO
    for year, months in years if terms.minimum else ():
        minimum = round_half_up(Fraction(terms.minimum) * months / 12, 2) + carried
        line = YearMinimum(year, minimum, used.get(year, ZERO), ZERO, ZERO)
        missing = max(minimum - line.used, ZERO)
        is_due = terms.shortfall == "due" or year == years[-1][0]
        carried = ZERO if is_due else missing
        lines.append(replace(line, missing=missing, due=missing if is_due else ZERO))
    return lines
