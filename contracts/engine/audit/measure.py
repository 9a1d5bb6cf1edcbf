"""Heading 5: reports, raw data and indicators (S6 to S12, S24)."""

from __future__ import annotations

from collections.abc import Collection

from contracts.engine.audit.check import Check, Ground, Place, Row, unless
from core.engine import formats

TITLE = "Rapports et indicateurs"
FEWEST, MOST = 5, 8
FULL = {"decision": "décision", "cible": "cible", "porteur": "porteur"}


def _shown(ground: Ground) -> list[Row]:
    return [row for row in ground.rows("indicateur") if row.get("comite")]


def _committee(ground: Ground) -> list[Place]:
    shown = _shown(ground)
    count = formats.count(len(shown), "indicateur de comité|indicateurs de comité")
    found = unless(FEWEST <= len(shown) <= MOST, count)
    for row in shown:
        missing = [words for key, words in FULL.items() if row.get(key) in (None, "")]
        if missing:
            found.append(Place(f"{row['code']}, sans {' ni '.join(missing)}"))
    return found


def _followed(ground: Ground) -> bool:
    return bool(ground.rows("indicateur"))


def _any_of(ground: Ground, codes: Collection[str], text: str) -> list[Place]:
    return unless(any(row["code"] in codes for row in ground.rows("indicateur")), text)


CHECKS = (
    Check(
        "L33", "Échéance du rapport non dite", "Le rapport mensuel a son échéance",
        "Un rapport sans date arrive après le comité qui devait le lire.",
        "S11", "Échéance du rapport", "[version.reglages] rapport_jour_ouvre", "contracts:record",
        lambda ground: unless(
            ground.settings.get("rapport_jour_ouvre") is not None, "réglages de la version en vigueur"
        ),
    ),
    Check(
        "L34", "Aucun droit aux exports bruts et au journal des statuts", "L’accès aux données brutes est garanti",
        "Un chiffre que le client ne peut pas recalculer ne se vérifie pas.",
        "S12", "Clause d’accès aux données brutes", "[[clause]] theme = \"donnees_brutes\"", "contracts:clauses",
        lambda ground: unless(ground.has_clause("donnees_brutes"), "clause d’accès aux données brutes"),
    ),
    Check(
        "L35", f"Indicateurs de comité : de {FEWEST} à {MOST}, chacun avec décision, cible et porteur",
        f"De {FEWEST} à {MOST} indicateurs de comité, chacun avec décision, cible et porteur",
        "Peu d’indicateurs, et chacun sert une décision.",
        "S6, S9", "Indicateurs de comité", "[[indicateur]] comite, decision, cible, porteur", "kpis:list",
        _committee,
    ),
    Check(
        "L36", "Aucun indicateur perçu", "Le ressenti est mesuré",
        "Des engagements tenus et des utilisateurs mécontents doivent se voir ensemble.",
        "S7, S8", "Indicateurs perçus", "[[indicateur]] code", "kpis:list",
        lambda ground: _any_of(ground, ground.perceived, "satisfaction, heures perdues ou disponibilité perçue"),
        _followed,
    ),
    Check(
        "L37", "Aucun indicateur préventif ou avancé", "Un indicateur avertit avant",
        "Une trajectoire se corrige, une photographie se constate.",
        "S10, S24", "Indicateurs avancés", "[[indicateur]] code", "kpis:list",
        lambda ground: _any_of(ground, ground.leading, "indicateur avancé"), _followed,
    ),
)  # fmt: skip
