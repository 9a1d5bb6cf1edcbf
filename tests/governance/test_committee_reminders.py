"""Reminders before a committee: who is told of what, when, and only once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Membership
from core.days import portal_today
from core.models import Job
from governance.models import ActionItem, Committee, Decision, Pack, PackDelivery
from governance.services.reminders import ask_committee_reminders, send_committee_reminder
from infogerance.sweeps import sweep_contracts
from slas.models import MonthRecord

AT = "2026-04-10T08:00:00+00:00"
WEEK_BEFORE, EVE = date(2026, 4, 9), date(2026, 4, 15)


@pytest.fixture
def people(world: Any, make_user: Any) -> dict[str, Any]:
    return {role: make_user(role, world) for role in ("referent", "executive", "provider")}


def remind(committee: Committee, today: date) -> dict[str, Any]:
    """What each address receives that night."""
    mail.outbox.clear()
    ask_committee_reminders(contract=committee.contract, today=today)
    for job in Job.objects.filter(kind="committee_reminder", state="queued").order_by("created_at"):
        send_committee_reminder(job)
        Job.objects.filter(pk=job.pk).update(state="done")
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox)
    return {message.to[0]: message for message in mail.outbox}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def undelivered(committee: Committee, reader: Any, state: str = "failed", **more: Any) -> PackDelivery:
    pack = Pack.objects.create(
        contract=committee.contract, committee=committee, variant="executif", audience="client", pages=2,
        size=4, storage_name="packs/a.pdf", sha256="a" * 64, facts_digest="b" * 64, rendered_at=AT,
    )  # fmt: skip
    return PackDelivery.objects.create(
        contract=committee.contract, pack=pack, audience="client", reader=reader, subject="Objet", text="Texte",
        html="<p>Texte</p>", asked_at=AT, asked_by=reader, state=state, **more,
    )  # fmt: skip


def test_a_week_before_each_side_is_told_what_it_has_to_complete(
    committee: Committee, people: Any, world: Any
) -> None:
    MonthRecord.objects.filter(month=committee.month).update(delivery=None)
    Decision.objects.filter(committee=committee, origin="penalty").update(options=[])
    ActionItem.objects.filter(number=35).update(due_on=date(2026, 4, 1))
    sent = remind(committee, WEEK_BEFORE)
    assert sorted(sent) == ["provider@exemple.fr", "referent@exemple.fr"]
    place = f"http://127.0.0.1:8000/contrats/{world.slug}"
    referent = sent["referent@exemple.fr"]
    assert plain(referent.subject) == "INF-2024-07 : COPIL du 16/04/2026, préparation à compléter"
    assert plain(referent.body) == (
        "Bonjour,\n\nÀ compléter avant le COPIL du jeudi 16 avril 2026 :\n"
        f"Le rapport de mars 2026 n’est pas déposé : {place}/rapports/\n"
        f"Sans option ni décideur, H1 : {place}/comites/copil-2026-04-16/\n"
        f"3 actions en retard au jour du comité, A-27, A-31 et A-35 : {place}/actions/\n\n"
        f"Le comité : {place}/comites/copil-2026-04-16/\n\nPortail de pilotage du contrat\n"
    )
    provider = plain(sent["provider@exemple.fr"].body)
    assert f"Le rapport de mars 2026 n’est pas déposé : {place}/rapports/deposer/" in provider
    assert "2 actions en retard au jour du comité, A-27 et A-31" in provider
    for secret in ("A-35", "H1", "ZZSENTINELLE"):
        assert secret not in provider, secret


def test_what_is_complete_reminds_nobody(committee: Committee, people: Any) -> None:
    ActionItem.objects.update(due_on=date(2099, 1, 1))
    assert remind(committee, WEEK_BEFORE) == {}


def test_a_reminder_is_sent_once_and_a_missed_night_is_made_up(committee: Committee, people: Any) -> None:
    assert remind(committee, WEEK_BEFORE - timedelta(days=1)) == {}
    assert len(remind(committee, WEEK_BEFORE + timedelta(days=1))) == 2
    assert remind(committee, WEEK_BEFORE + timedelta(days=2)) == {}


def test_a_second_attempt_sends_nothing(committee: Committee, people: Any) -> None:
    remind(committee, WEEK_BEFORE)
    mail.outbox.clear()
    for job in Job.objects.filter(kind="committee_reminder"):
        assert send_committee_reminder(job) == {"sent": 0}
    assert mail.outbox == []


def test_the_eve_writes_to_who_was_not_given_the_pack(committee: Committee, people: Any, world: Any) -> None:
    undelivered(committee, people["executive"])
    sent = remind(committee, EVE)
    assert list(sent) == ["executive@exemple.fr"]
    told = sent["executive@exemple.fr"]
    assert plain(told.subject) == "INF-2024-07 : COPIL du 16/04/2026, dossier à lire"
    assert plain(told.body) == (
        "Bonjour,\n\nLe dossier du COPIL du jeudi 16 avril 2026 n’a pas pu vous être remis par courriel. "
        "Il se lit au portail.\n\nLire le dossier : "
        f"http://127.0.0.1:8000/contrats/{world.slug}/comites/copil-2026-04-16/dossier/executif/\n\n"
        "Portail de pilotage du contrat\n"
    )
    assert remind(committee, EVE) == {}


def test_the_eve_writes_to_who_was_given_the_pack_and_did_not_open_it(
    committee: Committee, people: Any
) -> None:
    undelivered(committee, people["executive"], "sent", sent_at=AT)
    told = plain(remind(committee, EVE)["executive@exemple.fr"].body)
    assert (
        "Le dossier du COPIL du jeudi 16 avril 2026 n’a pas été ouvert au portail. "
        "Si vous l’avez lu en pièce jointe, ce rappel est sans objet." in told
    )
    assert remind(committee, EVE) == {}


@pytest.mark.parametrize("variant", ["executif", "client"])
def test_who_opened_the_pack_is_left_alone(
    committee: Committee, people: Any, world: Any, client: Any, variant: str
) -> None:
    """Opening another variant is not opening one's own."""
    row = undelivered(committee, people["executive"], "sent", sent_at=AT)
    client.force_login(people["executive"])
    client.get(reverse("governance:pack", args=[world.slug, committee.slug, variant]))
    row.refresh_from_db()
    assert (row.opened_at is not None) == (variant == "executif")
    assert len(remind(committee, EVE)) == (variant != "executif")


@pytest.mark.parametrize("today", [WEEK_BEFORE, EVE])
def test_a_held_committee_reminds_nobody(committee: Committee, people: Any, today: date) -> None:
    undelivered(committee, people["executive"])
    Committee.objects.update(state=Committee.State.HELD)
    assert remind(committee, today) == {}
    assert remind(committee, committee.held_on) == {}


def test_whoever_left_since_is_not_written_to(committee: Committee, people: Any) -> None:
    ask_committee_reminders(contract=committee.contract, today=WEEK_BEFORE)
    Membership.objects.filter(user=people["provider"]).delete()
    assert list(remind(committee, WEEK_BEFORE)) == ["referent@exemple.fr"]


def test_the_nightly_sweep_asks_for_them(committee: Committee, people: Any) -> None:
    Committee.objects.update(held_on=portal_today() + timedelta(days=7))
    sweep_contracts()
    assert Job.objects.filter(kind="committee_reminder").count() == 2
