"""The dates of the contract file: read, refused in place with the remedy, given back alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contracts.engine.dates import term
from contracts.engine.notice import Letter
from contracts.engine.problems import FileRefused
from contracts.models import Contract, NoticeLetter
from contracts.services.key_dates import Actor, record_letter
from core.scope import Side, for_contract
from infogerance.contract_file import export_contract, load_contract, read_contract_file

SMALL = (Path(__file__).parents[1] / "infogerance" / "small_contract.toml").read_text("utf-8")
DATES = """
[preavis]
convention_de_fin = "anniversaire"
prestataire_jours = 200
prend_effet = "premiere_presentation"
marge_envoi_jours = 5
rappels_jours = [120, 60]

[[option]]
numero = 1
objet = "Prolongation"
mois = 6
a_lever_avant = 2025-06-30
levee_le = 2025-05-02

[[echeance]]
numero = 1
nature = "garantie"
objet = "Fin de garantie des serveurs"
engage = "les pannes deviennent payantes"
date = 2025-09-01
tous_les_mois = 12
rappels_jours = [30]
reservee_au_client = true
"""
OPTION = "[[option]]\nnumero = 1\nmois = 6\na_lever_avant = 2026-06-30\nlevee_le = 2026-03-06\n"


@pytest.mark.django_db
def test_dates_are_loaded_and_given_back_alike() -> None:
    contract = load_contract((SMALL + DATES).encode()).contract
    text = export_contract(contract)
    assert load_contract((SMALL + DATES).encode()).total.changed is False
    assert load_contract(text.encode()).total.changed is False
    assert export_contract(contract) == text
    with for_contract(contract.pk):
        kept = Contract.objects.get(pk=contract.pk)
    assert (kept.extended_months, kept.provider_clause.notice_days, kept.reminder_days) == (6, 200, [120, 60])
    assert load_contract(SMALL.encode()).sections["option"].removed == 1


LETTER = """
[lettre_preavis]
partie = "client"
envoyee_le = 2026-03-02
presentee_le = 2026-03-04
recue_le = 2026-03-05
suivi = "1A"
fin = 2026-12-31
"""
RENEWED = SMALL.replace(
    "fin = 2026-12-31",
    'fin = 2026-12-31\nreconduction = "tacite"\nreconduction_mois = 12\npreavis_mois = 6',
    1,
)


@pytest.mark.django_db
def test_a_restored_portal_knows_the_letter_of_notice(make_user: Any) -> None:
    contract = load_contract(RENEWED.encode()).contract
    with for_contract(contract.pk):
        record_letter(
            contract=contract, side=Side.CLIENT, tracking="1A",
            letter=Letter(date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 5)),
            actor=Actor(make_user("referent", contract), "referent"), today=date(2026, 4, 1),
        )  # fmt: skip
    text = export_contract(contract)
    assert LETTER in text
    assert load_contract(text.encode()).total.changed is False
    assert load_contract(RENEWED.encode()).total.changed is False, "a silent file leaves the letter"
    elsewhere = load_contract(text.replace('"TST-1"', '"TST-2"').encode()).contract
    assert export_contract(elsewhere) == text.replace('"TST-1"', '"TST-2"')
    with for_contract(elsewhere.pk):
        kept = Contract.objects.get(pk=elsewhere.pk)
        assert term(kept.clause, date(2027, 2, 1)).committed_until == date(2026, 12, 31)


@pytest.mark.django_db
def test_a_file_changes_no_letter_that_took_effect() -> None:
    contract = load_contract((RENEWED + LETTER).encode()).contract
    with pytest.raises(FileRefused, match="change la lettre qui a pris effet le 05/03/2026"):
        load_contract((RENEWED + LETTER.replace("2026-03-05", "2026-03-06")).encode())
    with for_contract(contract.pk):
        assert NoticeLetter.objects.get().received_on == date(2026, 3, 5)


@pytest.mark.django_db
def test_a_letter_to_come_is_refused() -> None:
    text = LETTER.replace("2026-03-05", "2099-03-05").replace("fin = 2026-12-31\n", "")
    with pytest.raises(FileRefused) as refused:
        load_contract((RENEWED + text).encode())
    assert [one.place for one in refused.value.problems] == ["[lettre_preavis]"]


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("recue_le = 2026-03-05", "recue_le = 2026-03-01", "les dates de la lettre ne se tiennent pas"),
        ("recue_le = 2026-03-05\n", "", "« fin » précède l’effet de la lettre"),
        ("fin = 2026-12-31", "fin = 2026-03-04", "« fin » précède l’effet de la lettre"),
        ('partie = "client"', 'partie = "banque"', "« partie » vaut « banque »"),
        ("[lettre_preavis]", f"{OPTION}\n[lettre_preavis]", "alors qu’un préavis a déjà fixé la fin"),
    ],
)
def test_a_letter_that_does_not_hold_is_refused(before: str, after: str, problem: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_contract_file((RENEWED + LETTER.replace(before, after, 1)).encode())
    assert [problem in one.message for one in refused.value.problems] == [True]


@pytest.mark.parametrize(
    ("table", "problem", "remedy"),
    [
        ("[preavis]\nprestataire_jours = 9\nprestataire_mois = 1", "dit en mois et en jours", "Gardez l’un des deux"),
        ("[preavis]\njours = 2000", "le préavis est plus long que la période ferme", "un préavis plus court"),
        ("[preavis]\nprestataire_mois = 240", "plus long que la période ferme", "un préavis plus court"),
        ("[preavis]\nduree_ferme_mois = 7", "7 mois depuis le", "Corrigez « fin »"),
        ("[preavis]\nprend_effet = 'jamais'", "qui n’est pas admis", "reception, premiere_presentation, envoi"),
        ("[preavis]\nrappels_jours = [-1]", "« rappels_jours » vaut", "[180, 90, 30, 15]"),
        ("[preavis]\nrappel = 1", "clé inconnue « rappel »", "rappels_jours"),
        ("[[option]]\nnumero = 1\nmois = 0\na_lever_avant = 2025-01-01", "« mois » vaut 0", "compris entre 1"),
        ("[[option]]\nnumero = 1\nmois = 6\na_lever_avant = 2001-01-01", "précède la prise d’effet", "ou après"),
        (
            "[[option]]\nnumero = 1\nmois = 6\na_lever_avant = 2025-01-01\nlevee_le = 2025-01-02",
            "levée après son terme", "Corrigez « levee_le »",
        ),
        ("[[echeance]]\nnumero = 1\nobjet = 'Audit'\ndate = 2001-01-01", "précède la prise d’effet", "ou après"),
        (2 * "[[echeance]]\nnumero = 1\nobjet = 'Audit'\ndate = 2025-01-01\n", "le numéro « 1 » figure déjà", "Gardez"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_remedy(table: str, problem: str, remedy: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_contract_file((SMALL + "\n" + table).encode())
    assert len(refused.value.problems) == 1
    assert problem in refused.value.problems[0].message
    assert remedy in refused.value.problems[0].remedy


def test_a_notice_is_in_months_or_in_days() -> None:
    text = SMALL.replace("\n[[version]]", "preavis_mois = 3\n\n[preavis]\njours = 9\n\n[[version]]", 1)
    with pytest.raises(FileRefused, match="en mois et en jours"):
        read_contract_file(text.encode())


@pytest.mark.parametrize(
    ("identity", "notice", "refused"),
    [
        ("preavis_mois = 12", "", ""),
        ("preavis_mois = 13", "", "le préavis est plus long qu’une reconduction de 12 mois"),
        ("", "jours = 365", ""),
        ("", "jours = 366", "le préavis est plus long qu’une reconduction de 12 mois"),
        (
            "",
            "prestataire_mois = 18",
            "le préavis du prestataire est plus long qu’une reconduction de 12 mois",
        ),
    ],
)
def test_a_notice_is_no_longer_than_a_renewal(identity: str, notice: str, refused: str) -> None:
    renewed = f'reconduction = "tacite"\nreconduction_mois = 12\n{identity}\n\n[preavis]\n{notice}\n'
    text = SMALL.replace("\n[[version]]", f"{renewed}\n[[version]]", 1)
    if not refused:
        assert read_contract_file(text.encode()).terms.identity.renewal_months == 12
        return
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(text.encode())
    assert [(one.place, one.message) for one in refusal.value.problems] == [
        ("[preavis]", f"{refused} : il devrait être donné avant qu’elle commence.")
    ]
    assert "allongez « reconduction_mois »" in refusal.value.problems[0].remedy


def test_a_notice_longer_than_the_term_is_refused() -> None:
    text = SMALL.replace("\n[[version]]", "preavis_mois = 240\n\n[[version]]", 1)
    with pytest.raises(FileRefused, match="le préavis est plus long que la période ferme"):
        read_contract_file(text.encode())
