"""People changed by the referent, one line at a time: what is kept, refused, told to the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

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
from contracts.services.lines import LineRefused
from contracts.services.people import remove_level, save_level, save_link, save_person
from contracts.services.raci import remove_raci, save_raci
from core.scope import Side, for_contract, unscoped
from journal.models import JournalEntry
from tests.contracts.parties import SECRET, key_of

pytestmark = pytest.mark.django_db


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
        with pytest.raises(LineRefused) as refused:
            save_person(contract=people, said=wrong, key=None, **actor)
        assert [fault.field for fault in refused.value.faults] == ["email", "until", "role"]
        assert Stakeholder.objects.count() == 2


def test_the_ladder_grows_from_its_end_and_shrinks_from_it(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        save_level(contract=people, said=Level(0, "Suite", 1, "hours"), key=None, **actor)
        first, second = EscalationLevel.objects.order_by("number")
        assert second.number == 2
        with pytest.raises(LineRefused, match="Retirez d’abord le niveau 2"):
            remove_level(contract=people, key=first.pk, **actor)
        remove_level(contract=people, key=second.pk, **actor)
        assert EscalationLevel.objects.count() == 1
        swapped = Level(1, "Incident P1", 30, "minutes", "zoe-gris", "")
        with pytest.raises(LineRefused, match="est du prestataire"):
            save_level(contract=people, said=swapped, key=first.pk, **actor)


def test_ranks_follow_from_who_works_for_whom(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        host = key_of(Subcontractor, name="Hébergeur")
        save_link(contract=people, said=Link("Socle", "Réseau"), key=None, **actor)
        save_link(contract=people, said=Link("Cumulis", "Hébergement", parent="Socle"), key=host, **actor)
        chain = {link.name: (link.rank, link.parent) for link in links_of(people).values()}
        assert chain == {"Socle": (1, ""), "Cumulis": (2, "Socle"), "Coffre": (3, "Cumulis")}
        with pytest.raises(LineRefused, match="tourne en rond"):
            save_link(
                contract=people, said=Link("Cumulis", "Hébergement", parent="Coffre"), key=host, **actor
            )
        with pytest.raises(LineRefused, match="déjà dans la chaîne"):
            save_link(contract=people, said=Link("Coffre", "Copie"), key=None, **actor)
        assert {link.name: (link.rank, link.parent) for link in links_of(people).values()} == chain


def test_an_activity_is_changed_then_removed(people: Contract, actor: Any) -> None:
    with for_contract(people.pk):
        held = {"ada-blanc": "RA", "zoe-gris": "C"}
        assert save_raci(contract=people, activity="Sauvegarde", held=held, number=1, **actor)
        assert not save_raci(contract=people, activity="Sauvegarde", held=held, number=1, **actor)
        with pytest.raises(LineRefused, match="ne désigne aucun acteur"):
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
