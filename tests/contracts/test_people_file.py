"""The people of the contract file: read, refused in place with the remedy, given back alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.engine.problems import FileRefused
from contracts.models import RaciAssignment, Stakeholder, StakeholderNote, Subcontractor
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract, read_contract_file

SMALL = (Path(__file__).parents[1] / "infogerance" / "small_contract.toml").read_text("utf-8")
DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
PEOPLE = """
[[acteur]]
code = "ada"
nom = "Ada Blanc"
fonction = "Responsable informatique"
role = "referent"
partie = "client"
courriel = "ada@exemple.fr"
telephone = "03 80 00 00 00"
suppleant = "bob"
du = 2025-01-01
note = "À prévenir la veille."

[[acteur]]
code = "bob"
nom = "Bob Noir"
role = "technique"
partie = "client"
suppleant = "ada"
au = 2026-03-31

[[acteur]]
code = "zoe"
nom = "Zoé Gris"
role = "responsable_prestataire"
partie = "prestataire"

[[raci]]
numero = 1
activite = "Sauvegarde"
responsable = ["zoe"]
approbateur = ["zoe"]
informe = ["bob", "ada"]

[[escalade]]
niveau = 1
declencheur = "Incident P1"
delai = 30
unite = "minutes"
client = "ada"
prestataire = "zoe"

[[sous_traitant]]
nom = "Hébergeur"
siren = "900000118"
prestation = "Hébergement"
pays = "France"
rang = 1
donnees_personnelles = true
autorise_le = 2025-01-01

[[sous_traitant]]
nom = "Coffre"
prestation = "Copie hors site"
rang = 2
parent = "Hébergeur"
fin = 2026-06-30
"""


@pytest.mark.django_db
def test_people_are_loaded_and_given_back_alike() -> None:
    contract = load_contract((SMALL + PEOPLE).encode()).contract
    text = export_contract(contract)
    assert load_contract((SMALL + PEOPLE).encode()).total.changed is False
    assert load_contract(text.encode()).total.changed is False
    assert export_contract(contract) == text
    with for_contract(contract.pk):
        assert dict(RaciAssignment.objects.values_list("stakeholder__code", "letters")) == {
            "zoe": "RA", "ada": "I", "bob": "I",
        }  # fmt: skip
        assert StakeholderNote.objects.get().text == "À prévenir la veille."
        assert Subcontractor.objects.get(name="Coffre").parent.name == "Hébergeur"


@pytest.mark.django_db
def test_what_changes_keeps_its_identity_and_what_goes_is_removed() -> None:
    contract = load_contract((SMALL + PEOPLE).encode()).contract
    with for_contract(contract.pk):
        key = Stakeholder.objects.get(code="ada").pk
    changed = PEOPLE.replace("Ada Blanc", "Ada Le Blanc").replace(
        'informe = ["bob", "ada"]', 'informe = ["ada"]'
    )
    sections = load_contract((SMALL + changed).encode()).sections
    assert (sections["acteur"].updated, sections["acteur"].unchanged, sections["raci"].updated) == (1, 2, 1)
    with for_contract(contract.pk):
        assert Stakeholder.objects.get(code="ada").pk == key
    names = ("acteur", "raci", "escalade", "sous_traitant")
    assert not load_contract(SMALL.encode()).total.changed
    none = "".join(f"{name} = []\n" for name in names)
    sections = load_contract((none + SMALL).encode()).sections
    assert [sections[name].removed for name in names] == [3, 1, 1, 2]


@pytest.mark.django_db
def test_people_and_the_chain_are_left_by_a_file_that_is_silent_on_them() -> None:
    load_contract((SMALL + PEOPLE).encode())
    chain = PEOPLE.index("[[sous_traitant]]")
    assert not load_contract((SMALL + PEOPLE[:chain]).encode()).total.changed
    assert not load_contract((SMALL + PEOPLE[chain:]).encode()).total.changed


@pytest.mark.django_db
def test_a_chain_may_be_turned_over() -> None:
    contract = load_contract((SMALL + PEOPLE).encode()).contract
    chain = PEOPLE[PEOPLE.index("[[sous_traitant]]") :]
    turned = """[[sous_traitant]]
nom = "Coffre"
prestation = "Copie hors site"
rang = 1

[[sous_traitant]]
nom = "Hébergeur"
prestation = "Hébergement"
rang = 2
parent = "Coffre"
"""
    assert (
        load_contract((SMALL + PEOPLE.replace(chain, turned)).encode()).sections["sous_traitant"].updated == 2
    )
    with for_contract(contract.pk):
        assert dict(Subcontractor.objects.values_list("name", "rank")) == {"Coffre": 1, "Hébergeur": 2}


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "remedy"),
    [
        ('"ada@exemple.fr"', '"ada chez nous"', "acteur ada", "n’est pas une adresse", "prenom.nom@exemple.fr"),
        ('"03 80 00 00 00"', '"le standard"', "acteur ada", "n’est pas un numéro", "des chiffres"),
        ('suppleant = "bob"', 'suppleant = "ada"', "acteur ada", "la personne elle-même", "quelqu’un d’autre"),
        ('suppleant = "bob"', 'suppleant = "eve"', "acteur ada", "ne désigne aucun acteur", "ada, bob, zoe"),
        ('suppleant = "bob"', 'suppleant = "zoe"', "acteur ada", "est du prestataire", "une personne du client"),
        ("du = 2025-01-01", "du = 2025-01-01\nau = 2024-01-01", "acteur ada", "précède le premier", "Corrigez"),
        ('role = "referent"', 'role = "chef"', "acteur ada", "« role » vaut « chef »", "responsable_prestataire"),
        (
            'role = "referent"', 'role = "responsable_prestataire"', "acteur ada", "est tenu par le prestataire",
            "Changez de rôle",
        ),
        ('code = "bob"', 'code = "ada"', "acteur ada", "« ada » figure déjà", "Gardez"),
        ('responsable = ["zoe"]', 'responsable = ["eve"]', "raci 1", "ne désigne aucun acteur", "ada, bob, zoe"),
        ('informe = ["bob", "ada"]', 'informe = ["zoe"]', "raci 1", "figure plusieurs fois", "une seule lettre"),
        ('informe = ["bob", "ada"]', 'informe = ["ada", "ada"]', "raci 1", "figure plusieurs fois", "une seule"),
        ("delai = 30", "delai = 0", "escalade, niveau 1", "« delai » vaut 0", "compris entre 1"),
        ('client = "ada"', 'client = "zoe"', "escalade, niveau 1", "est du prestataire", "personne du client"),
        ('prestataire = "zoe"\n\n[[sous', 'prestataire = "eve"\n\n[[sous', "escalade, niveau 1", "« eve »", "ada"),
        ('siren = "900000118"', 'siren = "900000119"', "sous-traitant Hébergeur", "SIREN", "clé de contrôle"),
        (
            'parent = "Hébergeur"', 'parent = "Personne"', "sous-traitant Coffre", "ne désigne aucun sous-traitant",
            "Ajoutez ce sous-traitant",
        ),
        ("rang = 2", "rang = 3", "sous-traitant Coffre", "le rang 3 ne suit pas", "Corrigez le rang"),
        ('parent = "Hébergeur"\n', "", "sous-traitant Coffre", "sans parent, c’est le rang 1", "Corrigez"),
        ('parent = "Hébergeur"', 'parent = "Coffre"', "sous-traitant Coffre", "tourne en rond", "ne dépend pas"),
        (
            "autorise_le = 2025-01-01", "autorise_le = 2025-01-01\nfin = 2024-12-31", "sous-traitant Hébergeur",
            "précède l’autorisation", "Corrigez l’une",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_remedy(
    old: str, new: str, place: str, message: str, remedy: str
) -> None:
    assert old in PEOPLE
    with pytest.raises(FileRefused) as refused:
        read_contract_file((SMALL + PEOPLE.replace(old, new, 1)).encode())
    told = [(p.place, p.message.replace("\u00a0", " "), p.remedy) for p in refused.value.problems]
    assert [p for p in told if p[0] == place and message in p[1] and remedy in p[2]], told


def test_a_loop_is_told_to_each_of_its_members() -> None:
    text = PEOPLE.replace("rang = 1\ndonnees", 'rang = 3\nparent = "Coffre"\ndonnees')
    with pytest.raises(FileRefused) as refused:
        read_contract_file((SMALL + text).encode())
    assert [(p.place, "tourne en rond" in p.message) for p in refused.value.problems] == [
        ("sous-traitant Hébergeur", True),
        ("sous-traitant Coffre", True),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["inf-2024-07.toml", "cld-2025-02.toml"])
def test_the_demonstration_names_its_people(name: str) -> None:
    contract = load_contract((DEMO / name).read_bytes()).contract
    text = export_contract(contract)
    assert not load_contract(text.encode()).total.changed
    assert export_contract(contract) == text
