"""Packs: rendered once for the same content, kept privately, never edited."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.jobs import JobRefused, enqueue, report_progress
from core.models import Job
from core.scope import Audience
from core.storage import is_stored, store_file
from governance.engine.pack.editions import EDITIONS, named
from governance.engine.pack.telling import told_by
from governance.models import Committee, Pack
from governance.selectors.pack_versions import corrected
from governance.selectors.packs import NoResult, PackContent, content_for
from governance.services.printing import Printed
from governance.services.rendering import print_apart, print_order, render_pages
from journal import services as journal
from journal.models import Anchor

LABELS = {variant: named(variant) for variant in EDITIONS}


def render_pack(*, committee: Committee, variant: str) -> Pack:
    """The pack of a variant as the facts and decisions stand. The same content gives the same Pack, not another.

    Once a version was sent, another content is a correction, and says what it changes of it.

    Raises NoResult before the month's first computation, JobRefused when printing fails.
    """
    content = content_for(committee, variant)
    order = print_order(content)
    digest = hashlib.sha256(json.dumps(order, sort_keys=True).encode()).hexdigest()
    known = _known(committee, variant, digest)
    if known:
        return known
    shown = replace(content, data=corrected(committee, variant, content.data))
    if shown.data is not content.data:
        order = print_order(shown)
    return _keep(committee, variant, shown, digest, print_apart(order))


def render_pack_job(job: Job) -> dict[str, Any]:
    """Do a `pack` job: payload {"committee": id, "variant": …}."""
    committee = Committee.objects.select_related("contract").get(pk=job.payload["committee"])
    report_progress(job, "mise en page", 0, 1)
    try:
        pack = render_pack(committee=committee, variant=job.payload["variant"])
    except NoResult as missing:
        raise JobRefused(f"Le dossier n’a pas été produit : {missing}") from missing
    report_progress(job, "dossier enregistré", 1, 1)
    return {"pack": pack.pk, "pages": pack.pages}


def request_pack(*, committee: Committee, variant: str) -> Job:
    """Ask for a variant in the background. Asking while it is being made is asking once."""
    jobs = Job.objects.filter(
        contract_id=committee.contract_id,
        kind="pack",
        payload__committee=committee.pk,
        payload__variant=variant,
    )
    running = jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).first()
    if running:
        return running
    return enqueue(
        contract_id=committee.contract_id,
        kind="pack",
        key=f"{committee.pk}:{variant}:{jobs.count() + 1}",
        payload={"committee": committee.pk, "variant": variant},
    )


def _known(committee: Committee, variant: str, digest: str) -> Pack | None:
    """The last version, where it has that content and its two files; an older one was corrected since."""
    last = Pack.objects.filter(committee=committee, variant=variant).order_by("-version").first()
    if last is None or last.content_digest != digest or not last.twin_name:
        return None
    return last if is_stored(last.storage_name) and is_stored(last.twin_name) else None


def _keep(committee: Committee, variant: str, content: PackContent, digest: str, printed: Printed) -> Pack:
    """Store the file and its web twin, then its row and its journal line in one transaction."""
    kept, twin = store_file(printed.pdf), store_file(render_pages(content.data, twin=True).encode())
    with transaction.atomic():
        Committee.objects.select_for_update().get(pk=committee.pk)
        known = Pack.objects.filter(committee=committee, variant=variant)
        lost = [row.pk for row in known if row.content_digest == digest and row.frozen_at is None]
        Pack.objects.filter(pk__in=lost).delete()
        last = known.order_by("-version").values_list("version", flat=True).first() or 0
        pack = Pack.objects.create(
            contract_id=committee.contract_id,
            audience=Audience.BOTH if EDITIONS[variant].provider else Audience.CLIENT,
            committee=committee,
            variant=variant,
            version=last + 1,
            provisional=content.data.provisional,
            storage_name=kept.name,
            twin_name=twin.name,
            sha256=kept.sha256,
            size=kept.size,
            pages=printed.pages,
            facts_digest=content.facts_digest,
            content_digest=digest,
            told=told_by(content.data.pages),
            rendered_at=timezone.now().replace(microsecond=0),
        )
        journal.record(
            contract_id=committee.contract_id,
            action="pack.rendered",
            subject=f"{committee.slug} {LABELS[variant]} v{pack.version}",
            details={"sha256": pack.sha256, "facts": pack.facts_digest},
        )
        journal.anchor(contract_id=committee.contract_id, place=Anchor.Place.PACK)
    return pack


def freeze(pack: Pack) -> None:
    """Nothing of a version changes once somebody received it; its first day stays."""
    now = timezone.now().replace(microsecond=0)
    Pack.objects.filter(pk=pack.pk, frozen_at=None).update(frozen_at=now)


def file_name(pack: Pack) -> str:
    """« COPIL-INF-2024-07-2026-03-client-provisoire.pdf »: plain characters only."""
    reference = re.sub(r"[^A-Za-z0-9-]+", "-", pack.committee.contract.reference)
    state = "-provisoire" if pack.provisional else ""
    kind = pack.committee.get_kind_display()
    return f"{kind}-{reference}-{pack.committee.month}-{pack.variant}{state}.pdf"
