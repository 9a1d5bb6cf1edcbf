"""A committee whose quorum fails: a record of it, read and signed, and the committee called again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from governance.models import Committee, CommitteeTerm, Decision
from governance.selectors.minutes_paper import paper_of
from governance.selectors.sitting import sitting_of
from governance.services import (
    ConveningRefused,
    SittingRefused,
    prepare_committee,
    read_minutes,
    record_lapse,
    save_sitting,
    sign_minutes,
)

DAY, AGAIN = date(2026, 4, 16), date(2026, 4, 23)


@pytest.fixture
def short(world: Any, committee: Committee, referent: Any) -> dict[str, Any]:
    """A committee with one of the three it needs."""
    CommitteeTerm.objects.update_or_create(
        contract=world, code="copil", defaults={"name": "COPIL", "quorum": 3, "participants": ["Direction"]}
    )
    save_sitting(committee=committee, present=["Direction"], notes="Attendu 30 min.", user=referent)
    return {"committee": committee, "held_on": AGAIN, "today": DAY, "user": referent}


def test_the_committee_called_again_takes_what_was_to_be_answered(
    world: Any, committee: Committee, short: dict[str, Any]
) -> None:
    asked = set(Decision.objects.filter(committee=committee).values_list("pk", flat=True))
    called = record_lapse(**short)
    assert (called.slug, called.month, called.after) == ("copil-2026-04-23", committee.month, committee)
    assert set(Decision.objects.filter(committee=called).values_list("pk", flat=True)) == asked
    assert prepare_committee(contract=world, month=committee.month) == called


def test_the_record_is_read_signed_and_frozen_as_minutes_are(
    world: Any, committee: Committee, referent: Any, provider: Any, short: dict[str, Any]
) -> None:
    record_lapse(**short)
    committee.refresh_from_db()
    assert sitting_of(world, committee).holding == [
        "Pas encore relu par le client",
        "Pas encore relu par le prestataire",
    ]
    read_minutes(committee=committee, side="client", user=referent)
    read_minutes(committee=committee, side="provider", user=provider)
    signed = sign_minutes(contract=world, committee=committee, user=referent)
    assert signed.content["lapse"] == (
        "Quorum non atteint : 1\u00a0présent pour 3. Rien n’a été décidé en séance."
        " Le comité est convoqué à nouveau le jeudi 23 avril 2026."
    )
    assert (signed.content["decisions"], signed.content["matters"]) == ([], [])
    paper = paper_of(world, committee, shared=True)
    assert paper.title == "Relevé de carence du COPIL du 16/04/2026"
    assert paper.lead.startswith(f"{signed.content['lapse']} Séance consignée le ")
    committee.refresh_from_db()
    assert committee.state == Committee.State.LAPSED
    with pytest.raises(SittingRefused, match="carence de ce comité est constatée"):
        save_sitting(committee=committee, present=["Autre"], notes="", user=referent)


@pytest.mark.parametrize(
    ("changed", "refusal", "why"),
    [
        ({"today": date(2026, 4, 15)}, SittingRefused, "à partir de ce jour"),
        ({"held_on": date(2026, 4, 25)}, ConveningRefused, "fin de semaine"),
        ({"present": ["Direction", "Anne", "Bruno"]}, SittingRefused, "Le quorum est atteint"),
    ],
)
def test_a_lapse_is_refused_with_its_remedy_and_writes_nothing(
    committee: Committee,
    referent: Any,
    short: dict[str, Any],
    changed: dict[str, Any],
    refusal: Any,
    why: str,
) -> None:
    if present := changed.pop("present", None):
        save_sitting(committee=committee, present=present, notes="", user=referent)
    with pytest.raises(refusal, match=why):
        record_lapse(**short | changed)
    committee.refresh_from_db()
    assert (committee.state == Committee.State.LAPSED, Committee.objects.count()) == (False, 1)


def test_the_pages_lead_from_the_failed_session_to_the_record(
    world: Any, committee: Committee, referent: Any, client: Any, short: dict[str, Any]
) -> None:
    client.force_login(referent)
    where = [world.slug, committee.slug]
    assert "Constater la carence" in client.get(reverse("governance:session", args=where)).content.decode()
    refused = client.post(reverse("governance:lapse", args=where), {"held_on": "25/04/2020"})
    assert (refused.status_code, "se tient après" in refused.content.decode()) == (422, True)
    record_lapse(**short)
    page = client.get(reverse("governance:session", args=where), follow=True).content.decode()
    assert "Relevé de carence" in page
    assert "copil-2026-04-23" in page
