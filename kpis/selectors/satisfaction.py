"""Commitments held against what people say: figures only, never an answer by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month, month_range
from core.engine.ratios import Rate
from core.engine.typography import NBSP
from core.svg import quadrant
from core.svg.drawing import Figure, figure
from kpis.engine.proportions import wilson
from kpis.models import IndicatorValue
from kpis.selectors.figures import KeyFigure
from kpis.selectors.following import following_of
from kpis.selectors.readings import values_by_code
from kpis.selectors.targets import satisfaction_target
from kpis.selectors.wording import trimmed
from slas.models import CommitmentMonth
from slas.selectors.results import results_for, tally

SATISFACTION, REOPENED = "K22", "K11"
PLACED, ALARMED = 5, 8
TRAIL = 6
WIDE = 560.0
REASONS = {
    "satisfaction": "satisfaction sous la cible",
    "reopenings": "réouvertures au-dessus du seuil",
    "recurrence": "récurrence en hausse",
    "user_hours": "heures perdues en hausse",
    "declared_gap": "écart déclaré-recalculé supérieur à 1 pt",
}


@dataclass(frozen=True)
class Felt:
    """One month: `held` commitments of `judged`, `satisfied` answers of `answers`; bounds in per cent are Wilson's,
    at 90 %. Asked were the requesters of `resolved` tickets and the holders of `sent` links. `reopened` is the share
    reopened, exact; None where it was not measured."""

    month: Month
    held: int
    judged: int
    satisfied: int
    answers: int
    resolved: int
    sent: int
    low: float | None
    high: float | None
    reopened: Fraction | None
    watermelon: bool
    reasons: tuple[str, ...]
    target: Decimal

    @property
    def share(self) -> str:
        """« 72,1 % », never across the target; « Sans objet » without an answer."""
        return formats.rate(Rate(self.satisfied, self.answers), self.target, 1)

    @property
    def interval(self) -> str:
        """« 63,1 à 79,6 % » at 95 %."""
        usual = wilson(self.satisfied, self.answers)
        if usual is None:
            return formats.ABSENT
        return f"{formats.number(100 * usual.low, 1)} à {formats.percent(100 * usual.high, 1)}"

    @property
    def commitments(self) -> str:
        return f"{self.held}/{self.judged}" if self.judged else formats.ABSENT

    @property
    def asked(self) -> int:
        return self.resolved + self.sent

    @property
    def response_rate(self) -> str:
        return formats.percent(Fraction(100 * self.answers, self.asked), 1) if self.asked else formats.ABSENT

    @property
    def asked_words(self) -> str:
        """« pour 86 tickets résolus et 40 liens envoyés, intervalle 41,2 à 55,0 % »; empty when nobody was asked."""
        parts = [formats.count(self.resolved, "ticket résolu|tickets résolus")] if self.resolved else []
        parts += [formats.count(self.sent, "lien envoyé|liens envoyés")] if self.sent else []
        usual = wilson(min(self.answers, self.asked), self.asked)
        if usual is None:
            return ""
        bounds = f"{formats.number(100 * usual.low, 1)} à {formats.percent(100 * usual.high, 1)}"
        return f"pour {' et '.join(parts)}, intervalle {bounds}"

    @property
    def reopened_rate(self) -> str:
        return formats.percent(self.reopened, 1)

    @property
    def reading(self) -> str:
        """What the month means, in words."""
        if self.watermelon:
            return "Pastèque"
        if self.answers < PLACED:
            return f"Échantillon insuffisant ({formats.count(self.answers, 'réponse')})"
        return "Peu de réponses" if self.answers < ALARMED else formats.ABSENT

    @property
    def reason_words(self) -> str:
        return ", ".join(REASONS[reason] for reason in self.reasons)


def alarm_words(row: IndicatorValue | None) -> tuple[str, ...]:
    """Why the alarm of a month's satisfaction row fires, in words; empty where it is silent."""
    if row is None or not row.extra.get("watermelon"):
        return ()
    return tuple(REASONS[reason] for reason in row.extra.get("watermelon_reasons", ()))


def felt_for(contract: Contract, months: Sequence[Month]) -> list[Felt]:
    """Commitments and answers of some months (4 queries)."""
    values = values_by_code(contract, max(months), [SATISFACTION, REOPENED])
    verdicts: dict[Month, list[CommitmentMonth]] = defaultdict(list)
    for result in results_for(contract, list(months)):
        verdicts[result.month].append(result)
    target = satisfaction_target(contract, following_of(contract, SATISFACTION), max(months))
    return [
        _felt(
            month,
            values.get(SATISFACTION, {}).get(month),
            values.get(REOPENED, {}).get(month),
            verdicts[month],
            target,
        )
        for month in months
    ]


def _felt(
    month: Month,
    answers: IndicatorValue | None,
    reopened: IndicatorValue | None,
    results: list[CommitmentMonth],
    target: Decimal,
) -> Felt:
    held, judged = tally(results)
    satisfied, total = (answers.numerator or 0, answers.denominator or 0) if answers else (0, 0)
    alarm = wilson(satisfied, total, 0.90)
    extra = answers.extra if answers else {}
    return Felt(
        month=month,
        held=held,
        judged=judged,
        satisfied=satisfied,
        answers=total,
        resolved=int(extra.get("resolved") or 0),
        sent=int(extra.get("sent") or 0),
        low=100 * alarm.low if alarm else None,
        high=100 * alarm.high if alarm else None,
        reopened=Fraction(100 * (reopened.numerator or 0), reopened.denominator)
        if reopened and reopened.denominator
        else None,
        watermelon=bool(extra.get("watermelon")),
        reasons=tuple(extra.get("watermelon_reasons", ())),
        target=trimmed(target),
    )


def quadrant_for(contract: Contract, months: Sequence[Month]) -> Figure | None:
    """The quadrant of some months, joined; None while no month has 5 answers and a judged commitment."""
    return quadrant_of(felt_for(contract, months))


def quadrant_of(felt: Sequence[Felt], width: float = WIDE) -> Figure | None:
    """Months with fewer than 5 answers are left out; under 8 the dot is hollow and never an alarm."""
    placed = [one for one in felt if one.answers >= PLACED and one.judged]
    if not placed:
        return None
    places = [
        quadrant.Place(
            formats.month_short(one.month, year=one in (placed[0], placed[-1])),
            Fraction(100 * one.held, one.judged),
            Fraction(100 * one.satisfied, one.answers),
            one.low or 0,
            one.high or 0,
            one.answers,
            alarm=one.watermelon and "satisfaction" in one.reasons,
            few=one.answers < ALARMED,
        )
        for one in placed
    ]
    data = quadrant.Quadrant(satisfaction_title(placed[-1]), places, y_target=placed[-1].target, trail=True)
    return figure(quadrant.draw, data, width)


def satisfaction_title(last: Felt) -> str:
    """The message: what people say against what was promised."""
    if last.watermelon:
        return "Pastèque\u00a0: tous les engagements sont respectés, le vécu se dégrade"
    if last.answers < PLACED:
        return f"Échantillon insuffisant ({formats.count(last.answers, 'réponse')})"
    against = "sous" if 100 * last.satisfied < last.target * last.answers else "à la hauteur de"
    return f"{last.share} de satisfaits, {against} la cible de {formats.percent(last.target)}"


@dataclass(frozen=True)
class SatisfactionPage:
    """`left_out`: months with too few answers to be placed."""

    month: Month
    last: Felt
    felt: list[Felt]
    figure: Figure | None
    title: str
    lead: str
    left_out: list[Felt]

    @property
    def latest_first(self) -> list[Felt]:
        return self.felt[::-1]

    @property
    def empty_words(self) -> str:
        """Why no month is placed."""
        if not any(one.answers for one in self.felt):
            return "Aucune réponse à l’enquête sur six mois."
        return f"Échantillon insuffisant ({formats.count(self.last.answers, 'réponse')})."

    @property
    def key_figures(self) -> list[KeyFigure]:
        """Satisfied, commitments, response rate, reopened."""
        last = self.last
        state, word = ("concern", "Pastèque") if last.watermelon else ("", "")
        sample = f"intervalle {last.interval}, {formats.count(last.answers, 'réponse')}"
        return [
            KeyFigure("Satisfaits", last.share, "", sample if last.answers else "", state, word),
            KeyFigure("Engagements respectés", last.commitments),
            KeyFigure("Taux de réponse", last.response_rate, "", last.asked_words),
            KeyFigure("Tickets rouverts", last.reopened_rate),
        ]


def satisfaction_page(contract: Contract, month: Month) -> SatisfactionPage:
    """Six months that end with one."""
    felt = felt_for(contract, month_range(month.shift(1 - TRAIL), month))
    last = felt[-1]
    return SatisfactionPage(
        month=month,
        last=last,
        felt=felt,
        figure=quadrant_of(felt),
        title=satisfaction_title(last),
        lead=_lead(last),
        left_out=[one for one in felt if one.answers < PLACED],
    )


def _lead(last: Felt) -> str:
    parts = []
    if last.answers:
        parts.append(
            f"{formats.count(last.satisfied, 'réponse favorable|réponses favorables')} sur "
            f"{formats.number(last.answers)} en {formats.month_long(last.month)}, intervalle {last.interval}."
        )
    if last.judged:
        parts.append(f"Engagements respectés{NBSP}: {last.commitments}.")
    if last.reopened is not None:
        parts.append(f"Tickets rouverts{NBSP}: {last.reopened_rate}.")
    if last.watermelon:
        parts.append(f"En cause{NBSP}: {last.reason_words}.")
    return " ".join(parts)
