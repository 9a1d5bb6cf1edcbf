"""The composed contract as a person reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.engine import formats
from core.engine.typography import NBSP

UNITS = {
    "minutes": "minute", "heures": "heure", "jours_ouvres": "jour ouvré|jours ouvrés",
    "jours_ouvrables": "jour ouvrable|jours ouvrables", "jours_calendaires": "jour calendaire|jours calendaires",
}  # fmt: skip
PRICES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "part_forfait": lambda one: (
        f"{formats.percent(one['pourcentage'])} du forfait par tranche de {formats.count(one['tranche'], 'point')}"
    ),
    "heure_retard": lambda one: f"{formats.money(one['montant'])} par heure entamée",
    "jour_retard": lambda one: f"{formats.money(one['montant'])} par jour ouvré de retard",
    "manquement": lambda one: f"{_either(one)} par manquement",
}


def _either(one: Mapping[str, Any]) -> str:
    share = one.get("pourcentage")
    return f"{formats.percent(share)} du forfait" if share is not None else formats.money(one["montant"])


def price_words(prices: Iterable[Mapping[str, Any]]) -> str:
    """« 1 % du forfait par tranche de 1 point ; 300 € par heure entamée »; empty without a penalty."""
    return " ; ".join(PRICES[one["nature"]](one) for one in prices)


def delay_words(promise: Mapping[str, Any]) -> str:
    """« P3 : 2 heures, P4 : 4 heures »; empty for what has no delay."""
    return ", ".join(
        f"{one['priorite']}{NBSP}: {formats.count(one['delai'], UNITS[one['unite']])}"
        for one in promise.get("delai", [])
    )


def renewal_words(identity: Mapping[str, Any]) -> str:
    """« Tacite, 2 fois 12 mois »."""
    kind = str(identity["reconduction"])
    if kind == "aucune":
        return "Sans reconduction"
    most = identity.get("reconductions_max")
    times = f"{formats.number(most)} fois " if most else ""
    return f"{kind.capitalize()}, {times}{formats.number(identity['reconduction_mois'])} mois"
