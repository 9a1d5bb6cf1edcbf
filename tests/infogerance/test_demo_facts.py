"""The demonstration tells each fact once: what two sections of a contract file say of one thing agrees."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from contracts.engine.obligations import nearest
from infogerance.demo.loading import FOLDER
from infogerance.demo.papers import DONE
from infogerance.demo.worlds import CLOUD, OFFICE


def told(file: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))


OFFICE_FILE, CLOUD_FILE = told(OFFICE.file), told(CLOUD.file)


def of(rows: list[dict[str, Any]], **values: Any) -> dict[str, Any]:
    return next(row for row in rows if all(row.get(name) == value for name, value in values.items()))


def test_a_unit_has_one_price_of_today() -> None:
    today = {
        unit["exclusion"]: max(unit["prix"], key=lambda price: price["effet"])["montant"]
        for unit in OFFICE_FILE["unite_oeuvre"]
        if len({price.get("niveau") for price in unit.get("prix", ())}) == 1
    }
    assert today == {9: 495}
    assert of(OFFICE_FILE["exclusion"], numero=9)["prix_uo"] == 495
    assert of(OFFICE_FILE["sortie"]["uo"], libelle="Formation, demi-journée")["prix"] == 495


def test_the_drill_the_plan_and_the_certificate_have_one_date() -> None:
    drill = max(
        (row for row in OFFICE_FILE["exercice"] if row["nature"] == "reprise"), key=lambda row: row["fait_le"]
    )
    duty = of(OFFICE_FILE["obligation"], objet="Essayer la reprise d’activité")
    assert (duty["fait_le"], duty["preuve"]) == (drill["fait_le"], drill["preuve"])
    assert OFFICE_FILE["registre"]["nis2"]["continuite"]["preuve"] == drill["preuve"]
    plan = of(OFFICE_FILE["livrable"], libelle="Plan de réversibilité à jour")
    duty = of(OFFICE_FILE["obligation"], objet="Mettre à jour le plan de réversibilité")
    assert (duty["fait_le"], duty["preuve"]) == (plan["preuve_le"], plan["preuve"])
    certificate = of(CLOUD_FILE["document"], code="certificat")
    assert CLOUD_FILE["obligation"][0]["preuve"] == f"Certificat du {certificate['date']:%d/%m/%Y}"


@pytest.mark.parametrize("file", [OFFICE_FILE, CLOUD_FILE])
def test_data_stay_in_the_countries_of_those_who_hold_them(file: dict[str, Any]) -> None:
    countries = {link["pays"] for link in file["sous_traitant"] if link.get("donnees_personnelles")}
    assert countries <= set(file["registre"]["rgpd"]["localisation"].split(", "))


def test_what_the_file_dates_is_not_said_done_again() -> None:
    assert nearest(OFFICE_FILE["obligation"][2]["echeance"], 6, OFFICE_FILE["obligation"][2]["fait_le"]) == 4
    assert {done.number for done in DONE} == {1, 7, 9, 10}
