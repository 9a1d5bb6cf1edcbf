"""What an amendment changes, field by field, in French."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from contracts.engine.wording import Group
from core.engine import formats

LABELS = {
    "libelle": "Libellé", "type_gtr": "Type de GTR", "service": "Service mesuré", "plage": "Plage de service",
    "taux_exige": "Taux exigé (%)", "volume_minimal": "Volume minimal", "clause": "Clause", "delai": "Délais",
    "penalite": "Pénalités", "sans_penalite": "Sans pénalité", "statut": "Statut", "element": "Élément",
    "famille": "Famille", "alias": "Alias", "volume": "Volume", "unite": "Unité", "prix_uo": "Prix UO HT (€)",
    "couverture": "Couverture", "sites": "Sites", "interventions": "Interventions", "criticite": "Criticité",
    "code": "Code", "nature": "Nature", "debut": "Début", "fin": "Fin", "contraintes": "Contraintes", "depuis": "Zone grise depuis le",
}  # fmt: skip
"""Key of a commitment or of a line of scope in the contract file -> how a reader calls it."""
NOTICE = {
    "jours": "Préavis du client, en jours", "prestataire_mois": "Préavis du prestataire, en mois",
    "prestataire_jours": "Préavis du prestataire, en jours", "convention_de_fin": "La fin s’entend",
    "prend_effet": "Le préavis compte", "moyen": "Moyen du préavis",
}  # fmt: skip
TERM = {
    "fin": "Fin", "reconduction": "Reconduction", "reconduction_mois": "Durée d’une reconduction, en mois",
    "reconductions_max": "Reconductions au plus", "preavis_mois": "Préavis du client, en mois",
}  # fmt: skip
REVISION = {
    "indice": "Indice", "mois_base": "Mois de base (S0)", "premiere": "Première révision",
    "periode_mois": "Période, en mois", "decalage_mois": "Décalage de l’indice, en mois",
    "part_fixe": "Part fixe (%)", "plafond": "Plafond (%)", "plancher": "Plancher (%)",
    "arrondi_coefficient": "Arrondi du coefficient", "coefficient_minimal": "Coefficient minimal",
    "raccordement": "Raccordement", "raccordement_ancien": "Raccordement, ancienne série",
    "raccordement_nouveau": "Raccordement, nouvelle série", "raccordement_depuis": "Nouvelle série depuis",
    "demandee_par": "Demandée par", "forclusion_jours": "Délai pour demander, en jours", "clause": "Clause",
}  # fmt: skip
EXIT = {
    "transition_min_mois": "Transition, en mois au moins", "transition_max_mois": "Transition, en mois au plus",
    "bascule_mois": "Mois de la bascule", "forfaits_bas": "Coût bas, en forfaits",
    "forfaits_hauts": "Coût haut, en forfaits", "cout_fixe": "Coût fixe HT (€)", "plafond": "Plafond HT (€)",
    "plafond_forfaits": "Plafond, en forfaits", "exercice_tous_les_mois": "Exercice, tous les n mois",
    "phase": "Phases", "uo": "Unités d’œuvre de sortie", "clause": "Clause",
}  # fmt: skip
TERMS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "contrat": ("Durée", TERM),
    "preavis": ("Préavis", NOTICE),
    "revision": ("Révision de prix", REVISION),
    "sortie": ("Clause de sortie", EXIT),
}
"""Table of the terms -> how a reader calls it, and its keys."""
FEE = "Forfait mensuel HT"
RESERVED = TERMS["sortie"][0]
"""The part that the client alone reads."""


@dataclass(frozen=True)
class Difference:
    """One field that changes."""

    part: str
    field: str
    before: str
    after: str


def digest_of(difference: Sequence[Mapping[str, str]]) -> str:
    """What tells one difference from another: approved is what was read."""
    return sha256(json.dumps(difference, sort_keys=True).encode()).hexdigest()


def compare_groups(before: Sequence[Group], after: Sequence[Group]) -> list[Difference]:
    """Settings whose sentence changes; a sentence that appears or goes has nothing on the other side."""
    found = []
    for old, new in zip(before, after, strict=True):
        was, now = ({line.name: line.text for line in group.lines} for group in (old, new))
        found += [
            Difference(old.title, label, was.get(label, formats.ABSENT), now.get(label, formats.ABSENT))
            for label in dict.fromkeys([*was, *now])
            if was.get(label) != now.get(label)
        ]
    return found


def compare_tables(
    part: str, before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, str] = LABELS
) -> list[Difference]:
    """The fields of a commitment, of a line of scope or of a clause that change, as its table in the file tells them."""
    return [
        Difference(part, labels.get(key, key), words(before.get(key)), words(after.get(key)))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]


def words(value: Any) -> str:
    """A value of the file as a reader says it."""
    if value in (None, "", []):
        return formats.ABSENT
    if isinstance(value, list):
        return "\u202f; ".join(words(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name.replace('_', ' ')} {words(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return formats.date_short(value)
    return formats.number(value) if isinstance(value, int | Decimal) else str(value).replace("_", " ")
