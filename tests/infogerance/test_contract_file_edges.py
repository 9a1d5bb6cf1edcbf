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


@pytest.mark.django_db
def test_a_proof_of_tomorrow_is_refused() -> None:
    line = (
        '\n[[livrable]]\nnumero = 7\nfamille = "B"\nlibelle = "Export"\npartie = "client"\npreuve = "Essai"\n'
    )
    with pytest.raises(FileRefused) as refusal:
        load_contract((SMALL + line + "preuve_le = 2090-01-01\n").encode())
    assert [(one.place, one.message) for one in refusal.value.problems] == [
        ("livrable 7", "« preuve_le » vaut 01/01/2090, qui est à venir.")
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_of_another_age_is_refused(day: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(SMALL.replace("fin = 2026-12-31", f"fin = {day}").encode())
    assert "hors de la vie d’un contrat" in refusal.value.problems[0].message
