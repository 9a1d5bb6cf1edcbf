"""Heading 2: the service levels, and the rules that decide a verdict (S5)."""

from __future__ import annotations

from contracts.engine.audit.check import Check, Ground, Place, Row, coded, lacking, unless

TITLE = "Engagements de service"
DELAYED = ("prise_en_charge", "resolution")
TIMED = (*DELAYED, "disponibilite")
CHANGES = {
    "priorite_relevee": "priorité relevée",
    "priorite_abaissee": "priorité abaissée",
    "reouverture": "réouverture",
}


def _no_promise(ground: Ground, kind: str, text: str) -> list[Place]:
    return unless(bool(ground.promises_of(kind)), text)


def _unquantified(ground: Ground) -> list[Place]:
    return [
        Place(coded(row))
        for row in ground.promises
        if row.get("taux_exige") is None or (row["nature"] in DELAYED and not row.get("delai"))
    ]


def _hours(ground: Ground) -> list[Place]:
    """The calendars, with their windows; then the commitments that name none."""
    if not ground.rows("plage"):
        return [Place("plages de service")]
    empty = [
        row for row in ground.rows("plage") if not row.get("toujours_ouvert") and not row.get("fenetres")
    ]
    return [
        *(Place(f"plage {row['code']}, sans horaire") for row in empty),
        *lacking(ground.promises_of(*TIMED), "plage", coded),
    ]


def _bare_days(ground: Ground) -> list[Place]:
    if ground.settings.get("unite_de_jour"):
        return []
    return [Place(coded(row)) for row in ground.promises if _in_bare_days(row)]


def _in_bare_days(row: Row) -> bool:
    return any(delay.get("unite") == "jours" for delay in row.get("delai", ()))


def _policies(ground: Ground) -> list[Place]:
    return [Place(words) for key, words in CHANGES.items() if not ground.settings.get(key)]


def _small_volume(ground: Ground) -> list[Place]:
    """Stated for all, or by each commitment that is a rate of tickets."""
    if ground.settings.get("volume_minimal") is not None:
        return []
    rates = ground.promises_of(*DELAYED)
    own = bool(rates) and all(row.get("volume_minimal") is not None for row in rates)
    return unless(own, "réglages de la version en vigueur")


def _site(row: Row) -> str:
    return f"site {row['nom']}"


CHECKS = (
    Check(
        "L12", "Aucun engagement de prise en charge", "Le délai de prise en charge est engagé",
        "Sans délai de prise en charge, un incident peut attendre sans manquement.",
        "S5", "Engagement GTI", "[[engagement]] nature = \"prise_en_charge\"", "slas:heatmap",
        lambda ground: _no_promise(ground, "prise_en_charge", "engagement GTI"),
    ),
    Check(
        "L13", "Aucun engagement de résolution", "Le délai de résolution est engagé",
        "Prendre en charge n’est pas résoudre : le délai qui compte est le second.",
        "S5", "Engagement GTR", "[[engagement]] nature = \"resolution\"", "slas:heatmap",
        lambda ground: _no_promise(ground, "resolution", "engagement GTR"),
    ),
    Check(
        "L14", "Type de GTR non choisi", "Rétablissement ou résolution : le type de GTR est choisi",
        "GTR a deux sens, rétablir ou résoudre, et des heures les séparent.",
        "§ 14.1", "Type de GTR", "[[engagement]] type_gtr", "slas:heatmap",
        lambda ground: lacking(ground.promises_of("resolution"), "type_gtr", coded),
        lambda ground: bool(ground.promises_of("resolution")),
    ),
    Check(
        "L15", "Aucun engagement de disponibilité", "La disponibilité est engagée",
        "Un service arrêté sans ticket ouvert échappe aux délais.",
        "S5", "Engagement de disponibilité", "[[engagement]] nature = \"disponibilite\"", "slas:heatmap",
        lambda ground: _no_promise(ground, "disponibilite", "engagement de disponibilité"),
    ),
    Check(
        "L16", "Engagement sans cible chiffrée ou sans taux exigé", "Chaque engagement est chiffré",
        "Un engagement vague ne porte aucune pénalité.",
        "S5", "Cible, taux exigé", "[[engagement]] taux_exige, [[engagement.delai]]", "slas:heatmap",
        _unquantified, lambda ground: bool(ground.promises),
    ),
    Check(
        "L17", "Plage de service non dite", "Les plages de service sont dites",
        "Quatre heures n’ont pas la même fin en heures ouvrées et 24 h/24.",
        "S5", "Plage de service", "[[plage]], [[engagement]] plage", "contracts:calendars",
        _hours,
    ),
    Check(
        "L18", "Délai en « jours » sans unité de jour", "Un délai en jours dit lesquels",
        "Deux jours valent 48 heures ou deux jours ouvrés, selon qui compte.",
        "§ 14.1", "Unité de jour", "[version.reglages] unite_de_jour", "contracts:record",
        _bare_days, lambda ground: bool(ground.promises_of(*DELAYED)),
    ),
    Check(
        "L19", "Zone de fériés non dite pour un site", "Chaque site a sa zone de fériés",
        "Un jour férié local décide du verdict d’un ticket.",
        "§ 3", "Zone de fériés", "[[site]] zone_feries", "contracts:calendars",
        lambda ground: lacking(ground.rows("site"), "zone_feries", _site),
        lambda ground: bool(ground.rows("site")),
    ),
    Check(
        "L20", "Motifs de suspension non dits", "Les motifs de suspension sont limités",
        "Les suspensions décident des verdicts : tout motif qui n’est pas convenu se conteste.",
        "§ 14.1", "Motifs de suspension", "[version.reglages] motifs_suspension", "contracts:record",
        lambda ground: unless(bool(ground.settings.get("motifs_suspension")), "réglages de la version en vigueur"),
    ),
    Check(
        "L21", "Requalification ou réouverture sans règle", "Requalification et réouverture ont leur règle",
        "Changer la priorité ou rouvrir un ticket en cours de route change son délai.",
        "§ 4.5", "Politiques", "[version.reglages] priorite_relevee, priorite_abaissee, reouverture", "contracts:record",
        _policies,
    ),
    Check(
        "L22", "Règle du volume réduit non choisie", "Le volume réduit a sa règle",
        "Un échec sur quatre tickets fait 75 % : il faut dire ce que cela vaut.",
        "§ 4.4", "Volume minimal", "[version.reglages] volume_minimal", "contracts:record",
        _small_volume,
    ),
    Check(
        "L23", "Aucune matrice de priorités", "La matrice impact × urgence décide des priorités",
        "Sans matrice, celui qui ouvre le ticket choisit le délai.",
        "§ 13", "Matrice", "[[version.matrice]]", "contracts:record",
        lambda ground: unless(bool(ground.version.get("matrice")), "matrice de la version en vigueur"),
    ),
)  # fmt: skip
