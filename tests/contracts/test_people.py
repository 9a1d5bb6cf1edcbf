"""People lived: changed in place by the referent, read by both sides, the client's notes by the client alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.engine.escalation import Level
from contracts.engine.people import Person
from contracts.engine.subcontracting import Link
from contracts.models import (
    Contract,
    EscalationLevel,
    RaciAssignment,
    RaciLine,
    Stakeholder,
    StakeholderNote,
    Subcontractor,
)
from contracts.selectors.people import links_of
from contracts.services.people import PeopleRefused, remove_level, save_level, save_link, save_person
from contracts.services.raci import remove_raci, save_raci
from core.scope import Side, for_contract, unscoped
from journal.models import JournalEntry

pytestmark = pytest.mark.django_db
SECRET = "À ne pas laisser seule en comité."
QUERIES = 25


@pytest.fixture
def actor(contract: Contract, make_user: Any) -> dict[str, Any]:
    return {"user": make_user("referent", contract), "role": "referent"}


@pytest.fixture
def people(contract: Contract, actor: Any) -> Contract:
    """Ada at the client with a note, Zoé at the provider, one activity, one rung, a chain of two."""
    with for_contract(contract.pk):
        ada = Person(code="", name="Ada Blanc", side="client", role="referent", note=SECRET)
        save_person(contract=contract, said=ada, key=None, **actor)
        zoe = Person(code="", name="Zoé Gris", side="provider", role="provider_lead", email="zoe@exemple.fr")
        save_person(contract=contract, said=zoe, key=None, **actor)
        rung = Level(0, "Incident P1", 30, "minutes", "ada-blanc", "zoe-gris")
        save_level(contract=contract, said=rung, key=None, **actor)
        save_raci(
            contract=contract, activity="Sauvegarde", held={"zoe-gris": "R", "ada-blanc": "A"}, number=None,
            **actor,
        )  # fmt: skip
        save_link(contract=contract, said=Link("Hébergeur", "Hébergement"), key=None, **actor)
        save_link(contract=contract, said=Link("Coffre", "Copie", parent="Hébergeur"), key=None, **actor)
    return contract


def key_of(model: Any, **values: Any) -> int:
    return int(model.objects.get(**values).pk)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(client: Client, contract: Contract, query: str = "", name: str = "contracts:people") -> Any:
    return client.get(reverse(name, args=[contract.slug]) + query)


# ---- Services ----


def test_a_person_keeps_code_and_party_and_the_journal_names_what_moved(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        key = key_of(Stakeholder, code="ada-blanc")
        said = Person(
            code="x",
            name="Ada Blanc",
            side="provider",
            role="executive",
            until=date(2026, 3, 31),
            note=SECRET,
        )
        assert save_person(contract=people, said=said, key=key, **actor)
        assert not save_person(contract=people, said=said, key=key, **actor)
        row = Stakeholder.objects.get(pk=key)
        assert (row.code, row.side, row.until) == ("ada-blanc", "client", date(2026, 3, 31))
        entry = JournalEntry.objects.get(action="people.changed")
        assert (entry.subject, entry.details) == ("Ada Blanc", {"fields": "rôle, au"})


def test_a_note_alone_is_told_to_the_client_alone(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        key = key_of(Stakeholder, code="zoe-gris")
        said = Person("", "Zoé Gris", "provider", "provider_lead", email="zoe@exemple.fr", note="Fiable.")
        assert save_person(contract=people, said=said, key=key, **actor)
        assert not JournalEntry.objects.filter(action="people.changed").exists()
        assert JournalEntry.objects.filter(action="people.noted", subject="Zoé Gris").count() == 1
    with for_contract(people.pk, Side.PROVIDER):
        assert not StakeholderNote.objects.exists()


def test_two_people_of_one_name_have_two_codes(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        save_person(contract=people, said=Person("", "Ada Blanc", "client"), key=None, **actor)
        assert set(Stakeholder.objects.values_list("code", flat=True)) == {
            "ada-blanc",
            "ada-blanc-2",
            "zoe-gris",
        }


def test_what_cannot_be_said_of_a_person_is_refused(people: Contract, actor: Any) -> None:
    wrong = Person(
        "", "Eve", "client", "provider_lead", email="eve", since=date(2026, 2, 1), until=date(2026, 1, 1)
    )
    with for_contract(people.pk):
        with pytest.raises(PeopleRefused) as refused:
            save_person(contract=people, said=wrong, key=None, **actor)
        assert [fault.field for fault in refused.value.faults] == ["email", "until", "role"]
        assert Stakeholder.objects.count() == 2


def test_the_ladder_grows_from_its_end_and_shrinks_from_it(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        save_level(contract=people, said=Level(0, "Suite", 1, "hours"), key=None, **actor)
        first, second = EscalationLevel.objects.order_by("number")
        assert second.number == 2
        with pytest.raises(PeopleRefused, match="Retirez d’abord le niveau 2"):
            remove_level(contract=people, key=first.pk, **actor)
        remove_level(contract=people, key=second.pk, **actor)
        assert EscalationLevel.objects.count() == 1
        swapped = Level(1, "Incident P1", 30, "minutes", "zoe-gris", "")
        with pytest.raises(PeopleRefused, match="est du prestataire"):
            save_level(contract=people, said=swapped, key=first.pk, **actor)


def test_ranks_follow_from_who_works_for_whom(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        host = key_of(Subcontractor, name="Hébergeur")
        save_link(contract=people, said=Link("Socle", "Réseau"), key=None, **actor)
        save_link(contract=people, said=Link("Cumulis", "Hébergement", parent="Socle"), key=host, **actor)
        chain = {link.name: (link.rank, link.parent) for link in links_of(people).values()}
        assert chain == {"Socle": (1, ""), "Cumulis": (2, "Socle"), "Coffre": (3, "Cumulis")}
        with pytest.raises(PeopleRefused, match="tourne en rond"):
            save_link(
                contract=people, said=Link("Cumulis", "Hébergement", parent="Coffre"), key=host, **actor
            )
        with pytest.raises(PeopleRefused, match="déjà dans la chaîne"):
            save_link(contract=people, said=Link("Coffre", "Copie"), key=None, **actor)
        assert {link.name: (link.rank, link.parent) for link in links_of(people).values()} == chain


def test_an_activity_is_changed_then_removed(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        held = {"ada-blanc": "RA", "zoe-gris": "C"}
        assert save_raci(contract=people, activity="Sauvegarde", held=held, number=1, **actor)
        assert not save_raci(contract=people, activity="Sauvegarde", held=held, number=1, **actor)
        with pytest.raises(PeopleRefused, match="ne désigne aucun acteur"):
            save_raci(contract=people, activity="Sauvegarde", held={"eve": "R"}, number=1, **actor)
        remove_raci(contract=people, number=1, **actor)
        assert not RaciLine.objects.exists()
        assert JournalEntry.objects.filter(action__startswith="raci.").count() == 3


# ---- The database ----


@pytest.mark.parametrize(
    "wrong",
    [
        lambda own, other: RaciAssignment(line=own["line"], stakeholder=other, letters="R"),
        lambda own, other: EscalationLevel(number=9, trigger="x", delay=1, unit="hours", client=other),
        lambda own, other: EscalationLevel(number=9, trigger="x", delay=1, unit="hours", client=own["zoe"]),
        lambda own, other: Stakeholder(code="x", name="x", role="other", side="client", deputy=other),
        lambda own, other: Stakeholder(code="x", name="x", role="other", side="client", deputy=own["zoe"]),
        lambda own, other: Stakeholder(code="x", name="x", role="referent", side="provider"),
        lambda own, other: StakeholderNote(stakeholder=other, text="x"),
        lambda own, other: Subcontractor(name="x", service="x", rank=1, parent=own["host"]),
        lambda own, other: Subcontractor(name="x", service="x", rank=3, parent=own["host"]),
        lambda own, other: Subcontractor(name="x", service="x", rank=1, siren="12"),
        lambda own, other: EscalationLevel(number=9, trigger="x", delay=0, unit="hours"),
        lambda own, other: RaciAssignment(line=own["line"], stakeholder=own["zoe"], letters="I"),
    ],
)  # fmt: skip
def test_the_database_refuses_it_too(people: Contract, make_contract: Any, wrong: Any) -> None:
    foreign = make_contract("INF-2", "Client B", "Prestataire B")
    with unscoped("tests build their world"):
        stranger = Stakeholder.objects.create(
            contract=foreign, code="x", name="x", role="other", side="client"
        )
        own = {
            "line": RaciLine.objects.get(),
            "zoe": Stakeholder.objects.get(code="zoe-gris"),
            "host": Subcontractor.objects.get(rank=1),
        }
        row = wrong(own, stranger)
        row.contract = people
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


# ---- Pages ----


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
