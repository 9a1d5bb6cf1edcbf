"""Obligations entered at the portal: by the referent alone, closed rather than removed once something was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.engine.papers import ObligationSaid
from contracts.models import Clause, Obligation, ObligationAct
from contracts.selectors import export_obligations
from contracts.selectors.papers import obligation_book
from contracts.services.lines import LineRefused
from contracts.services.obligation_lines import remove_obligation, save_obligation
from contracts.services.obligations import Said, say_done
from contracts.services.signing import Signer
from core.scope import Side, for_contract
from journal.models import JournalEntry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 10)


def said(title: str = "Remettre le rapport", **values: Any) -> ObligationSaid:
    told = {
        "side": "provider", "clause": "", "every_months": 1, "due_on": date(2026, 1, 8), "done_on": None,
        "proof": "", "audience": "both",
    } | values  # fmt: skip
    return ObligationSaid(number=0, title=title, **told)


def done(contract: Any, actor: Any, number: int = 1) -> None:
    obligation = Obligation.objects.get(contract=contract, number=number)
    signer = Signer(actor["user"], "referent", Side.CLIENT)
    say_done(obligation=obligation, said=Said(date(2026, 3, 8), "PV"), signer=signer, today=TODAY)


def told_lines() -> list[tuple[str, str, Any]]:
    rows = JournalEntry.objects.order_by("sequence")
    return [(row.action, row.subject, row.details) for row in rows]


def test_an_obligation_is_added_changed_and_removed(scope: Any, actor: Any) -> None:
    Clause.objects.create(contract=scope, position=1, code="art. 1", theme="reporting")
    assert save_obligation(contract=scope, said=said(), number=None, **actor) == 1
    assert save_obligation(contract=scope, said=said("Payer", side="client"), number=None, **actor) == 2
    changed = said(clause="art. 1", ended_on=date(2026, 12, 31), expected_proof="Le rapport")
    assert save_obligation(contract=scope, said=changed, number=1, **actor) == 1
    assert save_obligation(contract=scope, said=changed, number=1, **actor) is None
    assert export_obligations(scope)[0] == {
        "numero": 1, "partie": "prestataire", "objet": "Remettre le rapport", "clause": "art. 1",
        "tous_les_mois": 1, "echeance": date(2026, 1, 8), "fin": date(2026, 12, 31),
        "preuve_attendue": "Le rapport",
    }  # fmt: skip
    remove_obligation(contract=scope, number=2, **actor)
    assert [row.number for row in Obligation.objects.all()] == [1]
    assert told_lines() == [
        ("obligation.added", "Remettre le rapport", {}),
        ("obligation.added", "Payer", {}),
        ("obligation.changed", "Remettre le rapport", {"fields": "clause, dernier jour, preuve attendue"}),
        ("obligation.removed", "Payer", {}),
    ]


def test_one_that_returns_has_its_first_date(scope: Any, actor: Any) -> None:
    with pytest.raises(LineRefused, match="Donnez la première date attendue") as refused:
        save_obligation(contract=scope, said=said(due_on=None), number=None, **actor)
    assert refused.value.faults[0].field == "due_on"
    assert not Obligation.objects.exists()


def test_what_was_done_stays_and_is_closed_by_its_last_day(scope: Any, actor: Any) -> None:
    save_obligation(contract=scope, said=said(), number=None, **actor)
    done(scope, actor)
    with pytest.raises(LineRefused, match="Datez son dernier jour"):
        remove_obligation(contract=scope, number=1, **actor)
    with pytest.raises(LineRefused, match="déjà été déclarée faite par cette partie"):
        save_obligation(contract=scope, said=said(side="client"), number=1, **actor)
    save_obligation(contract=scope, said=said(ended_on=date(2026, 3, 31)), number=1, **actor)
    row = Obligation.objects.get()
    assert (row.ended_on, row.done_on, row.proof) == (date(2026, 3, 31), date(2026, 3, 8), "PV")


def test_a_reserved_one_is_told_apart_with_all_that_was_done_of_it(scope: Any, actor: Any) -> None:
    save_obligation(contract=scope, said=said(), number=None, **actor)
    done(scope, actor)
    kept = obligation_book(scope).obligations[1]
    save_obligation(contract=scope, said=replace(kept, audience="client"), number=1, **actor)
    assert ObligationAct.objects.get().audience == "client"
    save_obligation(contract=scope, said=said("Comparer", audience="client"), number=None, **actor)
    remove_obligation(contract=scope, number=2, **actor)
    assert [action for action, _, _ in told_lines()][2:] == ["obligation.reserved_edited"] * 3


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(contract: Any, name: str = "obligations", *args: Any) -> str:
    return reverse(f"contracts:{name}", args=[contract.slug, *args])


def test_the_referent_enters_and_changes_in_place(contract: Any, actor: Any) -> None:
    client = signed_in(actor["user"])
    typed = {"side": "provider", "title": "Remettre le rapport", "every_months": "1"}
    refused = client.post(address(contract, "obligation_add"), typed)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert ("Elle revient, sans première échéance." in text, 'value="Remettre le rapport"' in text) == (
        True,
        True,
    )
    slipped = client.post(address(contract, "obligation_add"), typed | {"due_on": "08/01/9026"})
    assert "hors de la vie d’un contrat" in slipped.content.decode()
    added = client.post(address(contract, "obligation_add"), typed | {"due_on": "08/01/2026"}, follow=True)
    assert "Obligation ajoutée." in added.content.decode()
    edit = address(contract, "obligation_edit", 1)
    assert client.post(edit, typed | {"due_on": ""}).status_code == 422
    changed = client.post(edit, typed | {"due_on": "08/02/2026", "expected_proof": "Le rapport"}, follow=True)
    assert "08/02/2026" in changed.content.decode()
    with for_contract(contract.pk):
        done(contract, actor)
    kept = client.post(edit, {"act": "remove"}, follow=True).content.decode()
    assert "Elle a été déclarée faite" in kept
    assert "Retirer l’obligation" not in kept
    closed = client.post(
        edit, typed | {"due_on": "08/02/2026", "ended_on": "08/03/2026"}, follow=True
    ).content.decode()
    assert "Finie" in closed


def test_one_that_nobody_did_is_removed(contract: Any, actor: Any) -> None:
    with for_contract(contract.pk):
        save_obligation(contract=contract, said=said(), number=None, **actor)
    client, edit = signed_in(actor["user"]), address(contract, "obligation_edit", 1)
    assert "Obligation retirée." in client.post(edit, {"act": "remove"}, follow=True).content.decode()
    assert client.post(edit, {"act": "remove"}).status_code == 404


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_enter_nothing(contract: Any, actor: Any, make_user: Any, role: str) -> None:
    with for_contract(contract.pk):
        save_obligation(contract=contract, said=said(), number=None, **actor)
    client = signed_in(make_user(role, contract))
    assert "Ajouter" not in client.get(address(contract)).content.decode()
    assert "Modifier" not in client.get(address(contract, "obligation", 1)).content.decode()
    for name, args in (("obligation_add", []), ("obligation_edit", [1])):
        assert client.post(address(contract, name, *args), {"title": "x"}).status_code == 403
