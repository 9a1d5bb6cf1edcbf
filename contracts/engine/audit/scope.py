"""Heading 1: the scope and what is left out of it (S1 to S3, S25)."""

from __future__ import annotations

from datetime import timedelta

from contracts.engine.audit.check import Check, Ground, Place, Row, lacking, numbered, unless
from core.engine import formats

TITLE = "Périmètre et exclusions"
GREY_DAYS = 60
ANYWHERE = "hors_site"


def _items(ground: Ground) -> list[Row]:
    return ground.rows("perimetre")


def _exclusions(ground: Ground) -> list[Row]:
    return ground.rows("exclusion")


def _volumes(ground: Ground) -> list[Place]:
    return [
        Place(numbered(row)) for row in _items(ground) if row.get("volume") is None or not row.get("unite")
    ]


def _coverage(ground: Ground) -> list[Place]:
    """Sites, unless all is done off site; then each item's own cover."""
    off_site = bool(_items(ground)) and all(row.get("couverture") == ANYWHERE for row in _items(ground))
    if not ground.rows("site") and not off_site:
        return [Place("sites du contrat")]
    return [
        Place(numbered(row)) for row in _items(ground) if not row.get("sites") and not row.get("couverture")
    ]


def _grey(ground: Ground) -> list[Place]:
    latest = ground.today - timedelta(days=GREY_DAYS)
    return [
        Place(f"{numbered(row)}, depuis le {formats.date_short(row['depuis'])}")
        for row in ground.rows("zone_grise")
        if row["depuis"] < latest
    ]


def _declared(ground: Ground) -> list[Place]:
    told = bool(_exclusions(ground)) or ground.table("contrat").get("aucune_exclusion", False)
    return unless(told, "liste des exclusions")


def _units_of(ground: Ground, row: Row) -> list[Row]:
    return [unit for unit in ground.rows("unite_oeuvre") if unit.get("exclusion") == row["numero"]]


def _prices(ground: Ground) -> list[Place]:
    return [
        Place(numbered(row))
        for row in _exclusions(ground)
        if row.get("prix_uo") is None and not any(unit.get("prix") for unit in _units_of(ground, row))
    ]


def _estimates(ground: Ground) -> list[Place]:
    return [
        Place(numbered(row))
        for row in _exclusions(ground)
        if not any(unit.get("volume") for unit in _units_of(ground, row))
    ]


CHECKS = (
    Check(
        "L01", "Aucun élément de périmètre", "Le périmètre est décrit, élément par élément",
        "Ce qui n’est pas nommé se discute à chaque incident.",
        "S1", "Périmètre", "[[perimetre]]", "contracts:scope",
        lambda ground: unless(bool(_items(ground)), "périmètre"),
    ),
    Check(
        "L02", "Élément sans volume ou sans unité", "Chaque élément a son volume et son unité",
        "Le volume décide de la charge, donc du prix juste.",
        "S1", "Volume", "[[perimetre]] volume, unite", "contracts:scope",
        _volumes, lambda ground: bool(_items(ground)),
    ),
    Check(
        "L03", "Site ou couverture géographique non dits", "Les sites et la couverture sont dits",
        "Un déplacement hors des sites nommés se facture, ou se refuse.",
        "S1", "Sites", "[[site]] et [[perimetre]] couverture, sites", "contracts:calendars",
        _coverage,
    ),
    Check(
        "L04", "Types d’intervention non cochés", "Les types d’intervention sont cochés",
        "Support, maintenance, supervision, sécurité et évolution ne vont pas de soi.",
        "S1", "Types d’intervention", "[[perimetre]] interventions", "contracts:scope",
        lambda ground: lacking(_items(ground), "interventions", numbered),
        lambda ground: bool(_items(ground)),
    ),
    Check(
        "L05", "Criticité absente", "Chaque élément a sa criticité",
        "Sans criticité, rien ne dit ce qui passe d’abord.",
        "S25", "Criticité", "[[perimetre]] criticite", "contracts:scope",
        lambda ground: lacking(_items(ground), "criticite", numbered),
        lambda ground: bool(_items(ground)),
    ),
    Check(
        "L06", f"Zone grise non tranchée depuis plus de {GREY_DAYS} jours", "Aucune zone grise ne s’installe",
        "Une exception que personne n’écrit devient la règle.",
        "S2", "Statut de périmètre", "[[zone_grise]]", "contracts:scope",
        _grey,
    ),
    Check(
        "L07", "Aucune liste d’exclusions", "Les exclusions sont dites",
        "Ce qui est exclu sans être dit se découvre sur la facture.",
        "S3", "Exclusions", "[[exclusion]], ou [contrat] aucune_exclusion", "contracts:exclusions",
        _declared,
    ),
    Check(
        "L08", "Exclusion sans prix d’unité d’œuvre", "Chaque exclusion a son prix",
        "Un prix convenu avant la demande évite de le négocier dans l’urgence.",
        "S3", "Prix UO", "[[exclusion]] prix_uo, ou [[unite_oeuvre.prix]]", "contracts:exclusions",
        _prices, lambda ground: bool(_exclusions(ground)),
    ),
    Check(
        "L09", "Exclusion sans volume estimé bas, probable et haut", "Chaque exclusion a ses volumes estimés",
        "Sans volume, l’exposition réelle au-delà du forfait reste inconnue.",
        "S4", "Volumes estimés", "[[unite_oeuvre.volume]]", "contracts:work_units",
        _estimates, lambda ground: bool(_exclusions(ground)),
    ),
)  # fmt: skip
