"""What a contract file would change, line by line and field by field, in the words of the amendments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.engine import formats
from slas.engine.amending import LABELS, Difference, words

Tables = Mapping[str, Any]
LINES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "option": ("Option", ("numero",)),
    "echeance": ("Échéance", ("numero",)),
    "version": ("Version", ("numero",)),
    "plage": ("Plage", ("code",)),
    "site": ("Site", ("code",)),
    "fermeture": ("Fermeture", ("jour",)),
    "engagement": ("Engagement", ("code", "debut")),
    "perimetre": ("Périmètre", ("numero",)),
    "exclusion": ("Exclusion", ("numero",)),
    "zone_grise": ("Zone grise", ("numero",)),
    "unite_oeuvre": ("Unité d’œuvre", ("code",)),
    "indicateur": ("Indicateur", ("code",)),
    "comite": ("Comité", ("code",)),
    "livrable": ("Livrable", ("numero",)),
    "exercice": ("Exercice", ("numero",)),
    "indice": ("Indice", ("nom", "mois")),
    "tranche_volume": ("Tranche de volume", ("numero",)),
    "budget": ("Budget", ("exercice", "poste")),
    "acteur": ("Acteur", ("code",)),
    "raci": ("RACI", ("numero",)),
    "escalade": ("Escalade, niveau", ("niveau",)),
    "sous_traitant": ("Sous-traitant", ("nom",)),
    "acces": ("Accès", ("systeme", "nature")),
    "document": ("Document", ("code",)),
    "clause": ("Clause", ("code",)),
    "obligation": ("Obligation", ("numero",)),
}
"""Table of several lines -> how a reader calls one, and the keys that tell it from the others."""
ALONE = {
    "contrat": "Contrat",
    "preavis": "Préavis",
    "revision": "Révision de prix",
    "sortie": "Sortie",
    "registre": "Registres",
}
"""Table said once -> how a reader calls it."""
SPELLED = {
    "acces": "accès", "activite": "activité", "arret": "arrêt", "comite": "comité", "cout": "coût",
    "criticite": "criticité", "debut": "début", "decision": "décision", "declencheur": "déclencheur",
    "decimales": "décimales", "delai": "délai", "depart": "départ", "duree": "durée", "echeance": "échéance",
    "numero": "numéro",
    "penalite": "pénalité", "periode": "période", "preavis": "préavis",
    "priorite": "priorité", "priorites": "priorités",
    "reference": "référence", "reglages": "réglages", "resolution": "résolution",
    "reouverture": "réouverture", "reserve": "réservé", "reservee": "réservée", "revision": "révision",
    "suppleant": "suppléant", "tolerance": "tolérance", "unite": "unité", "validite": "validité",
}  # fmt: skip
"""Word of a key, which has no accent -> how it is written."""
NAMES = ("libelle", "objet", "element", "nom", "titre", "activite")
"""Keys that name a line, the first one that it has."""


def file_changes(before: Tables, after: Tables) -> list[Difference]:
    """Every difference, in the order of the file; the order of its lines changes nothing."""
    found: list[Difference] = []
    for table, name in ALONE.items():
        found += _fields(name, before.get(table, {}), after.get(table, {}))
    for table, (name, keys) in LINES.items():
        found += _lines(name, keys, before.get(table, ()), after.get(table, ()))
    return found


def _lines(name: str, keys: tuple[str, ...], before: Any, after: Any) -> Iterator[Difference]:
    was, now = ({tuple(row.get(key) for key in keys): row for row in rows} for rows in (before, after))
    for key in dict.fromkeys([*was, *now]):
        part = f"{name} {_called(key)}"
        if key not in now:
            yield Difference(part, "Ligne", _name_of(was[key]), "retirée")
        elif key not in was:
            yield Difference(part, "Ligne", formats.ABSENT, f"ajoutée : {_name_of(now[key])}")
        else:
            yield from _fields(part, was[key], now[key])


def _called(key: tuple[Any, ...]) -> str:
    """« E01 depuis le 01/01/2026 », « SYNTEC 2026-03 »: a number of a line is no quantity."""
    first, *others = (str(part) if isinstance(part, int) else words(part) for part in key if part is not None)
    return " ".join([first, *others])


def _name_of(row: Mapping[str, Any]) -> str:
    return next((str(row[name]) for name in NAMES if row.get(name)), "ligne sans nom")


def _fields(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    was, now = dict(_flat(before)), dict(_flat(after))
    for field in dict.fromkeys([*was, *now]):
        if was.get(field) != now.get(field):
            yield Difference(part, field, words(was.get(field)), words(now.get(field)))


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a table and of those inside it, named as a reader does."""
    for key, value in table.items():
        name = " ".join(SPELLED.get(word, word) for word in key.split("_"))
        field = f"{above}, {name}" if above else LABELS.get(key, f"{name[:1].upper()}{name[1:]}")
        if isinstance(value, Mapping):
            yield from _flat(value, field)
        else:
            yield field, value
