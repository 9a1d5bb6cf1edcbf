"""Heading 6: leaving, lasting, changing (S17 to S20, S24)."""

from __future__ import annotations

from contracts.engine.audit.check import Check, Ground, Place, unless
from core.engine import formats

TITLE = "Durée, évolution et réversibilité"
FAMILIES = {
    "B": "données",
    "C": "sauvegardes",
    "D": "accès",
    "E": "documentation",
    "F": "contrats et actifs",
    "G": "compétences",
}
DURATION = ("transition_max_mois", "bascule_mois", "phase")
COST = ("cout_fixe", "plafond", "plafond_forfaits", "forfaits_hauts", "uo")
LONG_MONTHS, LONG_DAYS = 6, 184
"""Six months count 184 days at most."""


def _clause(ground: Ground) -> bool:
    return bool(ground.table("sortie").get("clause")) or ground.has_clause("reversibilite")


def _families(ground: Ground) -> list[Place]:
    present = {row["famille"] for row in ground.rows("livrable")}
    return [Place(f"famille {code}, {name}") for code, name in FAMILIES.items() if code not in present]


def _price(ground: Ground) -> list[Place]:
    """An amount of 0 is one: a free exit is said."""
    said = ground.table("sortie")
    return [
        *unless(any(said.get(key) for key in DURATION), "durée de la transition"),
        *unless(any(said.get(key) is not None for key in COST), "coût, plafond ou barème"),
    ]


def _notice(ground: Ground) -> list[Place]:
    contract, said = ground.table("contrat"), ground.table("preavis")
    months, days = contract.get("preavis_mois", 0), said.get("jours", 0)
    found = [
        *unless(bool(months or days), "préavis"),
        *unless("reconduction" in contract, "nature de la reconduction"),
        *unless(bool(said.get("moyen")), "moyen du préavis"),
    ]
    if months > LONG_MONTHS or days > LONG_DAYS:
        told = f"{formats.number(months)} mois" if months else formats.count(days, "jour")
        found.append(Place(f"préavis de {told}, au-delà de {LONG_MONTHS} mois", warns=True))
    return found


def _living(ground: Ground) -> bool:
    reviewed = any(row.get("nature") == "revue" for row in ground.rows("echeance"))
    return reviewed or bool(ground.rows("option")) or ground.has_clause("evolution")


CHECKS = (
    Check(
        "L38", "Aucune clause de réversibilité", "La réversibilité a sa clause",
        "Elle s’obtient à la signature, jamais au moment de partir.",
        "S17", "Plan de réversibilité", "[sortie] clause, ou [[clause]] theme = \"reversibilite\"",
        "reversibility:readiness", lambda ground: unless(_clause(ground), "clause de réversibilité"),
    ),
    Check(
        "L39", "Famille de livrables de sortie vide", "Chaque famille de sortie a ses livrables",
        "Ce qui n’est pas listé ne sera pas rendu : données, accès, sauvegardes, documents, savoir, contrats.",
        "S17", "Livrables", "[[livrable]] famille", "reversibility:readiness",
        _families,
    ),
    Check(
        "L40", "Durée ou coût de la sortie non dits", "La durée et le coût de la sortie sont dits",
        "Sans durée ni coût connus, la menace de partir ne pèse rien.",
        "S18", "Durée, coût", "[sortie] transition_max_mois, plafond", "reversibility:cost",
        _price,
    ),
    Check(
        "L41", "Préavis, reconduction ou moyen non dits, ou préavis de plus de six mois",
        "Le préavis, la reconduction et le moyen sont dits",
        "Un préavis long, ou mal défini, enferme une année de plus.",
        "S19", "Préavis, reconduction", "[contrat] preavis_mois, reconduction, [preavis] moyen", "contracts:dates",
        _notice,
    ),
    Check(
        "L44", "Ni revue périodique, ni option de prolongation", "Le contrat prévoit d’évoluer",
        "Un contrat qui ne se revoit pas s’éloigne de l’entreprise qu’il sert.",
        "S20, S24", "Clauses d’évolution",
        "[[option]], [[echeance]] nature = \"revue\", ou [[clause]] theme = \"evolution\"", "contracts:dates",
        lambda ground: unless(_living(ground), "revue, option ou clause d’évolution"),
    ),
)  # fmt: skip
