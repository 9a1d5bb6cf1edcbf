"""Reminders before a committee: a week ahead of what is incomplete, the eve for who has not opened the pack."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import Membership
from accounts.selectors import may
from contracts.engine.dates import business_days_before
from contracts.engine.letters import SIGNATURE, Letter, Line
from contracts.models import Contract
from contracts.selectors.calendars import days_off
from core.engine import formats
from core.engine.typography import NBSP
from core.jobs import enqueue
from core.models import Job
from core.scope import Side, for_contract
from governance.models import WITH_PACK, Committee, Minutes, PackDelivery
from governance.selectors.missing import missing_for
from governance.selectors.sending import variant_of

KIND = "committee_reminder"
WEEK, EVE, READING = "week", "eve", "reading"
AHEAD = timedelta(days=7)
STATES = {
    WEEK: {Committee.State.PLANNED},
    EVE: {Committee.State.PLANNED},
    READING: {Committee.State.PLANNED, Committee.State.HELD},
}
"""Moment -> states of a committee in which the reminder still makes sense."""


def ask_committee_reminders(*, contract: Contract, today: date) -> None:
    """Queue the reminders whose day has come; each is asked once, even after a night that was missed."""
    planned = Committee.objects.filter(
        contract=contract,
        kind__in=WITH_PACK,
        state=Committee.State.PLANNED,
        held_on__gt=today,
        held_on__lte=today + AHEAD,
    )
    for committee in planned:
        day = committee.held_on
        on_eve = today >= business_days_before(day, 1, days_off(contract, day.year - 1, day.year))
        for member in _members(contract) if not on_eve else _not_opened(committee):
            moment = EVE if on_eve else WEEK
            enqueue(
                contract_id=contract.pk,
                kind=KIND,
                key=f"{committee.pk}:{moment}:{member.user_id}",
                payload={"committee": committee.pk, "member": member.pk, "moment": moment},
            )


def ask_minutes_reminder(*, committee: Committee, given: date) -> None:
    """Remind the provider once of minutes that wait for its reading; given to read again, they are recalled again."""
    for member in _members(committee.contract):
        if member.side == Side.PROVIDER and may(member, Capability.READ_MINUTES):
            enqueue(
                contract_id=committee.contract_id,
                kind=KIND,
                key=f"{committee.pk}:{READING}:{member.user_id}:{given}",
                payload={"committee": committee.pk, "member": member.pk, "moment": READING},
            )


def send_committee_reminder(job: Job) -> dict[str, int]:
    """Do a `committee_reminder` job. It says so before the mail is handed over: a second attempt sends nothing."""
    committee = Committee.objects.select_related("contract").get(pk=job.payload["committee"])
    members = Membership.objects.filter(user__is_active=True).select_related("user")
    member = members.filter(contract=committee.contract, pk=job.payload["member"]).first()
    moment = job.payload["moment"]
    if member is None or job.payload.get("handed") or committee.state not in STATES[moment]:
        return {"sent": 0}
    letter = {WEEK: _week, EVE: _eve, READING: _reading}[moment](committee, member)
    if letter is None:
        return {"sent": 0}
    Job.objects.filter(pk=job.pk).update(payload=job.payload | {"handed": True})
    return {"sent": EmailMessage(letter.subject, letter.text, to=[member.user.email]).send()}


def _members(contract: Contract) -> list[Membership]:
    """Whoever prepares the committee, and whoever reports to it."""
    rows = Membership.objects.filter(contract=contract, user__is_active=True)
    return [row for row in rows if may(row, Capability.PREPARE_COMMITTEE) or row.side == Side.PROVIDER]


def _not_opened(committee: Committee) -> list[Membership]:
    """The members who did not open the last version sent to them; nobody before the pack was sent."""
    last = {row.reader_id: row for row in _deliveries(committee)}
    lost = [reader for reader, row in last.items() if row.opened_at is None]
    return list(
        Membership.objects.filter(contract=committee.contract, user_id__in=lost, user__is_active=True)
    )


def _deliveries(committee: Committee) -> QuerySet[PackDelivery]:
    return PackDelivery.objects.filter(pack__committee=committee).order_by("asked_at", "pk")


def _week(committee: Committee, member: Membership) -> Letter | None:
    """What is incomplete, as the side of the member knows it; None where nothing is."""
    side = Side(member.side)
    with for_contract(committee.contract_id, side):
        missing = missing_for(committee, side)
    if not missing:
        return None
    return _letter(
        committee,
        "préparation à compléter",
        (Line(f"À compléter avant le {_name(committee)}{NBSP}:"), *missing),
        Line("Le comité", _address("committee", committee)),
    )


def _eve(committee: Committee, member: Membership) -> Letter | None:
    """Where the pack may be read; None once it was opened after all."""
    last = _deliveries(committee).filter(reader=member.user).last()
    if last is None or last.opened_at is not None:
        return None
    said = f"Le dossier du {_name(committee)} n’a pas été ouvert au portail."
    if last.state != PackDelivery.State.SENT:
        said = (
            f"Le dossier du {_name(committee)} n’a pas pu vous être remis par courriel. Il se lit au portail."
        )
    elif last.attached:
        said += " Si vous l’avez lu en pièce jointe, ce rappel est sans objet."
    twin = _address("pack", committee, variant_of(member.role, committee).value)
    return _letter(committee, "dossier à lire", (Line(said),), Line("Lire le dossier", twin))


def _reading(committee: Committee, member: Membership) -> Letter | None:
    """That the minutes wait; None once they were read, or changed since they were given."""
    waits = Minutes.objects.filter(
        committee=committee, signed_at=None, provider_read_at=None, client_read_at__isnull=False
    )
    if not waits.exists():
        return None
    said = (
        f"Le relevé du {_name(committee)} attend votre lecture. Vos remarques y sont portées telles quelles."
    )
    return _letter(
        committee, "relevé à relire", (Line(said),), Line("Relire", _address("minutes", committee))
    )


def _letter(committee: Committee, what: str, said: tuple[Line, ...], way: Line) -> Letter:
    kind, day = committee.get_kind_display(), formats.date_short(committee.held_on)
    subject = f"{committee.contract.reference}{NBSP}: {kind} du {day}, {what}"
    return Letter(subject, ((Line("Bonjour,"),), said, (way,), (Line(SIGNATURE),)))


def _name(committee: Committee) -> str:
    return f"{committee.get_kind_display()} du {formats.day_long(committee.held_on)}"


def _address(page: str, committee: Committee, *args: str) -> str:
    place = reverse(f"governance:{page}", args=[committee.contract.slug, committee.slug, *args])
    return f"{settings.PORTAL_URL}{place}"
