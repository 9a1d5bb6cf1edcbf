"""The private calendar of a contract's dates: by an address that can be revoked, never more than its reader may read."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from contracts.models import CalendarFeed
from core.scope import unscoped

pytestmark = pytest.mark.django_db


@pytest.fixture
def referent(contract: Any, make_user: Any) -> Any:
    return make_user("referent", contract)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def renewed(client: Client, contract: Any) -> str:
    page = client.post(
        reverse("contracts:dates_feed", args=[contract.slug]), {"act": "renew"}
    ).content.decode()
    return page.partition("/contrats/echeances/")[2].partition(".ics")[0]


def read(token: str) -> Any:
    return Client().get(reverse("contracts:dates_ics", args=[token]))


def test_a_private_calendar_needs_no_login_and_is_revoked(contract: Any, referent: Any) -> None:
    client = signed_in(referent)
    first = renewed(client, contract)
    answer = read(first)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    with unscoped("tests look"):
        assert first not in str(CalendarFeed.objects.values().get())
    second = renewed(client, contract)
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    client.post(reverse("contracts:dates_feed", args=[contract.slug]), {"act": "revoke"})
    assert read(second).status_code == 404


def test_a_person_who_left_reads_nothing_more(contract: Any, referent: Any) -> None:
    token = renewed(signed_in(referent), contract)
    referent.is_active = False
    referent.save()
    assert read(token).status_code == 404


def test_a_provider_s_calendar_holds_nothing_of_the_client_alone(
    contract: Any, make_user: Any, referent: Any, hidden_date: None
) -> None:
    feeds = {
        role: read(renewed(signed_in(user), contract)).content
        for role, user in (("client", referent), ("provider", make_user("provider", contract)))
    }
    titles = {
        role: {str(event["summary"]).partition(" : ")[2] for event in Calendar.from_ical(text).walk("VEVENT")}
        for role, text in feeds.items()
    }
    assert titles["client"] - titles["provider"] == {"Comparer le marché", "Envoyer la lettre de préavis"}
    assert "Préavis reçu au plus tard" in titles["provider"]


def test_reading_a_calendar_writes_nothing(contract: Any, referent: Any) -> None:
    token = renewed(signed_in(referent), contract)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        read(token)
    assert not [query["sql"] for query in seen if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
