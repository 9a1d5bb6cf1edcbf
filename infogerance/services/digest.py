"""What waits for each member of a contract, by mail, as often as each one chose."""

from __future__ import annotations

from datetime import date
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from accounts.models import Membership
from contracts.engine.dates import is_business_day
from contracts.models import Contract
from contracts.selectors.calendars import days_off
from core.jobs import JobRefused, enqueue
from core.models import Job
from core.scope import Side, for_contract
from infogerance.engine.digest import Line, digest, leaves, remembered, to_tell
from infogerance.selectors.jobs import DIGEST
from infogerance.selectors.todo import todo_for
from infogerance.selectors.todo_line import Todo

REFUSED = (
    "{} n’a pas reçu son récapitulatif : adresse refusée par le serveur de courrier. Faites-la corriger."
)
BROKEN = (
    "{} n’a peut-être pas reçu son récapitulatif : l’envoi s’est interrompu. Rien n’est renvoyé de lui-même."
)


def ask_digests(*, contract: Contract, today: date) -> int:
    """Queue one job for each active member whose turn has come; the same day is asked once, a day off never."""
    if not is_business_day(today, days_off(contract, today.year, today.year)):
        return 0
    members = Membership.objects.filter(contract=contract, user__is_active=True).order_by("pk")
    due = [member for member in members if leaves(member.digest, member.digest_sent_on, today)]
    for member in due:
        enqueue(
            contract_id=contract.pk,
            kind=DIGEST,
            key=f"{member.pk}:{today}",
            payload={"member": member.pk, "day": today.isoformat()},
        )
    return len(due)


def send_digest(job: Job) -> dict[str, int]:
    """Do a `digest` job, as the member's own side sees the contract. What was handed over is never sent again.

    Raises JobRefused, which is read in « À faire », when the mail server refuses the address or stops half-way.
    """
    members = Membership.objects.filter(contract_id=job.contract_id, user__is_active=True)
    member = members.select_related("user", "contract").filter(pk=job.payload["member"]).first()
    today = date.fromisoformat(job.payload["day"])
    if member is None or not leaves(member.digest, member.digest_sent_on, today):
        return {"sent": 0}
    if job.payload.get("handed"):
        raise JobRefused(BROKEN.format(member.user.email))
    with for_contract(member.contract_id, Side(member.side)):
        lines = [_line(one) for one in todo_for(today, {member.contract_id: member})]
    now = to_tell(lines, member.digest_told)
    if not now:
        return {"sent": 0}
    _send(job, member, now)
    Membership.objects.filter(pk=member.pk).update(
        digest_sent_on=today, digest_told=remembered(lines, member.digest_told, now)
    )
    return {"sent": 1}


def _line(one: Todo) -> Line:
    due = f"{one.due_words}, {one.due_note}" if one.due else ""
    return Line(one.title, one.detail, due, one.late, f"{settings.PORTAL_URL}{one.url}")


def _send(job: Job, member: Membership, lines: list[Line]) -> None:
    """An unreachable server raises as it is: nothing was handed over, and the job is tried again."""
    choices = reverse("governance:notifications", args=[member.contract.slug])
    letter = digest(
        member.contract.reference,
        lines,
        f"{settings.PORTAL_URL}{reverse('inbox')}",
        f"{settings.PORTAL_URL}{choices}",
    )
    with get_connection() as connection:
        message = EmailMessage(letter.subject, letter.text, to=[member.user.email], connection=connection)
        _hand(job, True)
        try:
            message.send()
        except SMTPRecipientsRefused as fault:
            _hand(job, False)
            raise JobRefused(REFUSED.format(member.user.email)) from fault
        except (OSError, SMTPException) as fault:
            raise JobRefused(BROKEN.format(member.user.email)) from fault


def _hand(job: Job, handed: bool) -> None:
    Job.objects.filter(pk=job.pk).update(payload=job.payload | {"handed": handed})
