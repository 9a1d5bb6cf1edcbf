"""Links by e-mail: each address leaves the job as soon as its message is gone, and is kept nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.core.mail import EmailMessage
from django.db import transaction

from accounts.models import Membership
from contracts.selectors.lifetime import local_today
from core.engine import formats
from core.jobs import enqueue
from core.models import Job
from journal.services import record
from kpis.models import Survey
from kpis.services.surveys import check_running, link_url, make_links, next_lot

KIND = "survey_mail"


@transaction.atomic
def ask_mails(
    *, survey: Survey, addresses: Sequence[str], group: str, member: Membership, today: date
) -> int:
    """Queue one message per address, written once however often it was typed; returns how many.

    Raises SurveyRefused on a wave that is over.
    """
    check_running(survey, today)
    left = sorted({address.strip().lower() for address in addresses})
    lot = next_lot(survey)
    payload = {"survey": survey.pk, "lot": lot, "group": group.strip(), "left": left}
    digest = sha256("\n".join(left).encode()).hexdigest()[:16]
    enqueue(contract_id=survey.contract_id, kind=KIND, key=f"{survey.number}:{lot}:{digest}", payload=payload)
    record(
        contract_id=survey.contract_id,
        action="survey.mailed",
        subject=survey.title,
        actor=member.user,
        role=member.role,
        details={"lot": lot, "quantity": len(left)},
    )
    return len(left)


def send_links(job: Job) -> dict[str, int]:
    """The job of kind `survey_mail`. An address whose message is gone is out of the job before the next one: a
    second attempt writes to those left, and to nobody twice. A wave that is over sends nothing more."""
    survey = Survey.objects.select_related("contract__client").get(pk=job.payload["survey"])
    if survey.closed_at or survey.closes_on < local_today(survey.contract):
        _leave(job, [])
    sent = 0
    while job.payload["left"]:
        address, *left = job.payload["left"]
        with transaction.atomic():
            _leave(job, left)
            sent += _send(survey, job.payload, address)
    return {"sent": sent}


def _leave(job: Job, left: Sequence[str]) -> None:
    """Only these addresses are still to be written to."""
    job.payload = job.payload | {"left": list(left)}
    Job.objects.filter(pk=job.pk).update(payload=job.payload)


def _send(survey: Survey, payload: dict[str, object], address: str) -> int:
    token = make_links(survey, int(str(payload["lot"])), str(payload["group"]), 1)[0]
    parts = [
        "Bonjour,",
        f"{survey.contract.client.name} vous demande votre avis\u00a0: {survey.title}.",
        f"{formats.count(len(survey.questions), 'question')}, une minute, jusqu’au"
        f" {formats.date_long(survey.closes_on)}\u00a0:\n{link_url(token)}",
        "Ce lien ne sert qu’une fois. Votre réponse est anonyme\u00a0: rien ne la relie à votre adresse, qui n’est"
        " pas conservée.",
    ]
    message = EmailMessage(f"Votre avis\u00a0: {survey.title}", "\n\n".join(parts) + "\n", to=[address])
    return int(message.send() or 0)
