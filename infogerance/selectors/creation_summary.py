"""The contract to come, as a person reads it before it is created."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.engine import formats
from infogerance.engine.creation.wording import (
    EXCLUSIVE,
    delay_words,
    price_words,
    renewal_words,
    unit_price_words,
    volume_words,
)


@dataclass(frozen=True)
class Summary:
    """The contract to come, as a person reads it."""

    facts: list[tuple[str, str]]
    sites: list[tuple[str, str]]
    promises: list[tuple[str, str, str, str]]
    included: list[tuple[str, str]]
    excluded: list[tuple[str, str]]


def summary_of(tables: Mapping[str, Any]) -> Summary:
    """From the tables of the file."""
    hours = {one["code"]: one["libelle"] for one in tables["plage"]}
    return Summary(
        facts=_facts(tables),
        sites=[
            (one["nom"], hours.get(one.get("plage", ""), "horaires des engagements"))
            for one in tables["site"]
        ],
        promises=[
            (
                one["libelle"],
                delay_words(one) or formats.ABSENT,
                formats.percent(one["taux_exige"]),
                price_words(one.get("penalite", [])) or "sans pénalité",
            )
            for one in tables.get("engagement", [])
        ],
        included=[(one["element"], volume_words(one)) for one in tables.get("perimetre", [])],
        excluded=[(one["element"], unit_price_words(one)) for one in tables.get("exclusion", [])],
    )


def _facts(tables: Mapping[str, Any]) -> list[tuple[str, str]]:
    identity, version = tables["contrat"], tables["version"][0]
    leaving = tables.get("sortie", {})
    notice, budget = identity.get("preavis_mois"), identity.get("budget_annuel")
    rules = version["reglages"]
    return [
        ("Client", identity["client"]),
        ("Prestataire", identity["prestataire"]),
        (
            "Période ferme",
            f"du {formats.date_short(identity['debut'])} au {formats.date_short(identity['fin'])}",
        ),
        ("Reconduction", renewal_words(identity)),
        ("Préavis", f"{formats.number(notice)} mois" if notice else "non précisé"),
        ("Forfait mensuel HT", formats.money(version["forfait_mensuel"])),
        ("Budget annuel HT", formats.money(budget)),
        ("Plages de service", " ; ".join(one["libelle"] for one in tables["plage"])),
        ("Priorités", ", ".join(rules["priorites"])),
        *_penalty_facts(rules),
        ("Rapport attendu", f"{formats.ordinal(rules['rapport_jour_ouvre'])} jour ouvré du mois suivant"),
        (
            "Observations du prestataire",
            f"{formats.count(rules['observations_jours'], 'jour')} après le calcul d’une pénalité",
        ),
        ("Utilisateurs satisfaits", f"{formats.percent(rules['satisfaction_cible'])} au moins"),
        *_exit_facts(leaving),
    ]


def _exit_facts(leaving: Mapping[str, Any]) -> list[tuple[str, str]]:
    cap = leaving.get("plafond_forfaits")
    low, high = (formats.number(leaving[name]) for name in ("forfaits_bas", "forfaits_hauts"))
    return [
        ("Clause de réversibilité", leaving.get("clause") or "non précisée"),
        ("Transition", f"de {leaving['transition_min_mois']} à {leaving['transition_max_mois']} mois"),
        ("Bascule", f"{formats.number(leaving['bascule_mois'])} mois après le préavis"),
        ("Coût de la sortie", f"de {low} à {high} forfaits mensuels"),
        ("Plafond de la sortie", f"{formats.number(cap)} forfaits mensuels" if cap else "non précisé"),
    ]


def _penalty_facts(rules: Mapping[str, Any]) -> list[tuple[str, str]]:
    threshold, spared = rules["franchise"], rules["montee_en_charge_mois"]
    return [
        (
            "Plafond des pénalités",
            f"{_cap(rules['plafond_mois'])} du mois, {_cap(rules['plafond_annee'])} de l’année",
        ),
        ("Seuil mensuel des pénalités", formats.money(threshold) if threshold else "aucun"),
        ("Premiers mois sans pénalité", formats.number(spared) if spared else "aucun"),
        ("Pénalités libératoires", EXCLUSIVE[rules["penalite_liberatoire"]].lower()),
    ]


def _cap(percent: Any) -> str:
    return formats.percent(percent) if percent else "aucun"
