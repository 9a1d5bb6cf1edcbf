"""What each check is called and how its figures read: a question, with what it rests on, never a reproach."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from core.engine import formats
from core.engine.months import Month
from slas.engine.detectors import Finding
from slas.engine.detectors.limits import LEAST_BEFORE, LEAST_MONTHS, LEAST_NOW
from slas.models import Detection

NAMES = {
    "late_pause": "Suspensions posées dans les 10 derniers pour cent du délai",
    "pause_outside_hours": "Suspensions posées hors des heures de service",
    "long_pause": "Tickets suspendus pendant l’essentiel de leur vie",
    "immediate_pick_up": "Prises en charge dans la minute",
    "last_day_resolutions": "Résolutions du dernier jour ouvré du mois",
    "last_day_closures": "Clôtures du dernier jour ouvré du mois",
    "before_deadline": "Résolutions juste avant l’échéance",
    "soon_reopened": "Réouvertures dans les 48 h",
    "closed_at_once": "Nouvelles résolutions moins de 5 min après une réouverture",
    "lowered": "Priorités abaissées, sans accord connu du portail",
    "cancelled_late": "Annulations après l’échéance",
    "impossible_dates": "Dates incohérentes",
    "gap_jump": "Saut de l’écart entre déclaré et recalculé",
    "gap_drift": "Hausse de l’écart entre déclaré et recalculé",
}
ABSOLUTE = {"immediate_pick_up": "question posée au-delà de 20\u00a0% avec certitude"}
ANSWERED = "réponse à examiner|réponses à examiner"
OMISSIONS = {
    "vanished": "Tickets ouverts le mois d’avant, absents du dépôt",
    "dropped": "Tickets d’une version antérieure du mois, absents de la version en vigueur",
    "holes": "Suite des numéros",
    "unknown": "Journal des statuts",
    "outages": "Pannes",
    "minors": "Tickets mineurs ouverts après l’échéance",
    "stock": "Encours de fin de mois",
    "client_list": "Incidents relevés par le client",
}
POOLED = "Écart, tous engagements additionnés (tickets respectés sur tickets jugés),"
CODES = frozenset(NAMES) | frozenset(OMISSIONS)


def sentence(row: Detection) -> str:
    """The figures of a detection in words."""
    if row.code in {"gap_jump", "gap_drift"}:
        return _gap_sentence(row)
    if row.state == Finding.INSUFFICIENT:
        return (
            f"Données insuffisantes : il faut {LEAST_NOW} tickets dans le mois, {LEAST_MONTHS} mois et "
            f"{LEAST_BEFORE} tickets d’avant."
        )
    if row.code == "impossible_dates":
        return f"{_share(row.cases, row.tickets)} : fin avant le début, ou date postérieure au dépôt."
    parts = [_share(row.cases, row.tickets)]
    if row.code not in ABSOLUTE and row.before_months:
        months = formats.count(row.before_months, "mois d’avant|mois d’avant")
        parts.append(f"{_share(row.before_cases, row.before_tickets)} sur {months}")
    return "\u202f; ".join([*parts, *_more(row)]) + "."


def _more(row: Detection) -> list[str]:
    more = []
    if row.code == "long_pause":
        share = formats.percent(Fraction(row.facts["permille"], 10), 0)
        more.append(f"plus de {share} de la durée de service passée en suspension")
    if row.code == "lowered" and row.facts.get("after"):
        more.append(f"dont {formats.count(row.facts['after'])} après l’échéance")
    if row.code in ABSOLUTE:
        more.append(ABSOLUTE[row.code])
    if row.limit is None:
        more.append("trop peu de mois d’avant pour dire si c’est habituel")
    elif row.limit > row.tickets:
        more.append("trop peu de tickets pour un seuil")
    else:
        more.append(f"seuil : {formats.count(row.limit, 'cas|cas')}")
    return more


def _gap_sentence(row: Detection) -> str:
    if row.state == Finding.INSUFFICIENT:
        return "Données insuffisantes : il faut 7 mois de chiffres déclarés, celui-ci compris."
    gap = formats.points(Fraction(row.facts["gap"], 100), 2)
    rise = formats.points(Fraction(row.facts["rise"], 100), 2)
    months = formats.count(row.before_months, "mois d’avant|mois d’avant")
    if row.code == "gap_jump":
        return f"{POOLED} de {gap}, {rise} par rapport à la moyenne de {months}."
    return f"{POOLED} de {gap} ; pente de {rise} depuis le premier des {months}."


def _share(cases: int, tickets: int) -> str:
    if not tickets:
        return "aucun ticket"
    share = formats.percent(Fraction(100 * cases, tickets), 1)
    return f"{formats.count(cases)} sur {formats.count(tickets, 'ticket')} ({share})"


def outage_words(text: str, timezone: str) -> str:
    """« ERP, 10/03/2026 à 10:00 »."""
    service, _, began = text.rpartition("|")
    return f"{service}, {formats.datetime_short(datetime.fromisoformat(began), timezone)}"


def checks_title(waiting: int, answered: int, month: Month) -> str:
    """The message of the page of checks."""
    if not waiting and answered:
        return f"{formats.count(answered, ANSWERED)} en {formats.month_long(month)}"
    if not waiting:
        return f"Rien à expliquer en {formats.month_long(month)}"
    return f"{formats.count(waiting, 'constat')} à expliquer en {formats.month_long(month)}"


def minors_sentence(minors: dict[str, Any]) -> str:
    """« 12 tickets mineurs ouverts… »: how many there are, count in the rates, lack in the declared base."""
    number = len(minors["references"])
    if not number:
        return "Aucun ticket des priorités les plus basses n’est ouvert après son échéance."
    parts = [
        f"{formats.count(number, 'ticket')} des priorités les plus basses "
        f"{'est ouvert' if number == 1 else 'sont ouverts'} après l’échéance en fin de mois",
        f"{formats.count(minors['in_base'])} dans la base du mois",
    ]
    if minors["lacking"] is not None:
        lacking = minors["lacking"]
        parts.append(
            f"{formats.count(lacking)} au plus {'manque' if lacking < 2 else 'manquent'} à la base déclarée"
        )
    return "\u202f; ".join(parts) + "."
