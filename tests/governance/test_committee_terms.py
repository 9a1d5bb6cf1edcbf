"""Committees that the contract provides for, entered at the portal by the referent alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.services.lines import LineRefused
from core.scope import for_contract
from governance.engine.terms import CommitteeSaid
from governance.selectors.committee_terms import export_committees, terms_for
from governance.services.committee_terms import remove_committee, save_committee
from journal.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(contract: Any, make_user: Any) -> dict[str, Any]:
    return {"user": make_user("referent", contract), "role": "referent"}


def said(name: str = "COPIL", **values: Any) -> CommitteeSaid:
    told = {"cadence": "monthly", "minutes": 90, "participants": ("Ada", "Zoé"), "quorum": 2} | values
    return CommitteeSaid(position=0, code="", name=name, **told)


def test_a_committee_is_added_changed_and_removed(scope: Any, actor: Any) -> None:
    assert save_committee(contract=scope, said=said(), code=None, **actor)
    assert save_committee(contract=scope, said=said(cadence="yearly"), code=None, **actor)
    assert [(row.position, row.code) for row in terms_for(scope)] == [(1, "copil"), (2, "copil-2")]
    renamed = said("COPIL, comité de pilotage", quorum=1)
    assert save_committee(contract=scope, said=renamed, code="copil", **actor)
    assert not save_committee(contract=scope, said=renamed, code="copil", **actor)
    assert export_committees(scope)[0] == {
        "code": "copil", "libelle": "COPIL, comité de pilotage", "cadence": "mensuelle", "duree_minutes": 90,
        "participants": ["Ada", "Zoé"], "quorum": 1,
    }  # fmt: skip
    remove_committee(contract=scope, code="copil-2", **actor)
    assert [row.code for row in terms_for(scope)] == ["copil"]
    rows = JournalEntry.objects.order_by("sequence")
    assert [(row.action, row.subject, row.details) for row in rows] == [
        ("committee_term.added", "COPIL", {}),
        ("committee_term.added", "COPIL", {}),
        ("committee_term.changed", "COPIL, comité de pilotage", {"fields": "nom, quorum"}),
        ("committee_term.removed", "COPIL", {}),
    ]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"quorum": 3}, "quorum", "Le quorum, 3, dépasse le nombre de participants, 2. Baissez le quorum"),
        (
            {"silence_approves": True},
            "remarks_within",
            "Le silence vaut approbation, mais aucun délai de remarques n’est dit. Écrivez ce délai",
        ),
        ({"participants": ("Ada", "Ada")}, "participants", "Un participant y est deux fois."),
        ({"participants": ("A" * 81, "Zoé")}, "participants", "Écrivez de 1 à 80 caractères pour chacun."),
    ],
)
def test_what_cannot_be_said_is_refused(
    scope: Any, actor: Any, values: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(LineRefused) as refused:
        save_committee(contract=scope, said=said(**values), code=None, **actor)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert words in str(refused.value)
    assert (terms_for(scope), JournalEntry.objects.count()) == ([], 0)


# ---- Page ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(contract: Any, name: str = "list", *args: Any) -> str:
    return reverse(f"governance:{name}", args=[contract.slug, *args])


def test_the_referent_enters_a_committee_in_place(contract: Any, actor: Any) -> None:
    client = signed_in(actor["user"])
    typed = {
        "name": "COTECH",
        "cadence": "monthly",
        "participants": "Ada\r\n\r\n Zoé ",
        "quorum": "3",
        "minutes": "60",
    }
    refused = client.post(address(contract, "term_add"), typed)
    assert refused.status_code == 422
    assert "Le quorum, 3, dépasse" in refused.content.decode()
    assert 'value="COTECH"' in refused.content.decode()
    assert "Comité enregistré." in client.post(
        address(contract, "term_add"), typed | {"quorum": ""}, follow=True
    ).content.decode()  # fmt: skip
    with for_contract(contract.pk):
        row = terms_for(contract)[0]
    assert (row.code, row.participants, row.quorum) == ("cotech", ["Ada", "Zoé"], 0)
    line = address(contract, "term", "cotech")
    assert client.get(line).headers["Location"].endswith("?modifier=cotech#prevu-cotech")
    assert "Modifier ce comité" in client.get(address(contract) + "?modifier=cotech").content.decode()
    assert client.post(line, typed | {"name": ""}).status_code == 422
    assert "Comité retiré du contrat." in client.post(line, {"act": "remove"}, follow=True).content.decode()
    assert client.post(line, {"act": "remove"}).status_code == 404


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_read_and_change_nothing(contract: Any, actor: Any, make_user: Any, role: str) -> None:
    with for_contract(contract.pk):
        save_committee(contract=contract, said=said(), code=None, **actor)
    client = signed_in(make_user(role, contract))
    text = client.get(address(contract) + "?modifier=copil").content.decode()
    assert "COPIL" in text
    assert ("Modifier" in text, "Ajouter" in text) == (False, False)
    for name, args in (("term_add", []), ("term", ["copil"])):
        assert client.post(address(contract, name, *args), {"name": "x"}).status_code == 403
