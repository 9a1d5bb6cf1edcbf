"""A file that is silent on what lives at the portal leaves it; an empty section empties it."""

from __future__ import annotations

import pytest

from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract
from reversibility.models import AccessEntry, ExitDeliverable
from tests.infogerance.contract_faults import SMALL

KEPT = {
    "acces": '[[acces]]\nsysteme = "AD"\nnature = "secours"\n',
    "livrable": '[[livrable]]\nnumero = 7\nfamille = "B"\nlibelle = "Export"\npartie = "client"\npreuve = "PV"\n'
    "preuve_le = 2026-01-31\n",
    "exercice": '[[exercice]]\nnumero = 1\nnature = "export"\nsysteme = "GED"\nprevu_le = 2026-06-01\n',
    "registre": "[registre.rgpd]\ndonnees_personnelles = true\n",
    "sous_traitant": '[[sous_traitant]]\nnom = "Coffre"\nprestation = "Copie"\nrang = 1\n',
    "acteur": '[[acteur]]\ncode = "ada"\nnom = "Ada"\nrole = "referent"\npartie = "client"\n',
}
WHOLE = SMALL + "\n" + "\n".join(KEPT.values())


@pytest.mark.django_db
def test_a_silent_file_leaves_registers_plan_and_people() -> None:
    contract = load_contract(WHOLE.encode()).contract
    before = export_contract(contract)
    report = load_contract(SMALL.encode())
    assert report.total.changed is False
    assert export_contract(contract) == before
    with for_contract(contract.pk):
        assert AccessEntry.objects.get().system == "AD"
        assert ExitDeliverable.objects.get().proofs.get().what == "PV"


@pytest.mark.django_db
@pytest.mark.parametrize("name", KEPT)
def test_an_empty_section_empties_what_it_names_and_nothing_else(name: str) -> None:
    contract = load_contract(WHOLE.encode()).contract
    empty = f"{SMALL}\n[registre]\n" if name == "registre" else f"{name} = []\n{SMALL}"
    report = load_contract(empty.encode())
    assert {section: counts.removed for section, counts in report.sections.items() if counts.removed} == {
        name: 1
    }
    text = export_contract(contract)
    assert [other for other in KEPT if f"[{other}" not in text] == [name]


@pytest.mark.django_db
def test_a_file_without_the_register_of_its_reader_leaves_it() -> None:
    contract = load_contract(WHOLE.encode()).contract
    assert load_contract(export_contract(contract, with_accesses=False).encode()).total.changed is False
