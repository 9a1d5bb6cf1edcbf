"""A session ends after an idle hour, and after twelve hours in any case."""

from __future__ import annotations

import time
from typing import Any

import pytest

pytestmark = pytest.mark.django_db
HOUR = 3600


def aged(client: Any, *, started: int, seen: int) -> Any:
    """Push the session's clock into the past, in seconds."""
    now = int(time.time())
    session = client.session
    session["started_at"], session["seen_at"] = now - started, now - seen
    session.save()
    return client


@pytest.fixture
def visitor(client: Any, referent: Any) -> Any:
    client.force_login(referent)
    return client


@pytest.mark.parametrize(
    ("started", "seen", "status"),
    [
        (0, 0, 200),
        (2 * HOUR, HOUR - 30, 200),
        (2 * HOUR, HOUR + 30, 302),
        (12 * HOUR - 30, 10, 200),
        (12 * HOUR + 30, 10, 302),
    ],
)
def test_when_a_session_ends(visitor: Any, started: int, seen: int, status: int) -> None:
    assert aged(visitor, started=started, seen=seen).get("/aide/").status_code == status


def test_an_ended_session_holds_nobody(visitor: Any) -> None:
    aged(visitor, started=13 * HOUR, seen=0).get("/aide/")
    assert "_auth_user_id" not in visitor.session


def test_a_visit_puts_the_idle_limit_off(visitor: Any) -> None:
    aged(visitor, started=2 * HOUR, seen=HOUR - 30).get("/aide/")
    assert int(time.time()) - visitor.session["seen_at"] < 5


def test_visits_do_not_put_the_absolute_limit_off(visitor: Any) -> None:
    aged(visitor, started=11 * HOUR, seen=0).get("/aide/")
    assert int(time.time()) - visitor.session["started_at"] >= 11 * HOUR


def test_the_cookie_is_out_of_reach_of_scripts(client: Any, referent: Any) -> None:
    client.post("/connexion/", {"login": referent.email, "password": "un mot de passe long"})
    cookie = client.cookies["session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
