"""A mail that does not leave: told in plain sight, never sent twice, tried again when asked."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from accounts.models import Membership
from core.models import Job
from core.storage import discard_file
from governance.models import Committee, PackDelivery
from governance.services import SendingRefused, ask_sending, send_again, send_packs
from governance.services.mailing import BROKEN, CLOSED, LEFT, LOST, REFUSED, UNSURE
from journal.models import JournalEntry
from tests.governance.posting import deliver


class RefusingBackend(EmailBackend):
    """A mail server that knows none of the addresses it is given."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({"x": (550, b"no such user")})


class CutBackend(EmailBackend):
    """A mail server that goes away in the middle."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionResetError


class AbsentBackend(EmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        raise ConnectionRefusedError


REFUSING, CUT, ABSENT = (
    f"tests.governance.test_pack_mails.{name}" for name in ("RefusingBackend", "CutBackend", "AbsentBackend")
)


@pytest.fixture
def one(committee: Committee, world: Any, make_user: Any) -> Any:
    """A mail that waits: the executive's, asked by somebody who receives nothing."""
    reader, author = make_user("executive", world), make_user("referent")
    send_packs(ask_sending(committee=committee, user=author, role="referent"))
    return PackDelivery.objects.get(reader=reader)


def outcome(row: PackDelivery) -> tuple[str, str]:
    deliver()
    row.refresh_from_db()
    return row.state, row.fault


@pytest.mark.parametrize(("backend", "fault"), [(REFUSING, REFUSED), (CUT, BROKEN)])
def test_a_failed_delivery_is_kept_with_its_cause(one: Any, settings: Any, backend: str, fault: str) -> None:
    settings.EMAIL_BACKEND = backend
    assert outcome(one) == ("failed", fault)
    assert not Job.objects.filter(kind="pack_mail").exclude(state="done").exists()


def test_a_server_away_is_tried_again_then_told(one: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = ABSENT
    for attempt in (1, 2):
        assert outcome(one) == ("waiting", "")
        jobs = Job.objects.filter(kind="pack_mail", payload__delivery=one.pk)
        assert [job.attempts for job in jobs] == [attempt]
        jobs.update(not_before=None)
    assert outcome(one) == ("failed", CLOSED)


def test_a_stop_in_the_middle_is_never_sent_twice(one: Any) -> None:
    PackDelivery.objects.filter(pk=one.pk).update(state="leaving")
    assert outcome(one) == ("failed", UNSURE)
    assert [message for message in mail.outbox if message.to == ["executive@exemple.fr"]] == []


def test_whoever_lost_their_access_receives_nothing(one: Any) -> None:
    Membership.objects.filter(user=one.reader).delete()
    assert outcome(one) == ("failed", LEFT)


def test_a_lost_file_is_told(one: Any) -> None:
    discard_file(one.pack.storage_name)
    assert outcome(one) == ("failed", LOST)


def test_what_failed_is_sent_again_once(one: Any, settings: Any) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = REFUSING
    outcome(one)
    settings.EMAIL_BACKEND = working
    send_again(delivery=one, user=one.asked_by, role="referent")
    assert outcome(one) == ("sent", "")
    assert (one.attempts, len([m for m in mail.outbox if m.to == ["executive@exemple.fr"]])) == (2, 1)
    with pytest.raises(SendingRefused, match="déjà parti"):
        send_again(delivery=one, user=one.asked_by, role="referent")
    assert JournalEntry.objects.filter(action="pack.sent_again").count() == 1
