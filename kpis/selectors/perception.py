"""What people live through beside their marks: hours lost, availability as lived, what the business says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from kpis.models import IndicatorValue, Survey
from kpis.selectors.closed_surveys import closed_surveys, month_of
from kpis.selectors.figures import KeyFigure
from kpis.selectors.survey_words import QuestionLine, lines_of
from slas.models import Commitment, CommitmentMonth
from slas.selectors.figures import shown_rate
from slas.selectors.results import results_for

LOST, BETWEEN = "K04", "K06"
NOT_COMPUTED = "Pas encore calculé pour ce mois."


@dataclass(frozen=True)
class ServiceLine:
    """One measured service of the month: hours lost by its users, hours between two outages, as words."""

    name: str
    lost: str
    between: str


@dataclass(frozen=True)
class Lived:
    """`figures`: hours lost, availability as lived, time between two outages; each gives its reason without value."""

    figures: list[KeyFigure]
    services: list[ServiceLine]


@dataclass(frozen=True)
class Barometer:
    """The last closed barometer up to a month. `few`: not one figure, for there are too few answers."""

    survey: Survey
    month: Month
    lines: list[QuestionLine]
    answered: str
    few: bool


def lived_for(contract: Contract, month: Month) -> Lived:
    """The outages of a month as they were lived (2 queries)."""
    rows = IndicatorValue.objects.filter(contract=contract, month=month, code__in=(LOST, BETWEEN))
    by_place = {(row.code, row.part): row for row in rows}
    lost, between = by_place.get((LOST, "")), by_place.get((BETWEEN, ""))
    figures = [
        _figure("Heures-utilisateurs perdues", lost, " h", _outages(lost)),
        _perceived(lost, _contractual(contract, month)),
        _figure("Entre deux pannes", between, " h", f"{_outages(between)}, en moyenne"),
    ]
    names = sorted({part for _, part in by_place if part})
    return Lived(
        figures,
        [
            ServiceLine(
                name, _value(by_place.get((LOST, name)), " h"), _value(by_place.get((BETWEEN, name)), " h")
            )
            for name in names
        ],
    )


def barometer_for(contract: Contract, month: Month) -> Barometer | None:
    """The last barometer closed by the end of a month (1 query)."""
    told = [
        one
        for one in closed_surveys(contract)
        if one.kind == Survey.Kind.BAROMETER and month_of(one) <= month
    ]
    if not told:
        return None
    last = max(told, key=lambda one: (one.closes_on, one.number))
    lines = lines_of(last, last.results.get("marks", {}))
    answered = f"{formats.count(last.results['answered'], 'réponse')} sur {formats.count(last.results['sent'], 'lien')}"
    return Barometer(last, month_of(last), lines, answered, few=not lines)


def _figure(label: str, row: IndicatorValue | None, unit: str, detail: str) -> KeyFigure:
    if row is None or row.value is None:
        return KeyFigure(label, formats.ABSENT, "", row.reason if row else NOT_COMPUTED)
    return KeyFigure(label, _value(row, unit), "", detail)


def _perceived(row: IndicatorValue | None, contractual: str) -> KeyFigure:
    label = "Disponibilité perçue"
    extra = row.extra if row else {}
    if extra.get("perceived") is None:
        reason = extra.get("perceived_reason") or (row.reason if row else "") or NOT_COMPUTED
        return KeyFigure(label, formats.ABSENT, "", str(reason))
    return KeyFigure(
        label, formats.percent(Decimal(str(extra["perceived"])).quantize(Decimal("0.01"))), "", contractual
    )


def _contractual(contract: Contract, month: Month) -> str:
    """« au contrat : E08 99,81 %, E09 100,00 % »: the figure that judges stands beside the one that is lived."""
    rows: list[CommitmentMonth] = [
        row for row in results_for(contract, [month]) if row.commitment.kind == Commitment.Kind.AVAILABILITY
    ]
    shown = ", ".join(f"{row.commitment.code} {shown_rate(row)}" for row in rows)
    return f"au contrat\u00a0: {shown}" if shown else ""


def _value(row: IndicatorValue | None, unit: str) -> str:
    if row is None or row.value is None:
        return formats.ABSENT
    return f"{formats.number(row.value, 1)}{unit.replace(' ', formats.NBSP, 1)}"


def _outages(row: IndicatorValue | None) -> str:
    if row is None:
        return ""
    outside = int(row.extra.get("outside") or 0)
    words = formats.count(row.n, "panne")
    return f"{words}, {formats.count(outside, 'autre')} hors des services mesurés" if outside else words
