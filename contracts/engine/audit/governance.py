"""Heading 4: who answers for what, who meets, who is warned (S13 to S16, S22)."""

from __future__ import annotations

from datetime import date

from contracts.engine.audit.check import Check, Ground, Place, Row, lacking, listed, unless
from contracts.engine.from_model import UNNAMED
from contracts.engine.people import ROLES

ROLE_WORDS = {one.word: one.label for one in ROLES}
TITLE = "Gouvernance et responsabilités"


def _ladder(ground: Ground) -> list[Place]:
    levels = ground.rows("escalade")
    if not levels:
        return [Place("matrice d’escalade")]
    return [
        Place(f"niveau {row['niveau']}, sans délai")
        for row in levels
        if row.get("delai") is None or not row.get("unite")
    ]


def _raci(ground: Ground) -> list[Place]:
    """Exactly one approver a line."""
    lines = ground.rows("raci")
    if not lines:
        return [Place("RACI")]
    found = []
    for row in lines:
        approvers = len(listed(row.get("approbateur")))
        if approvers != 1:
            said = "sans approbateur" if not approvers else "plusieurs approbateurs"
            found.append(Place(f"n° {row['numero']}, {row['activite']}, {said}"))
    return found


def _held(ground: Ground, role: str, words: str) -> list[Place]:
    """Someone holds the role; a function that the model left without a name is to complete."""
    if not ground.has_actor(role):
        return [Place(words)]
    names = {row["nom"] for row in ground.rows("acteur") if row.get("role") == role}
    return [Place(f"{words}, à nommer", warns=True)] if names == {UNNAMED} else []


def _committees(ground: Ground) -> list[Place]:
    rows = ground.rows("comite")
    return [*lacking(rows, "cadence", _cadence), *_strangers(ground)] if rows else [Place("comités")]


def _strangers(ground: Ground) -> list[Place]:
    """Participants that no actor of today is, by code, name, function or role; nothing to tell while there is none."""
    there = [row for row in ground.rows("acteur") if row.get("au", date.max) >= ground.today]
    held = {str(row.get(key, "")).casefold() for row in there for key in ("code", "nom", "fonction")}
    held |= {ROLE_WORDS[row["role"]].casefold() for row in there if row.get("role") in ROLE_WORDS}
    return [
        Place(
            f"{row['libelle']} : « {name} » n’est ni un acteur, ni une fonction tenue par un acteur",
            warns=True,
        )
        for row in ground.rows("comite")
        if there
        for name in row.get("participants", ())
        if name.casefold() not in held
    ]


def _cadence(row: Row) -> str:
    return f"{row['libelle']}, sans cadence"


def _personal(ground: Ground) -> bool:
    return bool(ground.table("registre", "rgpd").get("donnees_personnelles"))


def _processing(ground: Ground) -> list[Place]:
    chain = bool(ground.rows("sous_traitant")) or ground.has_clause("sous_traitance")
    where = bool(ground.table("registre", "rgpd").get("localisation"))
    return [*unless(chain, "sous-traitants"), *unless(where, "localisation des données")]


def _security(ground: Ground) -> list[Place]:
    told = ground.table("registre", "nis2").get("notification_heures") is not None
    return [
        *_held(ground, "contact_securite", "contact sécurité"),
        *unless(told, "délai de notification d’un incident"),
    ]


CHECKS = (
    Check(
        "L28", "Aucun référent côté client", "Le client a son référent",
        "Sans pilote interne, même à temps partiel, personne ne demande de comptes.",
        "S14", "Référent IT", "[[acteur]] role = \"referent\"", "contracts:people",
        lambda ground: _held(ground, "referent", "référent IT"),
    ),
    Check(
        "L29", "Aucun responsable côté prestataire", "Le prestataire a son responsable",
        "Un interlocuteur nommé porte les engagements de son côté.",
        "S14", "Responsable prestataire", "[[acteur]] role = \"responsable_prestataire\"", "contracts:people",
        lambda ground: _held(ground, "responsable_prestataire", "responsable prestataire"),
    ),
    Check(
        "L30", "Aucune escalade avec ses délais", "L’escalade a ses niveaux et ses délais",
        "Un incident majeur ne laisse pas le temps de chercher qui appeler.",
        "S15", "Matrice d’escalade", "[[escalade]]", "contracts:people",
        _ladder,
    ),
    Check(
        "L31", "RACI absent, ou ligne sans un seul approbateur", "Chaque activité a un seul approbateur",
        "Deux décideurs, ou aucun, et la décision n’est pas prise.",
        "S16", "RACI", "[[raci]] approbateur", "governance:raci",
        _raci,
    ),
    Check(
        "L32", "Aucun comité, comité sans cadence ou participant inconnu", "Les comités ont leur cadence",
        "Des rendez-vous réguliers tranchent ce que les chiffres ne font que montrer.",
        "S13, S15", "Comités", "[[comite]] cadence", "governance:list",
        _committees,
    ),
    Check(
        "L45", "Sous-traitants ou localisation des données non déclarés", "Sous-traitants et localisation sont déclarés",
        "Le client reste responsable des données personnelles confiées.",
        "S22", "Sous-traitants", "[[sous_traitant]], [registre.rgpd] localisation", "contracts:people",
        _processing, _personal,
    ),
    Check(
        "L46", "Contact sécurité ou délai de notification absents", "Un incident de sécurité a son contact et son délai",
        "Une fuite se notifie en heures : le contrat doit dire à qui et en combien.",
        "S22", "Contact sécurité", "[[acteur]] role = \"contact_securite\", [registre.nis2] notification_heures",
        "contracts:people", _security,
    ),
)  # fmt: skip
