"""Obligations lived: read by each side, said done by whom it binds, accepted or refused by the client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from contracts.models import Clause, ContractDocument, Obligation, ObligationAct, ObligationFile
from contracts.selectors.papers import obligation_book
from contracts.services.obligations import ObligationRefused, Said, say_done, settle_act
from contracts.services.papers_rows import write_obligation
from contracts.services.signing import Signer
from core.scope import Side, for_contract, unscoped
from journal.models import JournalEntry
from tests.contracts.files import PDF

TODAY = date(2026, 4, 10)
DONE = date(2026, 1, 5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def referent(contract: Any, make_user: Any) -> Any:
    return make_user("referent", contract)


@pytest.fixture
def provider(contract: Any, make_user: Any) -> Any:
    return make_user("provider", contract)


def owed(contract: Any, number: int = 1, side: str = "provider", **more: Any) -> Obligation:
    values = {"title": f"Obligation {number}", "due_on": date(2024, 7, 1), "every_months": 6} | more
    return Obligation.objects.create(contract=contract, number=number, side=side, **values)


def by(user: Any, side: Side) -> Signer:
    return Signer(user, "referent" if side is Side.CLIENT else "provider", side)


def said(obligation: Obligation, user: Any, side: Side, done_on: date = DONE, proof: str = "PV") -> Any:
    return say_done(obligation=obligation, said=Said(done_on, proof), signer=by(user, side), today=TODAY)


def test_the_provider_s_word_counts_once_accepted(scope: Any, referent: Any, provider: Any) -> None:
    obligation = owed(scope)
    act = said(obligation, provider, Side.PROVIDER)
    assert Obligation.objects.get().done_on is None
    settle_act(act=act, accepted=True, reason="", signer=by(referent, Side.CLIENT))
    kept = Obligation.objects.get()
    assert (kept.done_on, kept.proof) == (DONE, "PV")
    assert [entry.action for entry in JournalEntry.objects.order_by("sequence")] == [
        "obligation.said_done", "obligation.accepted",
    ]  # fmt: skip


def test_the_client_s_own_counts_at_once_and_an_older_act_changes_nothing(scope: Any, referent: Any) -> None:
    obligation = owed(scope, side="client")
    assert said(obligation, referent, Side.CLIENT).state == ObligationAct.State.ACCEPTED
    said(obligation, referent, Side.CLIENT, date(2025, 7, 1), "Ancien PV")
    assert Obligation.objects.get().proof == "PV"
    assert ObligationAct.objects.count() == 2


@pytest.mark.parametrize(
    ("done_on", "proof", "words"),
    [
        (date(2026, 4, 11), "PV", "Le jour est à venir"),
        (date(2023, 12, 31), "PV", "Le contrat commence le 01/01/2024"),
        (DONE, "  ", "La preuve est à nommer"),
    ],
)
def test_what_cannot_be_is_refused(scope: Any, provider: Any, done_on: date, proof: str, words: str) -> None:
    with pytest.raises(ObligationRefused, match=words):
        said(owed(scope), provider, Side.PROVIDER, done_on, proof)
    assert not ObligationAct.objects.exists()


def test_acts_out_of_turn_are_refused(scope: Any, referent: Any, provider: Any) -> None:
    with pytest.raises(ObligationRefused, match="celle du client"):
        said(owed(scope, 2, "client"), provider, Side.PROVIDER)
    obligation = owed(scope)
    act = said(obligation, provider, Side.PROVIDER)
    with pytest.raises(ObligationRefused, match="attend déjà la réponse"):
        said(obligation, provider, Side.PROVIDER)
    signer = by(referent, Side.CLIENT)
    with pytest.raises(ObligationRefused, match="Un refus se motive"):
        settle_act(act=act, accepted=False, reason="non", signer=signer)
    settle_act(act=act, accepted=False, reason="La pièce est de l’an passé.", signer=signer)
    assert Obligation.objects.get(number=1).done_on is None
    with pytest.raises(ObligationRefused, match="déjà refusée"):
        settle_act(act=act, accepted=True, reason="", signer=signer)


def test_what_was_decided_stays(scope: Any, referent: Any) -> None:
    said(owed(scope, side="client"), referent, Side.CLIENT)
    rows = ObligationAct.objects.all()
    for write in (
        lambda: rows.update(proof="Autre"),
        lambda: rows.update(state="refused", reason="x"),
        rows.delete,
    ):
        with pytest.raises(IntegrityError, match="Ce qui a été décidé"), transaction.atomic():
            write()


def test_an_act_is_of_the_same_contract_and_audience(
    contract: Any, make_contract: Any, referent: Any
) -> None:
    other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
    told = {
        "done_on": DONE,
        "proof": "PV",
        "said_by": referent,
        "said_side": "client",
        "said_at": "2026-04-10T08:00Z",
    }
    with unscoped("tests build their world"):
        ours, theirs = owed(contract), owed(other)
        document = ContractDocument.objects.create(contract=other, code="c", kind="other", title="C")
        for row, message in (
            ({"obligation": theirs}, "même contrat"),
            ({"obligation": ours, "document": document}, "même contrat"),
            ({"obligation": ours, "audience": "client"}, "même diffusion"),
        ):
            with pytest.raises(IntegrityError, match=message), transaction.atomic():
                ObligationAct.objects.create(contract=contract, **told, **row)


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(contract: Any, name: str = "obligations", *args: Any) -> str:
    return reverse(f"contracts:{name}", args=[contract.slug, *args])


def test_the_provider_says_done_and_the_referent_accepts(contract: Any, referent: Any, provider: Any) -> None:
    with for_contract(contract.pk):
        owed(contract)
        document = ContractDocument.objects.create(
            contract=contract, code="a", kind="certificate", title="Attestation 2026"
        )
    theirs, ours = signed_in(provider), signed_in(referent)
    given = {"done_on": "05/01/2026", "proof": "Attestation remise", "document": document.pk}
    answer = theirs.post(address(contract, "obligation_done", 1), given, follow=True)
    assert "le client y répond" in answer.content.decode()
    assert "Attestation 2026" in answer.content.decode()
    assert theirs.post(address(contract, "obligation_settle", 1), {"outcome": "accepted"}).status_code == 403
    assert "À accepter" in ours.get(address(contract)).content.decode()
    refused = ours.post(
        address(contract, "obligation_settle", 1), {"outcome": "refused", "reason": "trop tôt"}
    )
    assert refused.status_code == 422
    assert "trop tôt" in refused.content.decode()
    done = ours.post(address(contract, "obligation_settle", 1), {"outcome": "accepted"}, follow=True)
    assert "Exécution acceptée." in done.content.decode()
    again = ours.post(address(contract, "obligation_settle", 1), {"outcome": "accepted"})
    assert (again.status_code, "Aucune exécution n’attend" in again.content.decode()) == (422, True)


def test_a_refused_form_comes_back_filled(contract: Any, provider: Any) -> None:
    with for_contract(contract.pk):
        owed(contract)
    given = {"done_on": "05/01/2023", "proof": "Attestation remise"}
    answer = signed_in(provider).post(address(contract, "obligation_done", 1), given)
    assert answer.status_code == 422
    for words in ("Le contrat commence le 01/01/2024", "05/01/2023", "Attestation remise"):
        assert words in answer.content.decode()


def test_a_reserved_obligation_does_not_exist_for_the_provider(
    contract: Any, referent: Any, provider: Any
) -> None:
    with for_contract(contract.pk):
        obligation = owed(contract, 7, "client", title="Comparer le marché", audience="client")
        said(obligation, referent, Side.CLIENT)
        reserved = ContractDocument.objects.create(
            contract=contract, code="a", kind="other", title="Avis", audience="client"
        )
        owed(contract, 8)
    theirs, ours = signed_in(provider), signed_in(referent)
    for query in ("", "?export=csv"):
        assert "Comparer le marché" in ours.get(address(contract) + query).content.decode()
        assert "Comparer le marché" not in theirs.get(address(contract) + query).content.decode()
    assert theirs.get(address(contract, "obligation", 7)).status_code == 404
    assert theirs.post(address(contract, "obligation_done", 7), {}).status_code == 404
    journal = reverse("contract_journal", args=[contract.slug])
    assert "Comparer le marché" not in theirs.get(journal).content.decode()
    given = {"done_on": "05/01/2026", "proof": "Avis", "document": reserved.pk}
    answer = theirs.post(address(contract, "obligation_done", 8), given)
    assert answer.status_code == 422


def test_readers_say_nothing(contract: Any, make_user: Any) -> None:
    with for_contract(contract.pk):
        owed(contract)
    for role in ("executive", "reader"):
        client = signed_in(make_user(role, contract))
        assert "Déclarer" not in client.get(address(contract, "obligation", 1)).content.decode()
        for name in ("obligation_done", "obligation_settle"):
            assert client.post(address(contract, name, 1), {}).status_code == 403


def test_pages_read_little_with_many_rows(
    contract: Any, referent: Any, django_assert_max_num_queries: Any
) -> None:
    with for_contract(contract.pk):
        clause = Clause.objects.create(contract=contract, code="art. 1", theme="other", position=1)
        for number in range(1, 61):
            obligation = owed(contract, number, "client" if number % 2 else "provider", clause=clause)
        for day in range(1, 30):
            said(obligation, referent, Side.CLIENT, date(2026, 1, day))
    client = signed_in(referent)
    for name, args in (("obligations", []), ("obligation", [60])):
        with django_assert_max_num_queries(25):
            assert client.get(address(contract, name, *args)).status_code == 200


def test_the_file_of_an_execution_is_read_by_whom_the_obligation_is_for(
    scope: Any, referent: Any, provider: Any
) -> None:
    owed(scope)
    clients = {"referent": Client(), "provider": Client()}
    clients["referent"].force_login(referent)
    clients["provider"].force_login(provider)
    page = reverse("contracts:obligation_done", args=[scope.slug, 1])
    given = {"done_on": "05/01/2026", "proof": "PV"}
    wrong = clients["provider"].post(page, given | {"file": SimpleUploadedFile("pv.pdf", b"bonjour")})
    assert wrong.status_code == 422
    assert "c’est un texte" in wrong.content.decode()
    assert ObligationAct.objects.count() == 0
    assert (
        clients["provider"].post(page, given | {"file": SimpleUploadedFile("pv.pdf", PDF)}).status_code == 302
    )
    kept = ObligationFile.objects.get()
    file = reverse("contracts:obligation_file", args=[scope.slug, 1, kept.pk])
    for client in clients.values():
        assert client.get(file).getvalue() == PDF
        assert "pv.pdf" in client.get(reverse("contracts:obligation", args=[scope.slug, 1])).content.decode()
    reserve(scope)
    assert clients["referent"].get(file).getvalue() == PDF
    assert clients["provider"].get(file).status_code == 404
    with pytest.raises(IntegrityError, match="reste tel quel"), transaction.atomic():
        kept.delete()


def reserve(contract: Any) -> None:
    said = replace(obligation_book(contract).obligations[1], audience="client")
    write_obligation(contract=contract, said=said, clauses={})
