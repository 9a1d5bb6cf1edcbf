"""What the tests of mails share: doing the mails that wait, and reading those that left."""

from __future__ import annotations

from typing import Any

from django.core import mail

from core.jobs import run
from core.models import Job


def deliver() -> None:
    """Do every mail that waits."""
    for job in Job.objects.filter(kind="pack_mail", state="queued").order_by("created_at"):
        run(job.pk)


def plain(text: str) -> str:
    """With plain spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def to(address: str) -> Any:
    """The one mail that an address received."""
    found = [message for message in mail.outbox if message.to == [address]]
    assert len(found) == 1
    return found[0]
