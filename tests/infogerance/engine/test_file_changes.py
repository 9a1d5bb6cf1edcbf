"""What a file changes: field by field, a line that comes or goes in one word, the order of lines nothing."""

from __future__ import annotations

from datetime import date

from infogerance.engine.file_changes import file_changes

BEFORE = {
    "contrat": {"reference": "A", "preavis_mois": 6},
    "version": [{"numero": 0, "forfait_mensuel": 1000, "reglages": {"franchise": 1, "plafond_mois": 10}}],
    "engagement": [
        {"code": "E1", "libelle": "GTR P1", "taux_exige": 95},
        {"code": "E1", "libelle": "GTR P1", "debut": date(2026, 1, 1), "taux_exige": 97},
    ],
    "site": [{"code": "siege", "nom": "Siège"}, {"code": "dijon", "nom": "Dijon"}],
    "registre": {"rgpd": {"localisation": "France", "sort": {"reponse": "oui"}}},
}


def told(after: dict[str, object]) -> list[tuple[str, str, str, str]]:
    return [(one.part, one.field, one.before, one.after) for one in file_changes(BEFORE, after)]


def test_the_same_tables_in_another_order_change_nothing() -> None:
    assert told(BEFORE | {"site": BEFORE["site"][::-1]}) == []  # type: ignore[index]


def test_fields_lines_and_inner_tables_are_told_apart() -> None:
    after = {
        "contrat": {"reference": "A", "preavis_mois": 3},
        "version": [{"numero": 0, "forfait_mensuel": 1000, "reglages": {"franchise": 1, "plafond_mois": 12}}],
        "engagement": [
            {"code": "E1", "libelle": "GTR P1", "taux_exige": 95},
            {"code": "E1", "libelle": "GTR P1", "debut": date(2026, 1, 1), "taux_exige": 98},
        ],
        "site": [{"code": "siege", "nom": "Siège"}, {"code": "lyon", "nom": "Lyon"}],
        "registre": {"rgpd": {"localisation": "France", "sort": {"reponse": "non"}}},
    }
    assert told(after) == [
        ("Contrat", "Préavis mois", "6", "3"),
        ("Registres", "Rgpd, sort, reponse", "oui", "non"),
        ("Version 0", "Réglages, plafond mois", "10", "12"),
        ("Site dijon", "Ligne", "Dijon", "retirée"),
        ("Site lyon", "Ligne", "—", "ajoutée : Lyon"),
        ("Engagement E1 01/01/2026", "Taux exigé (%)", "97", "98"),
    ]
