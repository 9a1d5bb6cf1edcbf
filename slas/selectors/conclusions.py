"""Titles that state what the figures say: rules, not prose by hand. Neutral words."""

from __future__ import annotations

from core.engine import formats
from core.engine.typography import NBSP
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth
from slas.selectors.figures import shown_rate, shown_target
from slas.selectors.results import HeatMap, HeatRow, tally

MISSED = "engagement non respecté|engagements non respectés"


def month_title(results: list[CommitmentMonth]) -> str:
    """« 2 engagements non respectés sur 14 »."""
    held, judged = tally(results)
    if not judged:
        return "Aucun engagement jugé ce mois-ci"
    if held == judged:
        return (
            f"Les {judged} engagements jugés sont respectés"
            if judged > 1
            else "L’engagement jugé est respecté"
        )
    return f"{formats.count(judged - held, MISSED)} sur {judged}"


def streak_words(row: HeatRow) -> str:
    """« 4e mois de suite », nothing for a first miss."""
    return f", {formats.ordinal(row.streak)} mois de suite" if row.streak > 1 else ""


def breach_line(row: HeatRow) -> str:
    """« GTR P3 : 85,1 % pour 90 %, 4e mois de suite »."""
    if row.last is None:
        return row.commitment.name
    target = shown_target(row.commitment).removeprefix(f"≥{NBSP}")
    return f"{row.commitment.name}{NBSP}: {shown_rate(row.last)} pour {target}{streak_words(row)}"


def heat_title(heat: HeatMap) -> str:
    """Which promise drifts, over the months of the heat map."""
    missed = [row for row in heat.rows if row.last and row.last.verdict == Verdict.BREACHED]
    if not missed:
        return "Tous les engagements jugés sont respectés"
    worst = max(missed, key=lambda row: row.streak)
    if worst.streak > 1:
        others = f", {formats.count(len(missed) - 1, 'autre écart|autres écarts')}" if len(missed) > 1 else ""
        return (
            f"{worst.commitment.name} sous l’engagement pour le {formats.ordinal(worst.streak)} mois{others}"
        )
    return f"{formats.count(len(missed), MISSED)} sur {len([r for r in heat.rows if r.last])}"


def commitment_title(row: HeatRow) -> str:
    """« GTR P3 sous l’engagement pour le 4e mois »."""
    name = row.commitment.name
    words = {
        Verdict.MET: f"{name} respecte l’engagement",
        Verdict.NOT_APPLICABLE: f"{name}{NBSP}: sans objet ce mois-ci",
        Verdict.NOT_MEASURABLE: f"{name} n’est pas mesurable ce mois-ci",
        Verdict.PENDING: f"{name}{NBSP}: en attente du rapport",
    }
    if row.last is None or row.last.verdict in words:
        return words[Verdict(row.last.verdict)] if row.last else name
    if row.streak > 1:
        return f"{name} sous l’engagement pour le {formats.ordinal(row.streak)} mois"
    return f"{name} sous l’engagement ce mois-ci"
