"""The session, the minutes and the calendar of a committee, as both sides read them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.engine.dates import business_days_after
from contracts.selectors.lifetime import local_today
from core.engine.holidays import french
from governance.models import Committee, CommitteeTerm, Minutes
from governance.selectors.invitations import calendar_bytes
from governance.selectors.sittings import planned_sittings
from governance.services import (
    read_minutes,
    sign_minutes,
)
from tests.governance.sitting import decide_all, held


@pytest.fixture
def visit(client: Any, world: Any, referent: Any, provider: Any, make_user: Any) -> Any:
    people = {"referent": referent, "provider": provider, "reader": make_user("reader", world)}

    def go(role: str, name: str, *args: Any, data: dict[str, Any] | None = None, **extra: Any) -> Any:
        client.force_login(people[role])
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
        session.save()
        url = reverse(name, args=[world.slug, *args])
        return client.get(url, **extra) if data is None else client.post(url, data, **extra)

    return go


def body(answer: Any) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_the_session_asks_each_side_what_it_may_do(committee: Committee, visit: Any) -> None:
    slug = committee.slug
    page = body(visit("referent", "governance:session", slug))
    assert "E06 GTR P3, 2 j ouvrés : 85,12 % pour ≥ 90 %" in page
    assert page.count("Enregistrer la décision") == 5
    assert "Présents" in page
    shared = body(visit("provider", "governance:session", slug))
    assert "85,12 %" in shared
    for secret in ("2 035", "ZZSENTINELLE", "Enregistrer la décision", "Donner une issue"):
        assert secret not in shared, secret
    assert visit("provider", "governance:settle", slug, data={}).status_code == 403
    assert visit("reader", "governance:attend", slug, data={}).status_code == 403


def test_an_outcome_is_typed_on_the_session_page(committee: Committee, visit: Any) -> None:
    slug = committee.slug
    given = {"origin": "breach:E06", "choice": "watch", "until": "", "note": ""}
    answer = visit("referent", "governance:settle", slug, data=given)
    assert answer.status_code == 422
    assert "Jusqu’à quel jour surveiller" in body(answer)
    answer = visit("referent", "governance:settle", slug, data=given | {"until": "18/05/2026"})
    assert answer.status_code == 302
    assert "Surveiller jusqu’au 18/05/2026" in body(visit("provider", "governance:session", slug))


def test_notes_are_saved_as_one_types(committee: Committee, visit: Any) -> None:
    slug = committee.slug
    given = {"others": "Anne, Bruno", "notes": "Ouverture à 10 h."}
    answer = visit("referent", "governance:attend", slug, data=given, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    assert "Enregistré le" in body(answer)
    assert "<h1" not in body(answer)
    row = Minutes.objects.get(committee=committee)
    assert (row.present, row.notes) == (["Anne", "Bruno"], "Ouverture à 10 h.")
    assert visit("referent", "governance:attend", slug, data=given).status_code == 302


def test_the_minutes_are_read_by_both_then_signed(
    world: Any, committee: Committee, referent: Any, visit: Any
) -> None:
    slug = committee.slug
    held(world, committee, referent)
    assert "J’ai relu ce relevé" in body(visit("provider", "governance:minutes", slug))
    assert visit("provider", "governance:minutes_sign", slug, data={}).status_code == 403
    assert "n’est pas prêt à signer" in body(
        visit("referent", "governance:minutes_sign", slug, data={"agreed": "on"}, follow=True)
    )
    visit("provider", "governance:minutes_read", slug, data={"remark": "Renfort prévu en mai."})
    visit("referent", "governance:minutes_read", slug, data={"remark": "ignorée"})
    page = body(visit("referent", "governance:minutes", slug))
    assert "Relevé relu par les deux parties, prêt à signer" in page
    assert "Renfort prévu en mai." in page
    assert "ignorée" not in page
    hasty = visit("referent", "governance:minutes_sign", slug, data={})
    assert hasty.status_code == 422
    assert "Cochez la case pour signer" in body(hasty)
    assert Minutes.objects.get(committee=committee).signed_at is None
    visit("referent", "governance:minutes_sign", slug, data={"agreed": "on"})
    page = body(visit("provider", "governance:minutes", slug))
    assert "Relevé signé par le client le" in page
    assert "Signer le relevé" not in page
    assert "2 035" not in page


def test_the_calendar_puts_the_called_committee_in_place_of_the_foreseen(
    world: Any, committee: Committee, visit: Any
) -> None:
    CommitteeTerm.objects.create(
        contract=world, code="copil", name="COPIL", cadence="monthly", minutes=60, participants=["ref"]
    )
    lines = planned_sittings(world, date(2026, 4, 1), date(2026, 6, 30))
    assert [(line.day.isoformat(), line.slug) for line in lines] == [
        ("2026-04-16", "copil-2026-04-16"),
        ("2026-05-20", ""),
        ("2026-06-15", ""),
    ]
    told = calendar_bytes(world, lines, date(2026, 4, 1)).decode()
    assert told.count("BEGIN:VEVENT") == 3
    assert "DTSTART:20260416T080000Z" in told
    assert "DTSTART;VALUE=DATE:20260520" in told
    answer = visit("provider", "governance:invitation", committee.slug)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"SUMMARY:COPIL" in answer.content
    assert visit("reader", "governance:calendar").status_code == 200


def test_moving_is_refused_in_place(world: Any, committee: Committee, visit: Any) -> None:
    today = local_today(world)
    past = today - timedelta(days=1)
    answer = visit("referent", "governance:move", committee.slug, data={"held_on": f"{past:%d/%m/%Y}"})
    assert answer.status_code == 422
    assert f"Le {past:%d/%m/%Y} est passé : choisissez une date à partir du {today:%d/%m/%Y}." in body(answer)
    day = business_days_after(today, 4, french([today.year, today.year + 1]))
    later = {"held_on": f"{day:%d/%m/%Y}", "starts_at": "14:30", "place": "Salle Garonne"}
    assert visit("referent", "governance:move", committee.slug, data=later).status_code == 302
    committee.refresh_from_db()
    assert (committee.held_on, committee.starts_at, committee.place) == (day, time(14, 30), "Salle Garonne")
    assert "Salle Garonne" in body(visit("provider", "governance:committee", committee.slug))


def test_each_side_is_told_what_waits_for_it(
    world: Any, committee: Committee, referent: Any, provider: Any, client: Any
) -> None:
    def told(person: Any) -> str:
        client.force_login(person)
        return body(client.get(reverse("inbox")))

    decide_all(committee, referent)
    read_minutes(committee=committee, side="client", user=referent)
    assert "Relevé du COPIL" not in told(referent) + told(provider)
    held(world, committee, referent)

    assert "Relevé du COPIL du 16/04/2026 à relire" in told(referent)
    assert "Relevé du COPIL" not in told(provider)
    read_minutes(committee=committee, side="client", user=referent)
    assert "Relevé du COPIL du 16/04/2026 à relire" in told(provider)
    assert "Relevé du COPIL" not in told(referent)
    read_minutes(committee=committee, side="provider", user=provider)
    assert "Relevé du COPIL du 16/04/2026 à signer" in told(referent)
    assert "Relevé du COPIL" not in told(provider)
    sign_minutes(contract=world, committee=committee, user=referent)
    assert "Relevé du COPIL" not in told(referent)
