"""Heading 3: prices, budget and penalties (S4, S5, S20, S21)."""

from __future__ import annotations

from decimal import Decimal

from contracts.engine.audit.check import Check, Ground, Place, Row, coded, unless
from contracts.engine.from_model import MARK

TITLE = "Prix, budget et pénalités"
INDEX = {
    "indice": "indice",
    "mois_base": "mois de base",
    "part_fixe": "part fixe",
    "plafond": "plafond",
}
CAPS = ("plafond_mois", "plafond_annee", "ccag_plafond")


def _penalties(row: Row) -> bool:
    return any(one.get("sens", "penalite") == "penalite" for one in row.get("penalite", ()))


def _priced(ground: Ground) -> bool:
    """True when some commitment is worth a penalty: only then do caps and effects matter."""
    return any(_penalties(row) for row in ground.promises)


def _has_budget(ground: Ground) -> bool:
    return bool(ground.table("contrat").get("budget_annuel") or ground.rows("budget"))


def _overrun(ground: Ground) -> bool:
    """Said by a budget line, a work unit or a clause."""
    lines = (*ground.rows("budget"), *ground.rows("unite_oeuvre"))
    return any(row.get("depassement") for row in lines) or ground.has_clause("depassement")


def _unpriced(ground: Ground) -> list[Place]:
    return [
        Place(coded(row)) for row in ground.promises if not _penalties(row) and not row.get("sans_penalite")
    ]


def _caps(ground: Ground) -> list[Place]:
    said = ground.settings
    capped = any(said.get(key) is not None for key in CAPS) or said.get("ccag_profil", "aucun") != "aucun"
    return [*unless(capped, "plafond"), *unless(bool(said.get("base_penalite")), "base de calcul")]


def _exclusive(ground: Ground) -> list[Place]:
    told = ground.settings.get("penalite_liberatoire", "non_precise") != "non_precise"
    return unless(told, "réglages de la version en vigueur")


def _revision(ground: Ground) -> list[Place]:
    """A clause of another kind (a firm price) may stand instead of an index."""
    clause = ground.table("revision")
    if not clause:
        return unless(ground.has_clause("revision"), "clause de révision")
    taken = (
        [Place("termes repris du modèle, à confirmer", warns=True)] if clause.get("clause") == MARK else []
    )
    return [*(Place(words) for key, words in INDEX.items() if clause.get(key) is None), *taken]


def _upward(ground: Ground) -> list[Place]:
    least = ground.table("revision").get("coefficient_minimal")
    floor = ground.table("revision").get("plancher")
    found = [Place("coefficient minimal", warns=True)] if least is not None and Decimal(least) > 1 else []
    return found + ([Place("plancher", warns=True)] if floor is not None and floor > 0 else [])


CHECKS = (
    Check(
        "L10", "Aucun budget annuel", "Le budget annuel est posé",
        "Le coût réel n’est pas le forfait : il faut un montant à tenir.",
        "S4", "Budget", "[contrat] budget_annuel, ou [[budget]]", "contracts:budget",
        lambda ground: unless(_has_budget(ground), "budget annuel"),
    ),
    Check(
        "L11", "Aucune règle de dépassement", "Le dépassement a sa règle",
        "Bloquer, avertir ou facturer : à décider avant la première commande.",
        "S4", "Règle de dépassement", "[[budget]] depassement, ou [[clause]] theme = \"depassement\"", "contracts:budget",
        lambda ground: unless(_overrun(ground), "règle de dépassement"), _has_budget,
    ),
    Check(
        "L24", "Engagement sans pénalité, ni « sans pénalité »", "Chaque engagement dit sa pénalité, ou qu’il n’en a pas",
        "Un manquement sans suite prévue reste sans suite.",
        "S5, S21", "Barème", "[[engagement.penalite]], ou [[engagement]] sans_penalite", "slas:penalties",
        _unpriced, lambda ground: bool(ground.promises),
    ),
    Check(
        "L25", "Plafond ou base des pénalités non dits", "Les pénalités ont leur plafond et leur base",
        "Sans base ni plafond convenus, le montant se conteste à chaque fois.",
        "§ 6", "Plafond, base", "[version.reglages] plafond_mois, plafond_annee, base_penalite", "contracts:record",
        _caps, _priced,
    ),
    Check(
        "L26", "Caractère libératoire non précisé", "Le caractère libératoire est précisé",
        "Il décide si un préjudice au-delà de la pénalité peut être demandé.",
        "S21", "Libératoire", "[version.reglages] penalite_liberatoire", "contracts:record",
        _exclusive, _priced,
    ),
    Check(
        "L27", "Délai d’observation non dit", "Le prestataire a un délai pour observer",
        "Le contradictoire demande un temps connu des deux parties.",
        "§ 6.3", "Délai d’observation", "[version.reglages] observations_jours", "contracts:record",
        lambda ground: unless(
            ground.settings.get("observations_jours") is not None, "réglages de la version en vigueur"
        ),
    ),
    Check(
        "L42", "Clause de révision absente ou incomplète", "La révision des prix est complète",
        "Un indice sans mois de base, part fixe ni plafond laisse le prix ouvert.",
        "S20", "Révision", "[revision] indice, mois_base, part_fixe, plafond", "contracts:revision",
        _revision,
    ),
    Check(
        "L43", "Plancher de hausse dans la révision", "La révision n’impose aucune hausse",
        "Le prix monterait même si l’indice ne monte pas.",
        "§ 7.2", "Révision", "[revision] coefficient_minimal, plancher", "contracts:revision",
        _upward, lambda ground: bool(ground.table("revision")),
    ),
)  # fmt: skip
