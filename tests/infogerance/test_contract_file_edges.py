"""The contract file at its edges: nought is a figure, what has not happened is refused, a fault never breaks another."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.engine.problems import FileRefused
from core.scope import unscoped
from infogerance.contract_file import export_contract, load_contract, read_contract_file
from tests.infogerance.contract_faults import SMALL

DEMO = (Path(__file__).parents[2] / "infogerance" / "demo" / "inf-2024-07.toml").read_text()
TWO = """
[[acteur]]
code = "a"
nom = "Anne"
role = "technique"
partie = "cliente"
suppleant = "b"

[[acteur]]
code = "b"
nom = "Bruno"
role = "technique"
partie = "client"

[[escalade]]
niveau = 1
declencheur = "Panne"
delai = 30
unite = "minutes"
client = "a"
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("montant = 300", "montant = 0"),
        ("pourcentage = 0.5", "pourcentage = 0"),
        ("prix_uo = 45", "prix_uo = 0"),
        ("part_fixe = 15", "part_fixe = 0"),
        ("budget_annuel = 242000", "budget_annuel = 0"),
    ],
)
def test_nought_is_written_and_read_back(old: str, new: str) -> None:
    assert old in DEMO
    contract = load_contract(DEMO.replace(old, new, 1).encode()).contract
    with unscoped("a test exports"):
        text = export_contract(contract)
    again = load_contract(text.encode())
    assert {name: counts for name, counts in again.sections.items() if counts.changed} == {}
    with unscoped("a test exports"):
        assert export_contract(contract) == text


def test_a_misspelt_party_is_told_and_breaks_nothing_else() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_contract_file((SMALL + TWO).encode())
    assert [(one.place, one.message) for one in refusal.value.problems] == [
        ("acteur a", "« partie » vaut « cliente », qui n’est pas admis.")
    ]


TOMORROW = {
    "proof": (
        '[[livrable]]\nnumero = 7\nfamille = "B"\nlibelle = "Export"\npartie = "client"\npreuve = "Essai"\n'
        "preuve_le = 2090-01-01",
        "livrable 7", "« preuve_le » vaut 01/01/2090, qui est à venir.",
    ),
    "option taken": (
        "[[option]]\nnumero = 1\nmois = 6\na_lever_avant = 2092-01-01\nlevee_le = 2091-01-01",
        "option 1", "« levee_le » vaut 01/01/2091, qui est à venir.",
    ),
    "index value": (
        '[[indice]]\nnom = "SYNTEC"\nmois = "2090-03"\nvaleur = 300\nsource = "Syntec"',
        "indice SYNTEC 2090-03", "« mois » vaut 01/03/2090, qui est à venir.",
    ),
    "grey zone": (
        '[[zone_grise]]\nnumero = 3\nelement = "Bornes"\ndepuis = 2090-01-01',
        "zone_grise 3", "01/01/2090 : Cette date est à venir.",
    ),
    "dated volume": (
        '[[perimetre]]\nnumero = 2\nelement = "Bornes"\nvolume = 2\nvolumes = [{ effet = 2090-01-01, volume = 2 }]',
        "perimetre 2", "01/01/2090 : Ce volume est daté d’un jour à venir.",
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("lines", "place", "message"), TOMORROW.values(), ids=[*TOMORROW])
def test_what_was_done_tomorrow_is_refused(lines: str, place: str, message: str) -> None:
    text = SMALL.replace("fin = 2026-12-31", "fin = 2095-12-31")
    with pytest.raises(FileRefused) as refusal:
        load_contract(f"{text}\n{lines}\n".encode())
    assert [(one.place, one.message) for one in refusal.value.problems] == [(place, message)]
    assert refusal.value.problems[0].remedy


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_of_another_age_is_refused(day: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(SMALL.replace("fin = 2026-12-31", f"fin = {day}").encode())
    assert "hors de la vie d’un contrat" in refusal.value.problems[0].message
