"""One figure of one month, with what it was made of, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.engine.months import Month
from kpis.engine.numbers import as_decimal

NO_DATA = "Aucune donnée reçue pour ce mois."
NO_ELIGIBLE = "Sans objet : aucun ticket concerné ce mois-ci."


@dataclass(frozen=True)
class Measure:
    """`value` in the unit of the catalogue, None with a French `reason` when it cannot be computed.

    `numerator` and `denominator` are exact counts (tickets, answers, seconds) where the figure is a share;
    `n` is the number of observations behind it. `parts` are the same figure for a subset (priority P1…);
    `extra` holds companion figures (P90, bounds, response rate).
    """

    code: str
    month: Month
    value: Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    n: int = 0
    reason: str | None = None
    parts: Mapping[str, Measure] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


def missing(code: str, month: Month, reason: str) -> Measure:
    """No figure, and why."""
    return Measure(code, month, None, reason=reason)


def count(code: str, month: Month, number: int) -> Measure:
    """A number of tickets; 0 is a figure."""
    return Measure(code, month, Decimal(number), numerator=number, n=number)


def percentage(code: str, month: Month, part: int, whole: int, reason: str = NO_ELIGIBLE) -> Measure:
    """`part` of `whole` in per cent; 0 of 0 is no figure, neither 0 nor 100."""
    if whole == 0:
        return Measure(code, month, None, part, whole, 0, reason)
    return Measure(code, month, as_decimal(Fraction(100 * part, whole)), part, whole, whole)


def part_values(measures: Sequence[Measure], part: str) -> list[Decimal | None]:
    """The series of one part, such as `P2`; None where a month lacks it."""
    return [measure.parts[part].value if part in measure.parts else None for measure in measures]
