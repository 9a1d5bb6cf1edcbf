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
EXCLUSIVE = {"non_precise": "Non précisé", "oui": "Oui", "non": "Non"}
"""Whether penalties are the only remedy, as the file says it."""
TYPES = {"incident": ", incidents", "demande": ", demandes"}
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


def target_words(delay: Mapping[str, Any]) -> str:
    """Which tickets a delay is for: « P4, demandes »."""
    return f"{delay['priorite']}{TYPES.get(delay.get('type', ''), '')}"


def volume_words(line: Mapping[str, Any]) -> str:
    """« 42 serveurs », or that the volume is not told."""
    if "volume" not in line:
        return "volume à compléter"
    return f"{formats.number(line['volume'])} {line.get('unite', '')}".strip()


def unit_price_words(line: Mapping[str, Any]) -> str:
    """« 60 € par poste », or that the price is not told."""
    if "prix_uo" not in line:
        return "prix à compléter"
    unit = f" par {line['unite']}" if line.get("unite") else ""
    return f"{formats.money(line['prix_uo'])}{unit}"


def delay_words(promise: Mapping[str, Any]) -> str:
    """« P3 : 2 heures ; P4 : 4 heures »; empty for what has no delay."""
    return " ; ".join(
        f"{target_words(one)}{NBSP}: {formats.count(one['delai'], UNITS[one['unite']])}"
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
