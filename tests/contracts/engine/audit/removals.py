"""One removal per code, each with the sections it touches: done to a complete contract, it leaves that finding alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Tables = dict[str, Any]
Removal = Callable[[Tables], None]


def without(*names: str) -> Removal:
    """Whole sections taken out."""

    def remove(tables: Tables) -> None:
        for name in names:
            tables.pop(name, None)

    return remove


def unsaid(section: str, *keys: str, rank: int = 0) -> Removal:
    """Keys taken out of one row of a list."""

    def remove(tables: Tables) -> None:
        for row in tables.get(section, [])[rank : rank + 1]:
            for key in keys:
                row.pop(key, None)

    return remove


def unset(*keys: str) -> Removal:
    """Settings that the version no longer names."""

    def remove(tables: Tables) -> None:
        for version in tables.get("version", []):
            for key in keys:
                version["reglages"].pop(key, None)

    return remove


def forgotten(section: str, *keys: str) -> Removal:
    """Keys taken out of a table."""

    def remove(tables: Tables) -> None:
        for key in keys:
            tables.get(section, {}).pop(key, None)

    return remove


def dropped(section: str, key: str, *values: str) -> Removal:
    """The rows of a list that hold one of these values."""

    def remove(tables: Tables) -> None:
        tables[section] = [row for row in tables.get(section, []) if row.get(key) not in values]

    return remove


def both(*removals: Removal) -> Removal:
    def remove(tables: Tables) -> None:
        for one in removals:
            one(tables)

    return remove


def put(section: str, key: str, value: Any) -> Removal:
    """A value written over the table's own."""

    def remove(tables: Tables) -> None:
        tables.setdefault(section, {})[key] = value

    return remove


def old_grey(tables: Tables) -> None:
    for row in tables["zone_grise"]:
        row["depuis"] = row["depuis"].replace(month=1)


def unregistered(name: str, *keys: str) -> Removal:
    def remove(tables: Tables) -> None:
        for key in keys:
            tables["registre"][name].pop(key, None)

    return remove


def recoded(tables: Tables, codes: dict[str, str]) -> None:
    for row in tables["indicateur"]:
        row["code"] = codes.get(row["code"], row["code"])


def unfelt(tables: Tables) -> None:
    recoded(tables, {"K04": "K09", "K11": "K10"})


def unforeseen(tables: Tables) -> None:
    recoded(tables, {"K08": "K01", "K12": "K05"})


def no_overrun(tables: Tables) -> None:
    for row in tables.get("budget", []):
        row.pop("depassement", None)


REMOVALS: dict[str, Removal] = {
    "L01": without("perimetre"),
    "L02": unsaid("perimetre", "volume"),
    "L03": unsaid("perimetre", "couverture"),
    "L04": unsaid("perimetre", "interventions", rank=1),
    "L05": unsaid("perimetre", "criticite"),
    "L06": old_grey,
    "L07": without("exclusion"),
    "L08": unsaid("exclusion", "prix_uo"),
    "L09": unsaid("unite_oeuvre", "volume"),
    "L10": both(without("budget"), forgotten("contrat", "budget_annuel")),
    "L11": no_overrun,
    "L12": dropped("engagement", "nature", "prise_en_charge"),
    "L13": dropped("engagement", "nature", "resolution"),
    "L14": unsaid("engagement", "type_gtr", rank=1),
    "L15": dropped("engagement", "nature", "disponibilite"),
    "L16": unsaid("engagement", "taux_exige"),
    "L17": without("plage"),
    "L18": unset("unite_de_jour"),
    "L19": unsaid("site", "zone_feries", rank=1),
    "L20": unset("motifs_suspension"),
    "L21": unset("reouverture"),
    "L22": unset("volume_minimal"),
    "L23": unsaid("version", "matrice"),
    "L24": unsaid("engagement", "penalite"),
    "L25": unset("plafond_mois", "plafond_annee"),
    "L26": unset("penalite_liberatoire"),
    "L27": unset("observations_jours"),
    "L28": dropped("acteur", "role", "referent"),
    "L29": dropped("acteur", "role", "responsable_prestataire"),
    "L30": without("escalade"),
    "L31": unsaid("raci", "approbateur"),
    "L32": without("comite"),
    "L33": unset("rapport_jour_ouvre"),
    "L34": dropped("clause", "theme", "donnees_brutes"),
    "L35": dropped("indicateur", "code", "K26"),
    "L36": unfelt,
    "L37": unforeseen,
    "L38": both(dropped("clause", "theme", "reversibilite"), forgotten("sortie", "clause")),
    "L39": dropped("livrable", "famille", "D"),
    "L40": forgotten("sortie", "cout_fixe", "plafond", "plafond_forfaits", "forfaits_hauts", "uo"),
    "L41": forgotten("preavis", "moyen"),
    "L42": without("revision"),
    "L43": put("revision", "coefficient_minimal", 2),
    "L44": both(
        without("option"), dropped("echeance", "nature", "revue"), dropped("clause", "theme", "evolution")
    ),
    "L45": without("sous_traitant"),
    "L46": dropped("acteur", "role", "contact_securite"),
}

OTHERS: dict[str, tuple[str, Removal]] = {
    "no unit": ("L02", unsaid("perimetre", "unite")),
    "no site": ("L03", without("site")),
    "no delay": ("L16", unsaid("engagement", "delai")),
    "no window": ("L17", unsaid("plage", "fenetres")),
    "no calendar of one commitment": ("L17", unsaid("engagement", "plage")),
    "priority raised": ("L21", unset("priorite_relevee")),
    "priority lowered": ("L21", unset("priorite_abaissee")),
    "no word of penalty": ("L24", unsaid("engagement", "sans_penalite", rank=2)),
    "no base": ("L25", unset("base_penalite")),
    "no delay of escalation": ("L30", unsaid("escalade", "delai")),
    "no RACI": ("L31", without("raci")),
    "no cadence": ("L32", unsaid("comite", "cadence")),
    "participant who is nobody": ("L32", dropped("acteur", "code", "compte")),
    "no indicator": ("L35", without("indicateur")),
    "no decision": ("L35", unsaid("indicateur", "decision")),
    "no target": ("L35", unsaid("indicateur", "cible", rank=4)),
    "no owner": ("L35", unsaid("indicateur", "porteur", rank=2)),
    "no deliverable": ("L39", without("livrable")),
    "no exit table": ("L40", without("sortie")),
    "no duration": ("L40", forgotten("sortie", "transition_max_mois", "bascule_mois", "phase")),
    "no notice": ("L41", forgotten("contrat", "preavis_mois")),
    "no renewal": ("L41", forgotten("contrat", "reconduction")),
    "no base month": ("L42", forgotten("revision", "mois_base")),
    "no share": ("L42", forgotten("revision", "part_fixe")),
    "no cap": ("L42", forgotten("revision", "plafond")),
    "no place of data": ("L45", unregistered("rgpd", "localisation")),
    "no notification": ("L46", unregistered("nis2", "notification_heures")),
    "long notice": ("L41", put("contrat", "preavis_mois", 8)),
    "positive floor": ("L43", put("revision", "plancher", 1)),
}
"""Other removals of the same codes."""


def recast(code: str) -> Removal:
    """Someone who no longer holds the role, and is still named where they answer for something."""

    def remove(tables: Tables) -> None:
        for row in tables["acteur"]:
            if row["code"] == code:
                row["role"] = "technique"

    return remove


def everywhere(tables: Tables) -> None:
    """Items that no longer name a site."""
    for row in tables["perimetre"]:
        row.pop("sites", None)
        row["couverture"] = "tous_sites"


REFUSED = {
    "L16": "engagement E01",
    "L17": "plage",
    "no delay": "engagement E01",
    "no window": "plage ho",
    "no calendar of one commitment": "engagement E01",
    "no delay of escalation": "escalade, niveau 1",
    "no base month": "[revision]",
}
"""Removals that a contract file cannot make: the reader refuses them, at the place given."""
HELD_TOGETHER: dict[str, tuple[list[str], Removal]] = {
    "L07": (["L07"], without("exclusion", "unite_oeuvre")),
    "L08": (["L08", "L09"], both(unsaid("exclusion", "prix_uo"), without("unite_oeuvre"))),
    "L28": (["L28"], recast("ref")),
    "L29": (["L29"], recast("sdm")),
    "L46": (["L46"], recast("rssi")),
    "no site": (["L03"], both(without("site"), everywhere)),
}
"""Removals that would leave another line pointing at nothing: the nearest ones that a contract may make."""
