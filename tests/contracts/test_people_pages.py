"""The pages of people: read by both sides, changed in place by the referent, the client's notes by the client alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Contract, EscalationLevel, RaciAssignment, RaciLine, Stakeholder, Subcontractor
from contracts.selectors.people_page import PeoplePage
from core.scope import for_contract, unscoped
from tests.contracts.parties import SECRET, key_of

pytestmark = pytest.mark.django_db
QUERIES = 25


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("open_activities", "told"),
    [
        (0, "aucun point à régler"),
        (1, "1 activité du RACI à revoir"),
        (2, "2 activités du RACI à revoir"),
    ],
)
def test_nothing_is_called_settled_while_the_raci_is_not(open_activities: int, told: str) -> None:
    page = PeoplePage(parties=[], left=[], levels=[], links=[], findings=[], raci_open=open_activities)
    assert page.title.replace("\u00a0", " ") == f"0 acteur, {told}"


def page_of(client: Client, contract: Contract, query: str = "", name: str = "contracts:people") -> Any:
    return client.get(reverse(name, args=[contract.slug]) + query)


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_read_and_change_nothing(people: Contract, make_user: Any, role: str) -> None:
    client = signed_in(make_user(role, people))
    for name in ("contracts:people", "governance:raci"):
        text = page_of(client, people, name=name).content.decode()
        assert "Zoé Gris" in text
        assert "Modifier" not in text
        assert "Ajouter" not in text
    for kind in ("personnes", "niveaux", "sous-traitants"):
        assert client.post(reverse("contracts:people_add", args=[people.slug, kind])).status_code == 403
    assert client.post(reverse("governance:raci_line", args=[people.slug, 1])).status_code == 403


@pytest.mark.parametrize("export", ["", "?export=csv", "?liste=acteurs&export=csv"])
def test_the_provider_never_reads_a_note(people: Contract, make_user: Any, export: str) -> None:
    reader, provider = make_user("reader", people), make_user("provider", people)
    assert SECRET in page_of(signed_in(reader), people, export).content.decode()
    text = page_of(signed_in(provider), people, export).content.decode()
    assert "Zoé Gris" in text
    assert SECRET not in text
    assert "Note du client" not in text


def test_a_stranger_finds_nothing(people: Contract, make_contract: Any, make_user: Any) -> None:
    client = signed_in(make_user("referent", make_contract("INF-2", "Client B"), "autre@exemple.fr"))
    with for_contract(people.pk):
        key = key_of(Stakeholder, code="ada-blanc")
    for name in ("contracts:people", "governance:raci"):
        assert page_of(client, people, name=name).status_code == 404
    own = Contract.objects
    with unscoped("tests build their world"):
        mine = own.get(reference="INF-2")
    assert (
        client.post(reverse("contracts:people_line", args=[mine.slug, "personnes", key])).status_code == 404
    )


def test_a_refused_form_comes_back_filled(people: Contract, actor: Any) -> None:
    client = signed_in(actor["user"])
    url = reverse("contracts:people_add", args=[people.slug, "personnes"])
    typed = {"name": "Eve Rouge", "side": "client", "role": "other", "email": "eve chez nous"}
    answer = client.post(url, typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "n’est pas une adresse" in text
    assert 'value="Eve Rouge"' in text
    assert 'value="eve chez nous"' in text
    answer = client.post(url, {**typed, "email": "eve@exemple.fr"})
    assert answer.headers["Location"].endswith("/acteurs/#acteurs")
    assert "Eve Rouge" in page_of(client, people).content.decode()


def test_each_line_is_changed_in_place(people: Contract, actor: Any) -> None:
    client = signed_in(actor["user"])
    with for_contract(people.pk):
        level, link = key_of(EscalationLevel), key_of(Subcontractor, name="Coffre")
    assert "Modifier ce niveau" in page_of(client, people, f"?modifier=niveaux-{level}").content.decode()
    url = reverse("contracts:people_line", args=[people.slug, "niveaux", level])
    assert client.get(url).headers["Location"].endswith(f"?modifier=niveaux-{level}#escalade")
    refused = client.post(url, {"trigger": "Incident P1", "delay": "0", "unit": "hours"})
    assert (refused.status_code, 'value="0"' in refused.content.decode()) == (422, True)
    assert client.post(url, {"trigger": "Incident P1", "delay": "2", "unit": "hours"}).status_code == 302
    url = reverse("contracts:people_line", args=[people.slug, "sous-traitants", link])
    values = {"name": "Coffre", "service": "Copie", "parent": "Hébergeur", "ended_on": "30/06/2026"}
    assert client.post(url, {**values, "siren": "900 000 449"}).status_code == 302
    with for_contract(people.pk):
        assert EscalationLevel.objects.get().delay == 2
        assert Subcontractor.objects.get(name="Coffre").siren == "900000449"
    text = page_of(client, people).content.decode()
    assert "personne du client n’est nommé" in text
    assert page_of(client, people, "?modifier=niveaux-x").status_code == 200
    assert client.post(reverse("contracts:people_add", args=[people.slug, "autres"])).status_code == 404


def test_the_raci_is_changed_in_place_and_says_its_gaps(people: Contract, actor: Any) -> None:
    client = signed_in(actor["user"])
    add = reverse("governance:raci_add", args=[people.slug])
    refused = client.post(add, {"activity": "", "role-ada-blanc": "R"})
    assert refused.status_code == 422
    assert '<option value="R" selected>' in refused.content.decode()
    assert client.post(add, {"activity": "Correctifs", "role-ada-blanc": "R"}).status_code == 302
    text = page_of(client, people, name="governance:raci").content.decode()
    assert "2\u00a0activités, 1 à revoir" in text
    assert "aucun approbateur (A)" in text
    assert "le prestataire n’y tient aucun rôle" in text
    csv = page_of(client, people, "?export=csv", "governance:raci").content.decode("utf-8-sig")
    assert '"2";"Correctifs";"Ada Blanc";' in csv
    line = reverse("governance:raci_line", args=[people.slug, 2])
    assert client.get(line).headers["Location"].endswith("?modifier=2#activite-2")
    assert client.post(line, {"act": "remove"}).status_code == 302
    assert client.post(line, {"act": "remove"}).status_code == 404


def test_many_lines_are_shown_in_few_queries(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        rows = [
            Stakeholder(contract=people, code=f"p{n}", name=f"Personne {n}", role="other", side="client")
            for n in range(200)
        ]
        Stakeholder.objects.bulk_create(rows)
        lines = RaciLine.objects.bulk_create(
            RaciLine(contract=people, number=n, activity="x") for n in range(2, 100)
        )
        RaciAssignment.objects.bulk_create(
            RaciAssignment(contract=people, line=line, stakeholder=row, letters="R")
            for line, row in zip(lines, rows[:98], strict=True)
        )
    client = signed_in(actor["user"])
    for name in ("contracts:people", "governance:raci"):
        page_of(client, people, name=name)
        with CaptureQueriesContext(connection) as seen:
            assert page_of(client, people, name=name).status_code == 200
        assert len(seen) <= QUERIES, name
