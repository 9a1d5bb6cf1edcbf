"""The proof of a price as people read it: each step of a line and of a month, in French words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from core.engine import formats
from core.engine.typography import NBSP
from slas.models import PenaltyRule

Word = tuple[str, Callable[[Any], str]]


def _cents(value: Fraction) -> str:
    return formats.money(value, 2)


LINE_STEPS: dict[str, Word] = {
    "base": ("Forfait mensuel HT", formats.money),
    "missing_points": ("Points manquants", formats.number),
    "excess_points": ("Points au-dessus de la cible", formats.number),
    "steps": ("Tranches", formats.number),
    "percent_per_step": ("Part du forfait par tranche", formats.percent),
    "late_seconds": ("Retard", formats.duration),
    "hours": ("Heures entamées", formats.number),
    "per_hour": ("Montant par heure", formats.money),
    "days": ("Jours ouvrés de retard", formats.number),
    "calendar_days": ("Jours calendaires de retard", formats.number),
    "per_day": ("Montant par jour", formats.money),
    "count": ("Cas", formats.number),
    "each": ("Montant par cas", formats.money),
    "percent_each": ("Part du forfait par cas", formats.percent),
    "actual": ("Taux du mois", formats.percent),
    "tier_bound": ("Borne du palier", formats.percent),
    "tier_percent": ("Part du forfait du palier", formats.percent),
    "ccag_value": ("V, valeur de référence HT", formats.money),
    "ccag_days": ("R, nombre de jours", formats.number),
    "ccag_factor": ("Facteur", formats.number),
    "ccag_divisor": ("Diviseur", formats.number),
    "amount": ("Montant", formats.money),
}
MONTH_STEPS: dict[str, Word] = {
    "points": ("Points du mois", formats.number),
    "points_carried": ("Points reportés", formats.number),
    "points_total": ("Points en tout", formats.number),
    "points_percent": ("Part du forfait pour les points", formats.percent),
    "points_left": ("Points gardés pour la suite", formats.number),
    "gross": ("Total brut", _cents),
    "exempted": ("Exonération des clauses générales", _cents),
    "after_deductible": ("Après franchise", _cents),
    "bonus": ("Bonus du mois", _cents),
    "after_bonus": ("Après bonus", _cents),
    "monthly_cap": ("Plafond du mois", _cents),
    "after_monthly_cap": ("Après plafond du mois", _cents),
    "annual_cap": ("Plafond de l’année contractuelle", _cents),
    "annual_left": ("Reste sous le plafond de l’année", _cents),
    "applied": ("Montant avant arrondi", _cents),
    "credit": ("Bonus à créditer", _cents),
    "start_grace": ("Montée en charge, rien n’est dû", _cents),
}


def line_words(proof: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    """The steps of one line."""
    return [_word(LINE_STEPS, step) for step in proof]


def priced_though_met(proof: Sequence[dict[str, str]]) -> str:
    """Why a commitment that is met costs money: its rule counts failures or delays one by one, whatever the rate.

    « Engagement tenu, mais « Montant par heure de retard entamée » (art. 11.4) se compte à part du taux du mois. »
    """
    rules = {(step["rule"], step["clause"]): None for step in proof}
    named = [
        f"«{NBSP}{PenaltyRule.Kind(rule).label}{NBSP}»{f' ({clause})' if clause else ''}"
        for rule, clause in rules
    ]
    return f"Engagement tenu, mais {' et '.join(named)} se compte à part du taux du mois." if named else ""


def month_words(proof: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    """The steps of the month."""
    return [_word(MONTH_STEPS, step) for step in proof]


def _word(words: dict[str, Word], step: dict[str, str]) -> tuple[str, str]:
    label, shown = words[step["step"]]
    return label, shown(Fraction(step["value"]))
