"""Exercises: planned, done, what they prove, what the file says of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.engine.problems import FileRefused
from contracts.models import Contract
from core.days import portal_today
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract, read_contract_file
from reversibility.models import Drill, ExitDeliverable, ExitProof
from reversibility.selectors.drills import drills_page
from reversibility.selectors.exit_home import exit_home
from tests.reversibility.conftest import DEMO
from tests.reversibility.proofs import prove

TODAY = portal_today()
DAY = date(2026, 11, 22)
TEXT = (DEMO / "inf-2024-07.toml").read_text()
DONE = {
    "kind": "restore", "system": "ERP", "planned_on": str(TODAY), "done_on": str(TODAY), "result": "passed",
    "duration": "2 h 10", "rto": "4 h", "rto_measured": "130", "proof": "PV de restauration",
}  # fmt: skip


@pytest.fixture
def referent(reference: Contract, make_user: Any) -> Client:
    client = Client()
    client.force_login(make_user("referent", reference))
    return client


def add(client: Client, contract: Contract, **given: str) -> Any:
    return client.post(reverse("reversibility:drill_add", args=[contract.slug]), given)


def proof_of(contract: Contract, number: int) -> list[tuple[str, date]]:
    with for_contract(contract.pk):
        rows = ExitProof.objects.filter(drill__number=number)
        return list(rows.values_list("what", "dated"))


def test_a_success_proves_its_deliverable_as_long_as_it_stands(reference: Contract, referent: Client) -> None:
    with for_contract(reference.pk):
        target = ExitDeliverable.objects.get(number=12).pk
    assert add(referent, reference, **DONE, deliverable=str(target)).status_code == 302
    assert proof_of(reference, 8) == [("PV de restauration", TODAY)]
    address = reverse("reversibility:drill_edit", args=[reference.slug, 8])
    referent.post(address, DONE | {"deliverable": str(target), "result": "partial"})
    assert proof_of(reference, 8) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"result": ""}, "choisissez son résultat"),
        ({"done_on": ""}, "donnez le jour où l’exercice a été fait"),
        ({"done_on": "", "result": ""}, "donnez le jour de l’exercice"),
        ({"done_on": str(TODAY + timedelta(days=1))}, "un jour à venir"),
        ({"rto_measured": "longtemps"}, "Durée illisible"),
        ({"deliverable": "0"}, "Sélectionnez un choix valide"),
        ({"rto_measured": "30 h", "rto": "8 h"}, "RTO de 30 h pour 8 h promis"),
        (
            {"rpo_measured": "2 h", "rpo": "1 h"},
            "choisissez « Partiel » ou « Échoué », ou corrigez la mesure",
        ),
    ],
)
def test_what_does_not_hold_comes_back_filled(
    reference: Contract, referent: Client, change: dict[str, str], told: str
) -> None:
    answer = add(referent, reference, **DONE | change)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert "PV de restauration" in text
    with for_contract(reference.pk):
        assert Drill.objects.count() == 7


def test_beyond_its_promise_it_is_partial_and_proves_nothing(reference: Contract, referent: Client) -> None:
    with for_contract(reference.pk):
        target = ExitDeliverable.objects.get(number=12).pk
    beyond = DONE | {"rto": "8 h", "rto_measured": "30 h", "result": "partial", "deliverable": str(target)}
    assert add(referent, reference, **beyond).status_code == 302
    assert proof_of(reference, 8) == []
    with for_contract(reference.pk), pytest.raises(IntegrityError), transaction.atomic():
        Drill.objects.filter(number=8).update(result="passed")


def test_a_time_equal_to_its_promise_keeps_it(reference: Contract, referent: Client) -> None:
    assert add(referent, reference, **DONE | {"rto": "2 h 10"}).status_code == 302


def test_the_page_of_the_reference_contract(reference: Contract) -> None:
    with for_contract(reference.pk):
        page = drills_page(reference, DAY)
    assert (page.due_on, page.overdue, page.days_left) == (date(2026, 11, 21), True, 1)
    assert [str(line.row) for line in page.lines][:3] == ["X-7", "X-6", "X-5"]
    assert page.passed_this_year == 2
    assert page.figure is not None
    assert page.figure.title == "2\u00a0mesures dépassent l’engagement, sur 6\u00a0mesurées"
    assert page.figure.wide.table.rows[0] == (
        "RTO, X-6", "6\u00a0h\u00a035", "0\u00a0min", "6\u00a0h\u00a035", "8\u00a0h",
    )  # fmt: skip


def test_a_proof_that_ends_soon_and_what_lacks_today(reference: Contract) -> None:
    with for_contract(reference.pk):
        page = exit_home(reference, DAY)
    assert [line.row.number for line in page.plan.expiring] == [13, 1]
    assert [one.line.row.number for one in page.lacking][:2] == [7, 15]
    assert page.lacking[0].due_on == DAY + timedelta(days=90)
    assert page.gap is not None
    assert page.gap.title == "54\u00a0points manquent sur 96"


@pytest.mark.parametrize("page", ["readiness", "drills", "requests"])
def test_pages_ask_few_questions_with_many_rows(reference: Contract, referent: Client, page: str) -> None:
    with for_contract(reference.pk):
        for step in range(60):
            prove(1 + step % 28, DAY - timedelta(days=30 * step), f"Pièce {step}")
    address = reverse(f"reversibility:{page}", args=[reference.slug])
    referent.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert referent.get(address).status_code == 200
    assert len(asked) <= 25


def test_a_file_never_takes_away_what_a_person_recorded(reference: Contract, referent: Client) -> None:
    address = reverse("reversibility:item_proof", args=[reference.slug, 3])
    referent.post(address, {"what": "Calendrier v3", "dated": str(TODAY)})
    said = export_contract(reference)
    assert 'preuve = "Calendrier v3"' in said
    assert not load_contract(said.encode()).total.changed
    load_contract(TEXT.encode())
    with for_contract(reference.pk):
        names = list(
            ExitProof.objects.filter(deliverable__number=3).order_by("rank").values_list("what", flat=True)
        )
    assert names == ["Calendrier des jalons v2", "Calendrier v3"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            'fait_le = 2025-05-22\nresultat = "reussi"',
            "fait_le = 2025-05-22",
            "exercice 2 : il est fait sans résultat",
        ),
        (
            "fait_le = 2025-05-22\n",
            "",
            "exercice 2 : il a un résultat, une mesure ou une preuve sans être daté",
        ),
        ("livrable = 13", "livrable = 99", "exercice 5 : le livrable 99 n’est pas au plan de sortie"),
        (
            'preuve = "PV de restauration d’essai, durée 2 h 10"\n',
            "",
            "exercice 5 : il prouve un livrable sans nommer",
        ),
        (
            "rto_mesure_minutes = 130",
            "rto_mesure_minutes = 1800",
            "exercice 5 : il est « reussi » au-delà de ce qui est promis : RTO de 30 h pour 4 h promis",
        ),
        ("preuve_le = 2026-02-27\n", "", "livrable 22 : la preuve est nommée sans être datée"),
    ],
)
def test_the_file_is_refused_in_place(before: str, after: str, told: str) -> None:
    assert before in TEXT
    with pytest.raises(FileRefused, match=told):
        read_contract_file(TEXT.replace(before, after, 1).encode())
