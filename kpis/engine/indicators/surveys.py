"""What the business says once a quarter: K23."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.engine.months import Month
from kpis.engine.indicators.measures import Measure, missing
from kpis.engine.numbers import as_decimal
from kpis.engine.proportions import net_promoter

ANONYMOUS_FROM = 5
NO_BAROMETER = "Sans objet : aucun écho métier clos ce mois-ci."
TOO_FEW = "Moins de 5 réponses : résultat non montré, pour préserver l’anonymat."


@dataclass(frozen=True)
class Asked:
    """What the closed ticket surveys of one month add: answers of 4 or 5, answers, links sent."""

    satisfied: int
    answers: int
    sent: int


def recommendation(months: Sequence[Month], scores: Mapping[Month, Sequence[int]]) -> list[Measure]:
    """K23: share of 9 and 10 less share of 0 to 6, in points. `scores`: number of answers for each mark, 0 to 10,
    by the month in which the survey closed; without any figure from fewer than 5 answers."""
    return [_recommended(month, scores.get(month)) for month in months]


def _recommended(month: Month, counts: Sequence[int] | None) -> Measure:
    if counts is None:
        return missing("K23", month, NO_BAROMETER)
    marks = [mark for mark, times in enumerate(counts) for _ in range(times)]
    balance = net_promoter(marks)
    if balance is None or len(marks) < ANONYMOUS_FROM:
        return missing("K23", month, TOO_FEW)
    return Measure("K23", month, as_decimal(balance), n=len(marks))
