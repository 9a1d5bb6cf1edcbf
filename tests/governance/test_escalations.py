"""Escalations: opened at a rung, called in time, late or skipped, closed with a summary; both sides see and act."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.engine.escalation import Level
from contracts.models import EscalationLevel, Stakeholder
from contracts.services.lines import LineRefused
from core.scope import for_contract
from governance.engine.escalating import Call, due_at, last_called, next_call, standing
from governance.models import Escalation
from governance.selectors.escalations import escalation_page
from governance.services.escalations import Opening, call_level, close_escalation, open_escalation
from journal.models import JournalEntry
from reports.models import Ticket
from tests.house.world import build_delivery

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def actor(ladder: Any, make_user: Any) -> dict[str, Any]:
    return {"user": make_user("referent", ladder), "role": "referent"}


@pytest.fixture
def ladder(contract: Any) -> Any:
    with for_contract(contract.pk):
        person = Stakeholder.objects.create(
            contract=contract,
            code="morel",
            name="Claire Morel",
            position="Référente",
            role="referent",
            side="client",
        )
        for number, delay, unit in ((1, 30, "minutes"), (2, 1, "hours"), (3, 2, "hours")):
            EscalationLevel.objects.create(
                contract=contract, number=number, trigger="P1", delay=delay, unit=unit,
                client=person if number == 2 else None,
            )  # fmt: skip
    return contract


def bring_up(contract: Any, actor: Any, now: datetime = T0, **said: Any) -> Escalation:
    opening = Opening(**({"level": 1, "subject": "ERP arrêté"} | said))
    return open_escalation(contract=contract, said=opening, side="client", now=now, **actor)


def told(contract: Any, now: datetime) -> list[str]:
    page = escalation_page(contract, now)
    return [call.standing.told.replace("\u00a0", " ") for call in [*page.open, *page.closed][0].calls]


# ---- Clocks ----


def test_every_delay_runs_from_the_trigger() -> None:
    friday = datetime(2026, 4, 3, 15, 30, tzinfo=UTC)
    monday = {date(2026, 4, 6)}
    assert due_at(Level(1, "P1", 30, "minutes"), friday, "Europe/Paris", monday) == friday + HOUR / 2
    assert due_at(Level(2, "P1", 4, "hours"), friday, "Europe/Paris", monday) == friday + 4 * HOUR
    days = due_at(Level(3, "P1", 2, "business_days"), friday, "Europe/Paris", monday)
    assert days == datetime(2026, 4, 8, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("called", "last", "now", "closed", "look", "words"),
    [
        (HOUR, 1, HOUR, None, "met", "Appelé à temps"),
        (2 * HOUR, 1, 2 * HOUR, None, "breached", "Appelé tard, 1 h de retard"),
        (None, 2, HOUR / 2, None, "breached", "Sauté"),
        (None, 0, HOUR, None, "pending", "À venir"),
        (None, 0, 2 * HOUR, None, "breached", "À appeler, 1 h de retard"),
        (None, 0, 9 * HOUR, HOUR, "not_applicable", "Sans objet"),
        (None, 0, 9 * HOUR, 2 * HOUR, "breached", "Jamais appelé"),
    ],
)
def test_how_a_rung_stands(called: Any, last: int, now: Any, closed: Any, look: str, words: str) -> None:
    call = Call(1, T0 + HOUR, T0 + called if called else None)
    found = standing(call, last, T0 + now, T0 + closed if closed else None)
    assert (found.look, found.told.replace("\u00a0", " ")) == (look, words)


def test_the_next_rung_comes_after_the_last_one_called() -> None:
    calls = [Call(1, T0), Call(2, T0, T0), Call(3, T0)]
    assert (last_called(calls), next_call(calls), next_call(calls[:2])) == (2, calls[2], None)
    assert (last_called([]), next_call(calls[:1])) == (0, calls[0])


# ---- Acts ----


def test_an_escalation_goes_up_and_is_closed(ladder: Any, actor: Any) -> None:
    with for_contract(ladder.pk):
        row = bring_up(ladder, actor, T0 + HOUR / 4, triggered_at=T0)
        assert (row.label, row.triggered_at) == ("E-1", T0)
        assert told(ladder, T0 + HOUR / 2) == ["Appelé à temps", "À venir", "À venir"]
        assert escalation_page(ladder, T0 + HOUR).open[0].late is False
        assert told(ladder, T0 + 2 * HOUR)[1:] == ["À appeler, 1 h de retard", "À venir"]
        assert escalation_page(ladder, T0 + 2 * HOUR).title.replace("\u00a0", " ") == (
            "1 escalade ouverte, 1 en retard d’un niveau"
        )
        call_level(contract=ladder, number=1, level=3, now=T0 + 3 * HOUR, **actor)
        assert told(ladder, T0 + 3 * HOUR) == ["Appelé à temps", "Sauté", "Appelé tard, 1 h de retard"]
        with pytest.raises(LineRefused, match=r"Ce niveau ne peut plus être appelé\."):
            call_level(contract=ladder, number=1, level=2, now=T0 + 3 * HOUR, **actor)
        with pytest.raises(LineRefused, match=r"Le bilan est trop court\."):
            close_escalation(contract=ladder, number=1, summary="Fini", now=T0 + 4 * HOUR, **actor)
        closing = {"contract": ladder, "number": 1, "summary": "Disque remplacé.", "now": T0 + 4 * HOUR}
        close_escalation(**closing, **actor)
        with pytest.raises(LineRefused, match=r"Cette escalade est close\."):
            close_escalation(**closing, **actor)
        rows = JournalEntry.objects.order_by("sequence")
        assert [(row.action, row.subject, row.details) for row in rows] == [
            ("escalation_case.opened", "E-1", {"level": 1}),
            ("escalation_case.called", "E-1", {"level": 3}),
            ("escalation_case.closed", "E-1", {}),
        ]


def test_opened_higher_it_skips_the_first_rung_and_keeps_the_names_of_the_day(
    ladder: Any, actor: Any
) -> None:
    with for_contract(ladder.pk):
        bring_up(ladder, actor, level=2)
        Stakeholder.objects.update(name="Une autre")
        assert told(ladder, T0) == ["Sauté", "Appelé à temps", "À venir"]
        calls = escalation_page(ladder, T0).open[0].calls
        assert [call.row.client for call in calls] == ["", "Claire Morel, Référente", ""]


def test_a_major_ticket_gives_its_trigger(ladder: Any, actor: Any) -> None:
    with for_contract(ladder.pk):
        build_delivery(ladder)
        row = bring_up(ladder, actor, T0 + HOUR, subject="", ticket="INC001")
        assert (row.subject, row.ticket, row.triggered_at) == ("Incident INC001", "INC001", T0)
        Ticket.objects.update(priority="P2")
        for reference in ("INC001", "INC999"):
            with pytest.raises(
                LineRefused, match=f"«\u00a0{reference}\u00a0» n’est pas un ticket P1 de ce contrat"
            ):
                bring_up(ladder, actor, ticket=reference)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"level": 9}, "level"), ({"subject": ""}, "subject"), ({"triggered_at": T0 + HOUR}, "day")],
)
def test_what_cannot_be_opened_is_refused(ladder: Any, actor: Any, said: dict[str, Any], field: str) -> None:
    with for_contract(ladder.pk):
        with pytest.raises(LineRefused) as refused:
            bring_up(ladder, actor, **said)
        assert [fault.field for fault in refused.value.faults] == [field]
        assert (Escalation.objects.count(), JournalEntry.objects.count()) == (0, 0)


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(contract: Any, name: str = "escalations", *args: Any) -> str:
    return reverse(f"governance:{name}", args=[contract.slug, *args])


def test_both_sides_act_on_the_page(ladder: Any, actor: Any, make_user: Any) -> None:
    provider, referent = signed_in(make_user("provider", ladder)), signed_in(actor["user"])
    opening = address(ladder, "escalation_open")
    refused = provider.post(opening, {"subject": "ERP arrêté", "level": "1", "day": "02/03/2026"})
    text = refused.content.decode()
    assert (refused.status_code, "Donnez le jour et l’heure" in text, 'value="ERP arrêté"' in text) == (
        422,
        True,
        True,
    )
    typed = {"subject": "ERP arrêté", "level": "1", "day": "02/03/2026", "at": "10:00"}
    assert "Escalade E-1 ouverte." in provider.post(opening, typed, follow=True).content.decode()
    with for_contract(ladder.pk):
        row = Escalation.objects.get()
    assert (row.triggered_at, row.opened_side) == (T0, "provider")
    level = address(ladder, "escalation_call", 1, 2)
    assert "E-1 : niveau 2 appelé." in referent.post(level, follow=True).content.decode()
    assert "ne peut plus être appelé" in referent.post(level, follow=True).content.decode()
    closing = address(ladder, "escalation_close", 1)
    refused = referent.post(closing, {"summary": "Fini"})
    assert (refused.status_code, "Fini</textarea>" in refused.content.decode()) == (422, True)
    done = referent.post(closing, {"summary": "Disque remplacé."}, follow=True).content.decode()
    assert ("Escalade E-1 close." in done, "Bilan&nbsp;: Disque remplacé." in done) == (True, True)
    assert referent.post(closing, {"summary": "Disque remplacé."}).status_code == 422
    assert referent.post(address(ladder, "escalation_call", 9, 1)).status_code == 404


@pytest.mark.parametrize("role", ["executive", "reader"])
def test_others_read_and_change_nothing(ladder: Any, actor: Any, make_user: Any, role: str) -> None:
    with for_contract(ladder.pk):
        bring_up(ladder, actor)
    client = signed_in(make_user(role, ladder))
    for query in ("", "?export=csv"):
        text = client.get(address(ladder) + query).content.decode()
        assert ("ERP arrêté" in text, "Appelé maintenant" in text, "Clore" in text) == (True, False, False)
    assert client.post(address(ladder, "escalation_open"), {}).status_code == 403


def test_a_late_rung_waits_for_both_sides(ladder: Any, actor: Any, make_user: Any) -> None:
    now = timezone.now()
    with for_contract(ladder.pk):
        bring_up(ladder, actor, now, triggered_at=now - HOUR * 3 / 2)
        bring_up(ladder, actor, now, subject="À l’heure")
    for user in (actor["user"], make_user("provider", ladder)):
        text = signed_in(user).get("/a-faire/").content.decode().replace("\u00a0", " ")
        assert "Escalade E-1, niveau suivant à appeler : ERP arrêté" in text
        assert "À l’heure" not in text
    assert "niveau suivant" not in signed_in(make_user("reader", ladder)).get("/a-faire/").content.decode()
