"""Silence of the provider on the minutes: it approves where the contract says so, else it is recalled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from contracts.models import Site
from core.models import Job
from governance.engine.reading import ReadingRule
from governance.models import Committee, CommitteeTerm, Minutes
from governance.services import read_minutes, save_sitting, sign_minutes
from governance.services.reminders import send_committee_reminder
from governance.services.silence import hear_silence
from journal.models import JournalEntry
from tests.governance.sitting import held

GIVEN = datetime(2026, 4, 20, 18, 0, tzinfo=ZoneInfo("Europe/Paris"))
LAST = date(2026, 4, 27)
NEXT = date(2026, 4, 28)


@pytest.fixture
def term(world: Any) -> CommitteeTerm:
    return CommitteeTerm.objects.create(
        contract=world, code="copil", name="COPIL", minutes_within=3, remarks_within=5, silence_approves=True
    )


@pytest.fixture
def given(world: Any, committee: Committee, referent: Any, provider: Any) -> Minutes:
    """Everything said, read by the client on 20 April."""
    held(world, committee, referent)
    read_minutes(committee=committee, side="client", user=referent)
    Minutes.objects.filter(committee=committee).update(client_read_at=GIVEN)
    return Minutes.objects.get(committee=committee)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            ReadingRule(5, 10, True),
            "Relevé remis sous 5\u00a0jours ouvrés. Remarques sous 10\u00a0jours ouvrés."
            " Passé ce délai, le silence du prestataire vaut approbation.",
        ),
        (
            ReadingRule(1),
            "Relevé remis sous 1\u00a0jour ouvré. Le contrat ne dit pas que le silence vaut approbation :"
            " la lecture du prestataire est attendue.",
        ),
    ],
)
def test_the_rule_is_said_in_words(rule: ReadingRule, words: str) -> None:
    assert rule.words == words


def test_delays_count_business_days() -> None:
    rule = ReadingRule(3, 5)
    assert rule.minutes_by(date(2026, 4, 30), [date(2026, 5, 1)]) == date(2026, 5, 6)
    assert rule.remarks_by(date(2026, 5, 6), [date(2026, 5, 8)]) == date(2026, 5, 14)
    assert ReadingRule().remarks_by(date(2026, 5, 4), []) == date(2026, 5, 11)


def test_silence_approves_the_day_after_the_last_one(
    world: Any, committee: Committee, term: CommitteeTerm, given: Minutes, referent: Any
) -> None:
    assert hear_silence(contract=world, today=LAST) == 0
    assert hear_silence(contract=world, today=NEXT) == 1
    assert hear_silence(contract=world, today=NEXT) == 0
    given.refresh_from_db()
    assert (given.by_silence, given.provider_read_by, given.read_by) == (
        True, None, ["le client", "le prestataire, par son silence"],
    )  # fmt: skip
    line = JournalEntry.objects.get(action="minutes.silent")
    assert (line.subject, line.details) == (committee.slug, {"remarks_until": "2026-04-27"})
    signed = sign_minutes(contract=world, committee=committee, user=referent)
    assert signed.content["by_silence"] is True
    assert not Job.objects.filter(kind="committee_reminder").exists()


def test_a_reading_or_a_change_undoes_what_silence_approved(
    world: Any, committee: Committee, term: CommitteeTerm, given: Minutes, referent: Any, provider: Any
) -> None:
    hear_silence(contract=world, today=NEXT)
    read = read_minutes(committee=committee, side="provider", remark="Lu tard.", user=provider)
    assert (read.by_silence, read.remark) == (False, "Lu tard.")
    Minutes.objects.filter(pk=given.pk).update(by_silence=True)
    saved = save_sitting(committee=committee, present=["Direction"], notes="Repris.", user=referent)
    assert (saved.by_silence, saved.provider_read_at) == (False, None)
    assert hear_silence(contract=world, today=date(2026, 12, 1)) == 0


def test_where_the_contract_says_nothing_the_provider_is_reminded_once(
    world: Any, committee: Committee, given: Minutes, provider: Any
) -> None:
    assert hear_silence(contract=world, today=NEXT) == 0
    assert hear_silence(contract=world, today=date(2026, 5, 4)) == 0
    given.refresh_from_db()
    assert given.provider_read_at is None
    job = Job.objects.get(kind="committee_reminder")
    assert send_committee_reminder(job) == {"sent": 1}
    assert mail.outbox[0].to == ["provider@exemple.fr"]
    told = mail.outbox[0].body.replace("\u00a0", " ")
    assert "Le relevé du COPIL du jeudi 16 avril 2026 attend votre lecture." in told
    assert f"http://127.0.0.1:8000/contrats/{world.slug}/comites/copil-2026-04-16/compte-rendu/" in told


def test_minutes_read_meanwhile_remind_nobody(
    world: Any, committee: Committee, given: Minutes, provider: Any
) -> None:
    hear_silence(contract=world, today=NEXT)
    read_minutes(committee=committee, side="provider", user=provider)
    assert send_committee_reminder(Job.objects.get(kind="committee_reminder")) == {"sent": 0}


def test_the_page_says_the_rule_and_what_silence_will_do(
    world: Any, committee: Committee, term: CommitteeTerm, given: Minutes, provider: Any, client: Any
) -> None:
    client.force_login(provider)
    place = reverse("governance:minutes", args=[world.slug, committee.slug])

    def page() -> str:
        return client.get(place).content.decode().replace("\u202f", " ").replace("\u00a0", " ")

    assert (
        "Sans remarque du prestataire jusqu’au 27/04/2026 inclus, le relevé est approuvé par silence."
        in page()
    )
    hear_silence(contract=world, today=NEXT)
    assert "Approuvé par silence du prestataire le" in page()
    assert "J’ai relu ce relevé" in page()


def test_the_days_off_of_the_sites_are_not_counted(world: Any, term: CommitteeTerm, given: Minutes) -> None:
    """Good Friday, 3 April 2026, is a day off in Alsace and Moselle."""
    Site.objects.create(contract=world, name="Strasbourg", holiday_zone="alsace-moselle")
    Minutes.objects.filter(pk=given.pk).update(client_read_at=GIVEN.replace(day=1))
    assert hear_silence(contract=world, today=date(2026, 4, 10)) == 0
    assert hear_silence(contract=world, today=date(2026, 4, 11)) == 1
