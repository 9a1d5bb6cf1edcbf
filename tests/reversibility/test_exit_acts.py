"""Acts on the exit plan: asked, declared, accepted, refused; what each does, refuses, and writes in the journal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from core.days import portal_today
from core.scope import Side, for_contract
from journal.models import JournalEntry
from reversibility.models import Drill, ExitDeliverable, ExitProof, ExitRequest
from reversibility.selectors import readiness_for
from tests.reversibility.proofs import prove

TODAY = portal_today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def people(contract: Contract, make_user: Any) -> dict[str, Client]:
    found = {}
    for role in ("referent", "executive", "reader", "provider"):
        found[role] = Client()
        found[role].force_login(make_user(role, contract))
    return found


@pytest.fixture
def plan(contract: Contract, people: dict[str, Client]) -> Contract:
    assert post(people["referent"], contract, "plan_create").status_code == 302
    return contract


def url(contract: Contract, page: str, *args: object) -> str:
    return reverse(f"reversibility:{page}", args=[contract.slug, *args])


def post(client: Client, contract: Contract, page: str, *args: object, **given: object) -> Any:
    return client.post(url(contract, page, *args), given)


def acts(contract: Contract) -> list[str]:
    with for_contract(contract.pk):
        entries = JournalEntry.objects.filter(contract=contract, action__regex=r"^(exit|drill)\.")
        return list(entries.order_by("sequence").values_list("action", flat=True))


def proofs(contract: Contract, number: int) -> list[ExitProof]:
    with for_contract(contract.pk):
        return list(ExitProof.objects.filter(deliverable__number=number).order_by("rank"))


def test_the_usual_plan_is_created_once(plan: Contract, people: dict[str, Client]) -> None:
    with for_contract(plan.pk):
        assert ExitDeliverable.objects.count() == 28
        assert set(ExitDeliverable.objects.values_list("family", flat=True)) == set("ABCDEFGH")
    again = people["referent"].post(url(plan, "plan_create"), follow=True)
    assert "a déjà un plan" in again.content.decode()
    assert acts(plan) == ["exit.plan_created"]


WRITES = [
    ("plan_create", ()), ("item_edit", (1,)), ("item_proof", (1,)), ("item_ask", (1,)), ("item_withdraw", (1,)),
    ("proof_decide", (1, 1)), ("drill_add", ()), ("drill_edit", (1,)),
]  # fmt: skip


@pytest.mark.parametrize(("page", "args"), WRITES)
@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_only_the_referent_writes(
    plan: Contract, people: dict[str, Client], page: str, args: tuple[int, ...], role: str
) -> None:
    assert post(people[role], plan, page, *args).status_code == 403


@pytest.mark.parametrize(("page", "args"), [("item", (1,)), ("drills", ())])
def test_the_plan_is_the_clients_alone(
    plan: Contract, people: dict[str, Client], page: str, args: tuple[int, ...]
) -> None:
    address = url(plan, page, *args)
    assert [people[role].get(address).status_code for role in people] == [200, 200, 200, 403]


def test_another_contract_and_an_unknown_number_are_not_there(
    plan: Contract, people: dict[str, Client], make_contract: Any, make_user: Any
) -> None:
    other = make_contract("USI-2023-11", "Client B", "Prestataire B")
    stranger = Client()
    stranger.force_login(make_user("referent", other, email="ailleurs@exemple.fr"))
    for page in ("item", "request", "drill"):
        assert stranger.get(url(plan, page, 1)).status_code == 404
        assert people["referent"].get(url(plan, page, 99)).status_code == 404
    assert post(people["referent"], plan, "item_ask", 99).status_code == 404


class TestAsked:
    def test_the_provider_sees_that_line_alone(self, plan: Contract, people: dict[str, Client]) -> None:
        provider = people["provider"]
        before = provider.get(url(plan, "requests")).content.decode()
        assert "Rien n’est demandé pour le moment" in before
        post(
            people["referent"], plan, "item_ask", 15, message="Pour l’audit de mai.", wanted_on=str(TOMORROW)
        )
        text = provider.get(url(plan, "requests")).content.decode()
        assert "Coffre de mots de passe complet remis" in text
        assert "Restauration d’essai" not in text
        line = provider.get(url(plan, "request", 1)).content.decode()
        assert "Pour l’audit de mai." in line
        assert "un échantillon tiré au sort" in line
        assert "Poids" not in line
        assert provider.get(url(plan, "requests") + "?export=csv").content.decode().count("\n") == 2

    def test_it_is_found_from_the_menu_and_the_list_of_things_to_do(
        self, plan: Contract, people: dict[str, Client]
    ) -> None:
        dates = reverse("contracts:dates", args=[plan.slug])
        assert "Livrables demandés" not in people["provider"].get(dates).content.decode()
        post(people["referent"], plan, "item_ask", 15)
        assert "Livrables demandés" in people["provider"].get(dates).content.decode()
        todo = people["provider"].get(reverse("inbox")).content.decode()
        assert "Livrable demandé\u00a0: Coffre de mots de passe complet remis" in todo

    def test_once_at_a_time_and_never_for_a_past_day(self, plan: Contract, people: dict[str, Client]) -> None:
        answer = post(people["referent"], plan, "item_ask", 15, message="Vite", wanted_on=str(YESTERDAY))
        assert answer.status_code == 422
        assert "déjà passée" in answer.content.decode()
        assert "Vite" in answer.content.decode()
        assert post(people["referent"], plan, "item_ask", 15).status_code == 302
        assert "déjà demandée" in post(people["referent"], plan, "item_ask", 15).content.decode()
        assert acts(plan)[1:] == ["exit.proof_asked"]

    def test_it_is_withdrawn_unless_a_proof_waits(self, plan: Contract, people: dict[str, Client]) -> None:
        referent = people["referent"]
        assert "rien n’est à retirer" in post(referent, plan, "item_withdraw", 15).content.decode()
        post(referent, plan, "item_ask", 15)
        declare(people, plan, 1)
        assert post(referent, plan, "item_withdraw", 15).status_code == 422
        post(referent, plan, "proof_decide", 15, 1, decision="refuse", reason="Illisible en l’état.")
        assert post(referent, plan, "item_withdraw", 15).status_code == 302
        assert declare(people, plan, 1).status_code == 422


def declare(people: dict[str, Client], plan: Contract, number: int, dated: date = TODAY) -> Any:
    return post(people["provider"], plan, "request_declare", number, what="PV du coffre", dated=str(dated))


class TestDeclared:
    @pytest.fixture
    def asked(self, plan: Contract, people: dict[str, Client]) -> Contract:
        post(people["referent"], plan, "item_ask", 15)
        return plan

    def test_a_declared_proof_counts_once_accepted(self, asked: Contract, people: dict[str, Client]) -> None:
        assert declare(people, asked, 1).status_code == 302
        with for_contract(asked.pk):
            assert readiness_for(asked, TODAY).proven == 0
        assert "Preuve à accepter" in people["referent"].get(reverse("inbox")).content.decode()
        post(people["referent"], asked, "proof_decide", 15, 1, decision="accept", signed="on")
        with for_contract(asked.pk):
            found = readiness_for(asked, TODAY)
            assert (found.proven, found.accepted) == (5, 5)
            assert ExitRequest.objects.get().outcome == "accepted"
        assert acts(asked)[1:] == ["exit.proof_asked", "exit.proof_declared", "exit.proof_accepted"]

    def test_a_refusal_says_why_and_leaves_the_request_open(
        self, asked: Contract, people: dict[str, Client]
    ) -> None:
        declare(people, asked, 1)
        short = post(people["referent"], asked, "proof_decide", 15, 1, decision="refuse", reason="Non")
        assert short.status_code == 422
        assert "10 caractères au moins" in short.content.decode()
        post(people["referent"], asked, "proof_decide", 15, 1, decision="refuse", reason="Page 3 absente.")
        page = people["provider"].get(url(asked, "request", 1)).content.decode()
        assert "Page 3 absente." in page
        assert "Déclarer la preuve" in page
        assert declare(people, asked, 1).status_code == 302
        assert [proof.state for proof in proofs(asked, 15)] == ["refused", "declared"]

    def test_a_day_to_come_is_refused_in_place(self, asked: Contract, people: dict[str, Client]) -> None:
        answer = declare(people, asked, 1, TOMORROW)
        assert answer.status_code == 422
        assert "un jour à venir" in answer.content.decode()
        assert "PV du coffre" in answer.content.decode()
        assert proofs(asked, 15) == []

    def test_one_waits_at_a_time_and_is_decided_once(
        self, asked: Contract, people: dict[str, Client]
    ) -> None:
        declare(people, asked, 1)
        assert "attend la décision du client" in declare(people, asked, 1).content.decode()
        post(people["referent"], asked, "proof_decide", 15, 1, decision="accept")
        again = post(people["referent"], asked, "proof_decide", 15, 1, decision="accept")
        assert "déjà décidée" in again.content.decode()

    def test_the_clients_own_proofs_stay_its_own(self, asked: Contract, people: dict[str, Client]) -> None:
        post(people["referent"], asked, "item_proof", 15, what="Note interne", dated=str(YESTERDAY))
        declare(people, asked, 1)
        with for_contract(asked.pk, Side.PROVIDER):
            assert [proof.what for proof in ExitProof.objects.all()] == ["PV du coffre"]
        assert [proof.rank for proof in proofs(asked, 15)] == [1, 2]
        assert "Note interne" not in people["provider"].get(url(asked, "request", 1)).content.decode()


def test_the_referent_records_what_it_holds(plan: Contract, people: dict[str, Client]) -> None:
    late = post(people["referent"], plan, "item_proof", 2, what="RACI v3", dated=str(TOMORROW))
    assert late.status_code == 422
    assert "RACI v3" in late.content.decode()
    post(people["referent"], plan, "item_proof", 2, what="RACI v3", dated=str(YESTERDAY), signed="on")
    with for_contract(plan.pk):
        assert readiness_for(plan, TODAY).accepted == 2
        assert readiness_for(plan, YESTERDAY - timedelta(days=1)).proven == 0


LINE = {
    "name": "RACI", "owner_side": "client", "owner": "Référent IT", "criterion": "Un seul A.", "due": "T0 + 10 jours",
    "due_days": 10, "weight": 4, "validity_months": 6,
}  # fmt: skip


def test_a_line_is_corrected_in_place(plan: Contract, people: dict[str, Client]) -> None:
    assert post(people["referent"], plan, "item_edit", 2, **LINE).status_code == 302
    with for_contract(plan.pk):
        row = ExitDeliverable.objects.get(number=2)
    assert {name: getattr(row, name) for name in LINE} == LINE
    wrong = post(people["referent"], plan, "item_edit", 2, **LINE | {"weight": 9})
    assert wrong.status_code == 422
    assert "Référent IT" in wrong.content.decode()
    post(people["referent"], plan, "item_edit", 2, **LINE)
    assert acts(plan) == ["exit.plan_created", "exit.deliverable_changed"]


def test_the_database_refuses_a_link_abroad_and_a_rewritten_decision(
    plan: Contract, people: dict[str, Client], make_contract: Any
) -> None:
    other = make_contract("USI-2023-11", "Client B", "Prestataire B")
    with for_contract(other.pk):
        far = ExitDeliverable.objects.create(
            contract=other, number=1, family="A", name="Ailleurs", owner_side="client"
        )
        prove(1, YESTERDAY)
    with for_contract(plan.pk):
        drill = Drill(
            contract=plan, number=1, kind="restore", system="ERP", planned_on=TODAY, deliverable=far
        )
        with pytest.raises(DatabaseError, match="autre contrat"), transaction.atomic():
            drill.save()
    post(people["referent"], plan, "item_ask", 15)
    declare(people, plan, 1)
    post(people["referent"], plan, "proof_decide", 15, 1, decision="accept")
    with for_contract(plan.pk), pytest.raises(DatabaseError, match="reste"), transaction.atomic():
        ExitProof.objects.filter(deliverable__number=15).update(dated=YESTERDAY)
