"""The rows behind pages, as sheets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contracts.models import Contract
from core.engine.ratios import round_half_up
from core.exports import Sheet
from kpis.engine.numbers import exact
from kpis.selectors.cards import Card
from kpis.selectors.catalogue_page import SENSES, CatalogueLine
from kpis.selectors.detail import IndicatorPage
from kpis.selectors.satisfaction import Felt
from kpis.selectors.signals import SignalLine

DIRECTIONS = {"worse": "Dégradation", "better": "Amélioration"}


def card_table(contract: Contract, cards: Sequence[Card]) -> Sheet:
    """One line per followed indicator."""
    head = (
        "Contrat",
        "Code",
        "Indicateur",
        "Unité",
        "Valeur",
        "Effectif",
        "Cible",
        "Seuil",
        "Lecture",
        "Tendance",
        "Décision servie",
        "Raison de l’absence",
    )
    rows = [
        (
            contract.reference,
            card.code,
            card.name,
            card.following.definition.unit,
            card.row.value if card.row else None,
            card.row.n if card.row else None,
            card.following.target,
            card.following.threshold,
            card.word,
            card.trend,
            card.decision,
            card.reason,
        )
        for card in cards
    ]
    return Sheet(head, rows)


def catalogue_table(contract: Contract, lines: Sequence[CatalogueLine]) -> Sheet:
    """One line per indicator of the catalogue and of the contract's own."""
    head = ("Contrat", "Code", "Indicateur", "Unité", "Sens favorable", "Nature", "Cible", "Porteur", "Suivi", "Valeur",
        "Effectif", "Raison de l’absence", "Calcul", "Source", "Décision servie")  # fmt: skip
    rows = [
        (
            contract.reference, line.following.code, line.following.name, line.definition.unit,
            SENSES[line.definition.sense], line.nature, line.following.target, line.following.owner,
            "oui" if line.followed else "non", line.row.value if line.row else None, line.row.n if line.row else None,
            line.reason, line.definition.formula, line.definition.source, line.following.decision,
        )
        for line in lines
    ]  # fmt: skip
    return Sheet(head, rows)


SERIES_HEAD = (
    "Contrat",
    "Code",
    "Détail",
    "Mois",
    "Valeur",
    "Numérateur",
    "Dénominateur",
    "Effectif",
    "Lecture",
    "Limite basse",
    "Moyenne",
    "Limite haute",
    "Raison de l’absence",
)


def series_table(contract: Contract, page: IndicatorPage) -> Sheet:
    """One line per month of an indicator, exact to six decimals."""
    course = page.course
    if course is None:
        return Sheet(SERIES_HEAD, [])
    rows = []
    for phase in course.reading.phases:
        limits = (phase.limits.lcl, phase.limits.center, phase.limits.ucl)
        for index in range(phase.first, phase.last + 1):
            month = course.series.months[index]
            row = course.values.get(month)
            rows.append(
                (
                    contract.reference,
                    page.following.code,
                    page.part,
                    str(month),
                    row.value if row else None,
                    row.numerator if row else None,
                    row.denominator if row else None,
                    row.n if row else None,
                    course.reading.words[index],
                    *(None if limit is None else as_decimal_six(limit) for limit in limits),
                    row.reason if row else "",
                )
            )
    return Sheet(SERIES_HEAD, rows)


def signal_table(contract: Contract, lines: Sequence[SignalLine]) -> Sheet:
    """One line per signal of the month."""
    head = (
        "Contrat",
        "Code",
        "Indicateur",
        "Mois",
        "Sens",
        "Niveau",
        "Constat",
        "Faits",
        "Explication",
        "Expliqué le",
    )
    rows = [
        (
            contract.reference,
            line.code,
            line.name,
            str(line.month),
            DIRECTIONS[line.direction],
            line.level,
            line.title,
            line.detail,
            line.answer or line.before,
            line.answered_at,
        )
        for line in lines
    ]
    return Sheet(head, rows)


def felt_table(contract: Contract, felt: Sequence[Felt]) -> Sheet:
    """One line per month: commitments held, answers, reopened tickets."""
    head = (
        "Contrat",
        "Mois",
        "Respectés",
        "Jugés",
        "Satisfaits",
        "Réponses",
        "Tickets résolus",
        "Rouverts (%)",
        "Lecture",
    )
    rows = [
        (
            contract.reference,
            str(one.month),
            one.held,
            one.judged,
            one.satisfied,
            one.answers,
            one.resolved,
            None if one.reopened is None else round_half_up(one.reopened, 4),
            one.reading,
        )
        for one in felt
    ]
    return Sheet(head, rows)


def as_decimal_six(limit: float) -> Decimal:
    """A limit as a spreadsheet takes it."""
    return round_half_up(exact(limit) or 0, 6)
