"""The settings of a contract about the price of what is missed: base, deductible, bonus, caps, public contracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

PENALTY_CHOICES: Mapping[str, tuple[str, ...]] = {
    "penalty_base": ("initial", "revised"),
    "exclusive_remedy": ("yes", "no", "unspecified"),
    "ccag_profile": ("none", "2009", "2021", "derogation"),
    "ccag_days": ("calendar", "business"),
}

CCAG_PROFILES: Mapping[str, Mapping[str, Any]] = {
    "2009": {"ccag_exemption": "300"},
    "2021": {"ccag_exemption": "1000", "ccag_cap": "10"},
    "derogation": {
        "ccag_factor": "0.5", "ccag_divisor": "100", "ccag_days": "business", "ccag_exemption": "0",
    },
}  # fmt: skip
"""What each profile states unless the contract says otherwise; those of 2021 are to be confirmed."""

TO_CONFIRM = frozenset({"2021"})
"""Profiles whose values were not read in the text itself."""


@dataclass(frozen=True)
class PenaltySettings:
    """How misses are priced. Caps in percent, 0 months or counts: the contract has no such clause.

    `revised_fee`: the monthly fee after price revision, read only where the base is the revised one.
    """

    penalty_base: str = "initial"
    revised_fee: Decimal = Decimal(0)
    bonus_setoff: bool = True
    bonus_credit: bool = False
    points_per_percent: int = 0
    exclusive_remedy: str = "unspecified"
    observation_days: int = 15
    termination_consecutive: int = 0
    termination_in_12: int = 0
    ccag_profile: str = "none"
    ccag_factor: Decimal = Decimal(1)
    ccag_divisor: Decimal = Decimal(1000)
    ccag_unavailability_divisor: Decimal = Decimal(30)
    ccag_days: str = "calendar"
    ccag_exemption: Decimal = Decimal(0)
    ccag_cap: Decimal = Decimal(0)


def with_profile(values: Mapping[str, Any]) -> dict[str, Any]:
    """The stated settings over the constants of the general clauses that the contract refers to."""
    profile = values.get("ccag_profile", "none")
    return {**CCAG_PROFILES.get(str(profile), {}), **values}


def contradictions(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the stated settings lack together: (French problem, remedy) pairs."""
    found = []
    if values.get("penalty_base") == "revised" and not Decimal(str(values.get("revised_fee", 0))):
        found.append(
            (
                "« base_penalite » vaut « revisee », sans forfait révisé.",
                "Ajoutez forfait_revise = le forfait mensuel HT après révision.",
            )
        )
    for key, name in PENALTY_KEYS.items():
        if name in DIVISORS and name in values and not Decimal(str(values[name])):
            found.append((f"« {key} » vaut 0.", "Écrivez un nombre au-dessus de 0."))
    return found


DIVISORS = frozenset({"ccag_divisor", "ccag_unavailability_divisor"})

PENALTY_KEYS: Mapping[str, str] = {
    "base_penalite": "penalty_base",
    "forfait_revise": "revised_fee",
    "bonus_imputable": "bonus_setoff",
    "bonus_creditable": "bonus_credit",
    "points_par_pourcent": "points_per_percent",
    "penalite_liberatoire": "exclusive_remedy",
    "observations_jours": "observation_days",
    "resiliation_mois_consecutifs": "termination_consecutive",
    "resiliation_mois_sur_12": "termination_in_12",
    "ccag_profil": "ccag_profile",
    "ccag_facteur": "ccag_factor",
    "ccag_diviseur": "ccag_divisor",
    "ccag_diviseur_indisponibilite": "ccag_unavailability_divisor",
    "ccag_jours": "ccag_days",
    "ccag_exoneration": "ccag_exemption",
    "ccag_plafond": "ccag_cap",
}
"""Key of the file -> name of the setting."""

PENALTY_WORDS: Mapping[str, Mapping[str, str]] = {
    "penalty_base": {"initiale": "initial", "revisee": "revised"},
    "exclusive_remedy": {"oui": "yes", "non": "no", "non_precise": "unspecified"},
    "ccag_profile": {"aucun": "none", "2009": "2009", "2021": "2021", "derogation": "derogation"},
    "ccag_days": {"calendaires": "calendar", "ouvres": "business"},
}
