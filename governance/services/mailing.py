"""One mail for one reader of a pack: it leaves once, or says in plain sight that it did not."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from core.models import Job
from core.storage import is_stored, open_file
from governance.models import Committee, Pack, PackDelivery
from governance.selectors.invitations import invitation_bytes
from governance.selectors.sending import readers_of
from governance.services.packs import file_name

State = PackDelivery.State
LOST = "Le PDF n’est plus sur le serveur. Renvoyez le dossier : une autre version en sera faite."
LEFT = "Cette personne n’a plus accès à cet exemplaire. Rien n’a été envoyé."
UNSURE = (
    "Le serveur s’est arrêté pendant l’envoi : le courriel est peut-être parti. Demandez-le au destinataire."
)
REFUSED = "Adresse refusée par le serveur de courrier. Faites-la corriger par votre administrateur."
CLOSED = "Le serveur de courrier ne répond pas. Rien n’est parti."
BROKEN = "Le serveur de courrier a interrompu l’envoi. Rien n’est remis."


class MailServerAway(Exception):
    """The mail server could not be reached, and nothing was handed over: another attempt is harmless."""


def send_mail_of_pack(job: Job) -> dict[str, int]:
    """Do a `pack_mail` job. What is found half-way is told, never sent a second time."""
    rows = PackDelivery.objects.select_related("pack__committee__contract", "reader")
    row = rows.filter(pk=job.payload["delivery"]).first()
    if row is None or row.state in {State.SENT, State.FAILED}:
        return {"sent": 0}
    if row.state == State.LEAVING:
        return _failed(row, UNSURE)
    if all(
        member.user_id != row.reader_id
        for member in readers_of(row.pack.committee).get(Pack.Variant(row.pack.variant), [])
    ):
        return _failed(row, LEFT)
    if not is_stored(row.pack.storage_name):
        return _failed(row, LOST)
    return _leave(row, last=job.attempts >= settings.JOB_MAX_ATTEMPTS)


def _leave(row: PackDelivery, *, last: bool) -> dict[str, int]:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as fault:
        if last:
            return _failed(row, CLOSED)
        raise MailServerAway from fault
    try:
        return _hand_over(row, connection)
    finally:
        connection.close()


def _hand_over(row: PackDelivery, connection: BaseEmailBackend) -> dict[str, int]:
    """The state is written before and after, so that a stop in between is seen."""
    message = _message(row, connection)
    if not PackDelivery.objects.filter(pk=row.pk, state=State.WAITING).update(state=State.LEAVING):
        return {"sent": 0}
    try:
        message.send()
    except SMTPRecipientsRefused:
        return _failed(row, REFUSED)
    except (OSError, SMTPException):
        return _failed(row, BROKEN)
    now = timezone.now().replace(microsecond=0)
    PackDelivery.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=now)
    return {"sent": 1}


def _message(row: PackDelivery, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    committee = row.pack.committee
    message = EmailMultiAlternatives(row.subject, row.text, to=[row.reader.email], connection=connection)
    message.attach_alternative(row.html, "text/html")
    if row.attached:
        with open_file(row.pack.storage_name) as file:
            message.attach(file_name(row.pack), file.read(), "application/pdf")
    if committee.state == Committee.State.PLANNED:
        message.attach(f"{committee.slug}.ics", invitation_bytes(committee).decode(), "text/calendar")
    return message


def _failed(row: PackDelivery, fault: str) -> dict[str, int]:
    PackDelivery.objects.filter(pk=row.pk).update(state=State.FAILED, fault=fault)
    return {"sent": 0}
