"""Sending the packs of a committee: printed, frozen, then one mail for each reader of a version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import get_template
from django.utils import timezone

from accounts.models import Membership, User
from core.engine import formats
from core.jobs import JobRefused, enqueue, report_progress
from core.models import Job
from governance.engine.letters import Brief, write
from governance.engine.wording import count_of
from governance.models import Committee, Pack, PackDelivery
from governance.selectors.committees import own_variants
from governance.selectors.packs import NoResult
from governance.selectors.sending import briefs_for, readers_of
from governance.services.packs import LABELS, freeze, render_pack
from journal import services as journal

KIND, MAIL = "pack_sending", "pack_mail"


NO_PACK = "Ce comité n’a pas de dossier : donnez son invitation, qui se télécharge à sa page."


class SendingRefused(Exception):
    """The pack cannot leave as asked; the message is in French."""


@transaction.atomic
def ask_sending(*, committee: Committee, user: Any, role: str) -> Job:
    """Send the packs in the background. Asking while they are being sent is asking once.

    Raises SendingRefused before the month's first computation, and for a committee without pack: an empty file never
    leaves.
    """
    Committee.objects.select_for_update().get(pk=committee.pk)
    if not committee.has_pack:
        raise SendingRefused(NO_PACK)
    try:
        briefs_for(committee, own_variants(committee)[:1])
    except NoResult as missing:
        raise SendingRefused(f"Le dossier ne part pas : {missing}") from missing
    jobs = Job.objects.filter(contract_id=committee.contract_id, kind=KIND, payload__committee=committee.pk)
    running = jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).first()
    payload = {"committee": committee.pk, "user": user.pk, "role": role}
    key = f"{committee.pk}:{jobs.count() + 1}"
    return running or enqueue(contract_id=committee.contract_id, kind=KIND, key=key, payload=payload)


def note_opened(*, committee: Committee, variant: str, user: Any, version: int | None = None) -> None:
    """A reader opened a variant at the portal: the versions up to it need no reminder. The first time stays.

    Reading is no act on the contract: the journal has no line of it.
    """
    rows = PackDelivery.objects.filter(pack__committee=committee, pack__variant=variant, reader=user)
    seen = rows if version is None else rows.filter(pack__version__lte=version)
    seen.filter(opened_at=None).update(opened_at=timezone.now().replace(microsecond=0))


def send_packs(job: Job) -> dict[str, int]:
    """Do a `pack_sending` job: every variant is printed before the first mail leaves."""
    committee = Committee.objects.select_related("contract__client").get(pk=job.payload["committee"])
    readers = {variant: found for variant, found in readers_of(committee).items() if found}
    packs = {}
    try:
        for rank, variant in enumerate(readers):
            report_progress(job, LABELS[variant], rank, len(readers))
            packs[variant] = render_pack(committee=committee, variant=variant)
        briefs = briefs_for(committee, readers)
    except NoResult as missing:
        raise JobRefused(f"Le dossier n’est pas parti : {missing}") from missing
    author = User.objects.get(pk=job.payload["user"])
    made = 0
    with transaction.atomic():
        for variant, pack in packs.items():
            made += _freeze(
                pack, readers[variant], briefs[variant], user=author, role=str(job.payload["role"])
            )
    return {"mails": made}


def _freeze(pack: Pack, members: list[Membership], brief: Brief, *, user: Any, role: str) -> int:
    """Nothing of a version changes once it is sent; returns how many readers had not been sent this one."""
    now = timezone.now().replace(microsecond=0)
    freeze(pack)
    known = set(PackDelivery.objects.filter(pack=pack).values_list("reader_id", flat=True))
    left = [member for member in members if member.user_id not in known]
    for member in left:
        _queue(_written(pack, member, brief, user, now))
    if left:
        journal.record(
            contract_id=pack.contract_id,
            action="pack.sent",
            subject=f"{pack.committee.slug} {LABELS[pack.variant]} v{pack.version}",
            actor=user,
            role=role,
            details={"sha256": pack.sha256, "readers": len(left)},
        )
    return len(left)


def _written(pack: Pack, member: Membership, brief: Brief, user: Any, now: datetime) -> PackDelivery:
    document = f"PDF, {count_of(pack.pages, 'page')}, {formats.file_size(pack.size)}"
    places = replace(brief.places, pdf=f"{brief.places.pdf}?version={pack.version}")
    letter = write(replace(brief, places=places), document=document, attached=member.pack_attached)
    return PackDelivery.objects.create(
        contract_id=pack.contract_id,
        audience=pack.audience,
        pack=pack,
        reader=member.user,
        attached=member.pack_attached,
        subject=letter.subject,
        text=letter.text,
        html=get_template("parts/mail.html").render({"letter": letter}),
        asked_at=now,
        asked_by=user,
    )


def _queue(delivery: PackDelivery) -> Job:
    key = f"{delivery.pk}:{delivery.attempts}"
    return enqueue(contract_id=delivery.contract_id, kind=MAIL, key=key, payload={"delivery": delivery.pk})


@transaction.atomic
def send_again(*, delivery: PackDelivery, user: Any, role: str) -> None:
    """Try once more what was not delivered: the same words, the same version. Raises SendingRefused otherwise."""
    row = PackDelivery.objects.select_for_update().select_related("pack__committee").get(pk=delivery.pk)
    if row.state != PackDelivery.State.FAILED:
        raise SendingRefused("Ce courriel est déjà parti, ou sur le point de partir : rien n’est renvoyé.")
    row.state, row.fault, row.attempts = PackDelivery.State.WAITING, "", row.attempts + 1
    row.save(update_fields=["state", "fault", "attempts"])
    journal.record(
        contract_id=row.contract_id,
        action="pack.sent_again",
        subject=f"{row.pack.committee.slug} {LABELS[row.pack.variant]} v{row.pack.version}",
        actor=user,
        role=role,
    )
    _queue(row)


@transaction.atomic
def choose_manner(*, member: Membership, attached: bool, digest: str) -> None:
    """How a person receives the packs of a contract, with the PDF or its link alone, and how often what waits for them."""
    member.pack_attached, member.digest = attached, digest
    member.save(update_fields=["pack_attached", "digest"])
    journal.record(
        contract_id=member.contract_id,
        action="pack.manner_chosen",
        subject="",
        actor=member.user,
        role=member.role,
        details={
            "means": "PDF joint" if attached else "lien seulement",
            "digest": member.get_digest_display().lower(),
        },
    )
