"""Waves of a survey as their pages show them, and the link that a respondent holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q

from contracts.models import Contract
from contracts.selectors.calendar_feed import digest_of
from core.engine import formats
from core.exports import Sheet
from core.scope import unscoped
from kpis.engine.indicators.surveys import ANONYMOUS_FROM
from kpis.engine.proportions import wilson
from kpis.engine.questions import QUESTIONS
from kpis.models import Survey, SurveyInvitation
from kpis.selectors.survey_words import QuestionLine, lines_of, recommendation_words

RATE_NONE = "Aucun lien n’est encore distribué."


def open_link(token: str, today: date) -> SurveyInvitation | None:
    """The link of that token while it may still be answered; used, expired, revoked and forged are all None."""
    with unscoped("a survey link names its wave by the digest of its token"):
        rows = SurveyInvitation.objects.select_related("survey", "contract__client")
        return rows.filter(
            token_hash=digest_of(token),
            answered=False,
            revoked=False,
            expires_on__gte=today,
            survey__opens_on__lte=today,
            survey__closed_at=None,
        ).first()


@dataclass(frozen=True)
class Wave:
    """One wave with its count of links: sent, answered, revoked unused."""

    survey: Survey
    sent: int
    answered: int
    revoked: int
    today: date

    @property
    def state(self) -> str:
        if self.survey.closed_at:
            return "close"
        if self.survey.closes_on < self.today:
            return "à clore"
        return "en cours" if self.survey.opens_on <= self.today else "à venir"

    @property
    def running(self) -> bool:
        """Links may still be made."""
        return self.state in {"en cours", "à venir"}

    @property
    def rate(self) -> str:
        """« 41,7 % », answers over links sent."""
        if not self.sent:
            return formats.ABSENT
        return formats.percent(Fraction(100 * self.answered, self.sent), 1)

    @property
    def rate_interval(self) -> str:
        """« 31,2 à 52,9 % », Wilson at 95 %."""
        found = wilson(self.answered, self.sent)
        if found is None:
            return formats.ABSENT
        return f"{formats.number(100 * found.low, 1)} à {formats.percent(100 * found.high, 1)}"

    @property
    def rate_detail(self) -> str:
        if not self.sent:
            return RATE_NONE
        return f"{formats.number(self.answered)} sur {formats.number(self.sent)}, intervalle {self.rate_interval}"

    @property
    def main_words(self) -> str:
        """What the wave came to, in one figure; why there is none yet."""
        if not self.survey.closed_at:
            return "à la clôture"
        marks = self.survey.results.get("marks")
        if not marks:
            return f"moins de {ANONYMOUS_FROM} réponses"
        if self.survey.kind == Survey.Kind.BAROMETER:
            return recommendation_words(marks["recommendation"])
        return lines_of(self.survey, marks)[0].main


@dataclass(frozen=True)
class Group:
    """One group of a closed wave, with enough answers to be shown."""

    name: str
    sent: int
    answered: int
    lines: list[QuestionLine]


@dataclass(frozen=True)
class Lot:
    """Links made together; `unused` may still be revoked."""

    number: int
    group: str
    sent: int
    answered: int
    unused: int


@dataclass(frozen=True)
class SurveyPage:
    """A wave, its lots, and what a closed one says."""

    wave: Wave
    lots: list[Lot]
    lines: list[QuestionLine]
    groups: list[Group]

    @property
    def title(self) -> str:
        return f"{self.wave.survey.title}\u00a0: {self.wave.state}"

    @property
    def hidden_words(self) -> str:
        """Why figures are missing; empty when all are there."""
        survey = self.wave.survey
        if not survey.closed_at:
            return (
                "Les résultats se lisent à la clôture : lus plus tôt, ils diraient chaque réponse une à une."
            )
        if not self.lines:
            few = formats.count(self.wave.answered, "réponse")
            return f"Échantillon insuffisant ({few}) : sous {ANONYMOUS_FROM} réponses, rien n’est montré, pour préserver l’anonymat."
        if any(lot.group for lot in self.lots) and len(self.groups) < len({lot.group for lot in self.lots}):
            return (
                f"Un groupe se lit à partir de {ANONYMOUS_FROM} réponses, et seulement si les autres ne s’en"
                " déduisent pas."
            )
        return ""


def waves_of(contract: Contract, today: date) -> list[Wave]:
    """Every wave, the last opened first (1 query). For the client's pages: it counts links, which are the client's."""
    rows = Survey.objects.filter(contract=contract).annotate(
        links=Count("invitations"),
        used=Count("invitations", filter=Q(invitations__answered=True)),
        gone=Count("invitations", filter=Q(invitations__revoked=True)),
    )
    return [_wave(row, today) for row in rows.order_by("-number")]


def _wave(row: Any, today: date) -> Wave:
    kept = row.results
    if kept:
        return Wave(row, kept["sent"], kept["answered"], row.gone, today)
    return Wave(row, row.links, row.used, row.gone, today)


def survey_of(contract: Contract, number: int) -> Survey | None:
    """One wave of the contract, or None."""
    return Survey.objects.filter(contract=contract, number=number).first()


def survey_page(contract: Contract, survey: Survey, today: date) -> SurveyPage:
    """The page of a wave (2 queries)."""
    wave = next(one for one in waves_of(contract, today) if one.survey.pk == survey.pk)
    marks = survey.results.get("marks", {})
    groups = [
        Group(one["name"] or "Sans groupe", one["sent"], one["answered"], lines_of(survey, one["marks"]))
        for one in survey.results.get("groups", [])
    ]
    return SurveyPage(wave, _lots(survey), lines_of(survey, marks), groups)


def _lots(survey: Survey) -> list[Lot]:
    rows = (
        SurveyInvitation.objects.filter(survey=survey)
        .values("lot", "group")
        .annotate(
            sent=Count("pk"),
            used=Count("pk", filter=Q(answered=True)),
            unused=Count("pk", filter=Q(answered=False, revoked=False)),
        )
    )
    return [
        Lot(row["lot"], row["group"], row["sent"], row["used"], row["unused"])
        for row in rows.order_by("lot", "group")
    ]


def survey_sheet(contract: Contract, waves: Sequence[Wave]) -> Sheet:
    """One line per wave."""
    head = ("Contrat", "Numéro", "Nature", "Titre", "Public visé", "Ouverture", "Dernier jour", "État", "Liens",
        "Réponses", "Résultat")  # fmt: skip
    rows = [
        (
            contract.reference, wave.survey.number, wave.survey.get_kind_display(), wave.survey.title,
            wave.survey.addressed_to, wave.survey.opens_on, wave.survey.closes_on, wave.state, wave.sent,
            wave.answered, wave.main_words,
        )
        for wave in waves
    ]  # fmt: skip
    return Sheet(head, rows)


def results_sheet(contract: Contract, page: SurveyPage) -> Sheet:
    """How many gave each mark: the whole, then each group that may be shown."""
    survey = page.wave.survey
    head = ("Contrat", "Enquête", "Groupe", "Question", "Note", "Réponses")
    rows = _rows(contract, survey, "Toutes les réponses", survey.results.get("marks", {}))
    for group in survey.results.get("groups", []):
        rows += _rows(contract, survey, group["name"] or "Sans groupe", group["marks"])
    return Sheet(head, rows)


def _rows(
    contract: Contract, survey: Survey, group: str, marks: Mapping[str, list[int]]
) -> list[tuple[Any, ...]]:
    texts = dict(zip((one.name for one in QUESTIONS[survey.kind]), survey.questions, strict=True))
    return [
        (contract.reference, survey.number, group, texts[one.name], one.low + rank, times)
        for one in QUESTIONS[survey.kind]
        if one.name in marks
        for rank, times in enumerate(marks[one.name])
    ]
