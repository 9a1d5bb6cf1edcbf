"""Calling a committee of any kind: its day, its address, its papers; moving it; its invitation."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from contracts.models import Site, Stakeholder
from contracts.selectors.lifetime import local_today
from core.engine.holidays import french
from core.engine.months import Month
from governance.models import Committee, CommitteeTerm, Minutes
from governance.selectors.committees import committee_page, own_variants
from governance.selectors.invitations import invitation_bytes
from governance.selectors.sitting import matters_of
from governance.selectors.sittings import planned_sittings
from governance.services import (
    ConveningRefused,
    SendingRefused,
    ask_sending,
    call_committee,
    convene,
    prepare_committee,
    read_minutes,
    save_sitting,
    sign_minutes,
)

TODAY = date(2026, 4, 1)


@pytest.fixture
def call(world: Any, referent: Any) -> Any:
    def called(kind: str, day: date, **more: Any) -> Committee:
        said = {"contract": world, "kind": kind, "held_on": day, "today": TODAY, "user": referent}
        return call_committee(**said | more)

    return called


@pytest.fixture
def move(referent: Any) -> Any:
    def moved(committee: Committee, day: date, today: date = TODAY) -> Committee:
        return convene(committee=committee, held_on=day, starts_at=None, today=today, user=referent)

    return moved


def test_a_weekly_committee_is_called_each_week_and_held_to_its_signature(
    world: Any, call: Any, referent: Any, provider: Any
) -> None:
    first, second = call("operational", date(2026, 4, 7)), call("operational", date(2026, 4, 14))
    assert (first.slug, second.slug) == ("comop-2026-04-07", "comop-2026-04-14")
    page = committee_page(first, TODAY)
    assert [(item.clock, item.text) for item in page.agenda] == [
        ("10:00", "Suivi des actions, 2 en retard au jour du comité"),
        ("10:10", "Incidents P1 et P2 de la semaine"),
        ("10:15", "Encours et tickets âgés"),
        ("10:20", "Changements à venir"),
        ("10:25", "Divers"),
    ]
    assert (page.minutes, page.length, page.packs, page.send_by) == (30, 30, [], None)
    assert matters_of(world, first) == []
    with pytest.raises(SendingRefused, match="n’a pas de dossier"):
        ask_sending(committee=first, user=referent, role="referent")
    save_sitting(committee=first, present=["Référent IT"], notes="Rien à signaler.", user=referent)
    read_minutes(committee=first, side="client", user=referent)
    read_minutes(committee=first, side="provider", user=provider)
    sign_minutes(contract=world, committee=first, user=referent)
    assert Minutes.objects.get(committee=first).signed_at is not None


def test_a_strategic_committee_has_its_own_pack(call: Any) -> None:
    found = call("strategic", date(2026, 6, 15), place="Siège")
    assert (found.slug, found.month, found.place) == ("costrat-2026-06-15", Month(2026, 5), "Siège")
    assert [variant.value for variant in own_variants(found)] == [
        "costrat-client", "costrat-partage", "costrat-executif",
    ]  # fmt: skip


def test_a_steering_committee_called_by_hand_is_the_one_that_the_month_prepares(
    world: Any, call: Any
) -> None:
    called = call("steering", date(2026, 4, 20))
    assert prepare_committee(contract=world, month=Month(2026, 3)).pk == called.pk
    assert prepare_committee(contract=world, month=Month(2026, 3)).pk == called.pk
    assert Committee.objects.count() == 1
    with pytest.raises(ConveningRefused, match="Un COPIL sur mars 2026 est déjà convoqué le 20/04/2026"):
        call("steering", date(2026, 4, 22))


def test_one_committee_of_a_kind_a_day(call: Any, move: Any) -> None:
    first = call("technical", date(2026, 4, 8))
    with pytest.raises(ConveningRefused, match="Un COTECH est déjà convoqué le 08/04/2026"):
        call("technical", date(2026, 4, 8))
    other = call("technical", date(2026, 4, 9))
    with pytest.raises(ConveningRefused, match="Un COTECH est déjà convoqué le 08/04/2026"):
        move(other, date(2026, 4, 8))
    move(first, date(2026, 4, 10))
    assert call("technical", date(2026, 4, 8)).slug == "cotech-2026-04-08-2"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 31), "Le 31/03/2026 est passé : choisissez une date à partir du 01/04/2026."),
        (date(2026, 5, 1), "Le 01/05/2026 est un jour férié (1er mai) : choisissez par exemple le 04/05/2026."),
        (date(2026, 4, 4), "Le 04/04/2026 est un jour de fin de semaine : choisissez par exemple le 07/04/2026."),
        (date(2031, 1, 7), "Le contrat se termine le 31/12/2028 : choisissez une date avant ce jour."),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_refused_with_another(
    world: Any, call: Any, move: Any, day: date, why: str
) -> None:
    found = call("operational", date(2026, 4, 7))
    for act in (lambda: call("operational", day), lambda: move(found, day)):
        with pytest.raises(ConveningRefused) as refused:
            act()
        assert str(refused.value) == why
    assert Committee.objects.get().held_on == date(2026, 4, 7)


def test_the_holidays_are_those_of_the_sites(world: Any, call: Any) -> None:
    """26 December 2025 is worked in the rest of the country; Good Friday 2026 too."""
    assert call("operational", date(2025, 12, 26), today=date(2025, 12, 1)).slug == "comop-2025-12-26"
    Site.objects.filter(contract=world).update(holiday_zone="alsace-moselle")
    with pytest.raises(ConveningRefused, match="Vendredi saint"):
        call("operational", date(2026, 4, 3))
    assert date(2026, 4, 3) in french([2026], "alsace-moselle")


def test_the_month_that_ends_the_contract_is_read_in_the_next_one(world: Any, call: Any) -> None:
    world.renewal, world.renewal_months, world.max_renewals = "none", 0, 0
    world.save()
    assert call("steering", date(2027, 1, 14)).month == Month(2026, 12)
    with pytest.raises(ConveningRefused, match="Le contrat se termine le 31/12/2026"):
        call("operational", date(2027, 1, 14))


def event_of(committee: Committee) -> Any:
    committee.refresh_from_db()
    calendar = Calendar.from_ical(invitation_bytes(committee))
    assert calendar["METHOD"] == "REQUEST"
    (event,) = calendar.walk("VEVENT")
    return event


def test_an_invitation_says_who_is_awaited_and_its_version(world: Any, call: Any, move: Any) -> None:
    CommitteeTerm.objects.create(
        contract=world, code="comop", name="COMOP", cadence="weekly", minutes=30,
        participants=["sdm", "Référent IT", "Visiteur"],
    )  # fmt: skip
    for code, position, email in (
        ("sdm", "Pilote", "sdm@presta.fr"),
        ("it", "Référent IT", "it@client.fr"),
        ("x", "Autre", "x@client.fr"),
        ("y", "Visiteur", ""),
    ):
        Stakeholder.objects.create(
            contract=world, code=code, name=code.upper(), position=position, side="client", email=email
        )
    found = call("operational", date(2026, 4, 7), starts_at=time(9), place="Salle 2")
    event = event_of(found)
    assert event["ORGANIZER"] == "mailto:portail@localhost"
    assert [str(guest) for guest in event["ATTENDEE"]] == ["mailto:it@client.fr", "mailto:sdm@presta.fr"]
    assert (event["SEQUENCE"], event["LOCATION"]) == (0, "Salle 2")
    assert event["DTSTAMP"].dt == found.called_at
    assert event["DTSTAMP"].dt.date() != found.held_on
    uid = event["UID"]
    move(found, date(2026, 4, 9))
    again = event_of(found)
    assert (again["SEQUENCE"], again["UID"]) == (1, uid)
    assert again["DTSTAMP"].dt == found.called_at


def test_a_called_committee_takes_the_place_of_the_one_of_its_week(world: Any, call: Any) -> None:
    CommitteeTerm.objects.create(contract=world, code="comop", name="COMOP", cadence="weekly")
    call("operational", date(2026, 4, 9))
    lines = planned_sittings(world, date(2026, 4, 6), date(2026, 4, 19))
    assert [(line.day.isoformat(), line.slug, line.kind) for line in lines] == [
        ("2026-04-09", "comop-2026-04-09", "operational"),
        ("2026-04-14", "", "operational"),
    ]


def test_it_is_called_from_the_line_of_the_calendar(
    world: Any, referent: Any, provider: Any, client: Any
) -> None:
    CommitteeTerm.objects.create(contract=world, code="comop", name="COMOP", cadence="weekly")
    place = reverse("governance:call", args=[world.slug])
    calendar = reverse("governance:calendar", args=[world.slug])
    client.force_login(provider)
    assert place not in client.get(calendar).content.decode()
    assert client.get(place).status_code == 403
    client.force_login(referent)
    line = next(
        one for one in planned_sittings(world, local_today(world), local_today(world) + timedelta(days=60))
    )
    way = f"{place}?comite=operational&amp;date={line.day.isoformat()}"
    assert way in client.get(calendar).content.decode()
    form = client.get(place, {"comite": "operational", "date": line.day.isoformat()}).content.decode()
    assert f'value="{line.day.isoformat()}"' in form
    assert "COPIL" not in form.partition("<select")[2].partition("</select>")[0]
    refused = client.post(place, {"kind": "operational", "held_on": "05/04/2026"})
    assert refused.status_code == 422
    assert "est passé" in refused.content.decode()
    answer = client.post(
        place, {"kind": "operational", "held_on": f"{line.day:%d/%m/%Y}", "starts_at": "09:30"}
    )
    committee = Committee.objects.get()
    assert answer.url == reverse("governance:committee", args=[world.slug, committee.slug])
    page = client.get(answer.url).content.decode()
    assert "Ce comité n’a pas de dossier" in page
    assert "Envoyer le dossier" not in page
    args = [world.slug, committee.slug]
    assert client.get(reverse("governance:pack", args=[*args, "client"])).status_code == 404
    assert client.get(reverse("governance:texts", args=[*args, "client"])).status_code == 404
    assert "n’a pas de dossier" in client.get(reverse("governance:send", args=args)).content.decode()
    for name in ("session", "minutes", "links", "invitation"):
        assert client.get(reverse(f"governance:{name}", args=args)).status_code == 200, name
