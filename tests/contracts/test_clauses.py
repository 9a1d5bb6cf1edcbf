"""Clauses entered at the portal: by the referent alone, refused in place, told by the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.engine.papers import ClauseSaid
from contracts.models import Clause, ContractDocument, Obligation, RegisterEntry
from contracts.selectors import export_clauses
from contracts.services.clauses import remove_clause, save_clause
from contracts.services.lines import LineRefused
from core.scope import for_contract
from journal.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(scope: Any) -> Any:
    return ContractDocument.objects.create(
        contract=scope, code="contrat", kind="contract", title="Contrat signé", pages=30
    )


def said(code: str = "art. 5", **values: Any) -> ClauseSaid:
    told = {"theme": "audit", "title": "Audit", "text": "", "document": "", "page": None} | values
    return ClauseSaid(code=code, **told)


def told_lines() -> list[tuple[str, str, Any]]:
    rows = JournalEntry.objects.filter(action__startswith="clause").order_by("sequence")
    return [(row.action, row.subject, row.details) for row in rows]


def test_a_clause_is_added_changed_and_removed(scope: Any, actor: Any, document: Any) -> None:
    Clause.objects.create(contract=scope, position=4, code="art. 1", theme="scope")
    assert save_clause(contract=scope, said=said(document="contrat", page=12), key=None, **actor)
    row = Clause.objects.get(code="art. 5")
    assert (row.position, row.document_id, row.page) == (5, document.pk, 12)
    renamed = said("art. 6", document="contrat", page=13)
    assert save_clause(contract=scope, said=renamed, key=row.pk, **actor)
    assert not save_clause(contract=scope, said=renamed, key=row.pk, **actor)
    row.refresh_from_db()
    assert (row.code, row.position, row.page) == ("art. 6", 5, 13)
    assert export_clauses(scope)[1] == {
        "code": "art. 6", "theme": "audit", "titre": "Audit", "document": "contrat", "page": 13,
    }  # fmt: skip
    remove_clause(contract=scope, key=row.pk, **actor)
    assert [one.code for one in Clause.objects.all()] == ["art. 1"]
    assert told_lines() == [
        ("clause.added", "art. 5 Audit", {}),
        ("clause.changed", "art. 6 Audit", {"fields": "référence, page"}),
        ("clause.removed", "art. 6 Audit", {}),
    ]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"code": "art. 1"}, "code", "est déjà une clause. Changez cette ligne-là."),
        ({"title": ""}, "title", "La clause est vide. Écrivez son titre, son texte ou le document"),
        ({"page": 3}, "page", "La page est donnée sans document. Nommez le document"),
        ({"document": "contrat", "page": 31}, "page", "Page 31 d’un document qui en compte 30."),
    ],
)
def test_what_cannot_be_said_is_refused(
    scope: Any, actor: Any, document: Any, values: dict[str, Any], field: str, words: str
) -> None:
    Clause.objects.create(contract=scope, position=1, code="art. 1", theme="scope")
    with pytest.raises(LineRefused) as refused:
        save_clause(contract=scope, said=said(**values), key=None, **actor)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert words in str(refused.value)
    assert (Clause.objects.count(), told_lines()) == (1, [])


def test_a_cited_clause_stays(scope: Any, actor: Any) -> None:
    clause = Clause.objects.create(contract=scope, position=1, code="art. 1", theme="scope")
    Obligation.objects.create(contract=scope, number=7, side="client", title="Payer", clause=clause)
    RegisterEntry.objects.create(
        contract=scope, register="rgpd", item="fin", answer="yes", clause=clause, answered_on=date(2026, 1, 5)
    )
    with pytest.raises(LineRefused, match="obligation 7, registre RGPD"):
        remove_clause(contract=scope, key=clause.pk, **actor)
    assert Clause.objects.count() == 1


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(contract: Any, name: str = "clauses", *args: Any) -> str:
    return reverse(f"contracts:{name}", args=[contract.slug, *args])


def test_the_referent_enters_a_clause_in_place(contract: Any, actor: Any) -> None:
    client = signed_in(actor["user"])
    typed = {"code": "art. 5.1", "theme": "penalties", "text": "Plafond\r\nde 10 %", "page": "3"}
    refused = client.post(address(contract, "clause_add"), typed)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "La page est donnée sans document." in text
    assert ('value="art. 5.1"' in text, "de 10 %" in text) == (True, True)
    done = client.post(address(contract, "clause_add"), typed | {"page": ""}, follow=True)
    assert "Clause enregistrée." in done.content.decode()
    with for_contract(contract.pk):
        row = Clause.objects.get()
    assert (row.code, row.theme, row.text) == ("art. 5.1", "penalties", "Plafond\nde 10 %")
    line = address(contract, "clause_line", row.pk)
    assert client.get(line).headers["Location"].endswith(f"?modifier={row.pk}#clause-{row.pk}")
    opened = client.get(address(contract) + f"?modifier={row.pk}").content.decode()
    assert "Modifier cette clause" in opened
    assert client.post(line, {"code": "", "theme": "penalties"}).status_code == 422
    assert client.post(line, {"act": "remove"}, follow=True).status_code == 200
    assert client.post(line, {"act": "remove"}).status_code == 404


def test_a_refused_removal_is_said_on_the_page(contract: Any, actor: Any) -> None:
    with for_contract(contract.pk):
        clause = Clause.objects.create(contract=contract, position=1, code="art. 1", theme="scope")
        Obligation.objects.create(contract=contract, number=7, side="client", title="Payer", clause=clause)
    line = address(contract, "clause_line", clause.pk)
    answer = signed_in(actor["user"]).post(line, {"act": "remove"}, follow=True)
    assert "La clause art. 1 est citée" in answer.content.decode()


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_read_and_change_nothing(contract: Any, make_user: Any, role: str) -> None:
    with for_contract(contract.pk):
        clause = Clause.objects.create(contract=contract, position=1, code="art. 1", theme="scope")
    client = signed_in(make_user(role, contract))
    text = client.get(address(contract) + f"?modifier={clause.pk}").content.decode()
    assert "art. 1" in text
    assert ("Modifier" in text, "Ajouter" in text) == (False, False)
    for name, args in (("clause_add", []), ("clause_line", [clause.pk])):
        assert client.post(address(contract, name, *args), {"code": "x", "theme": "audit"}).status_code == 403
