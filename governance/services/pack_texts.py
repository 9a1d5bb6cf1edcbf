"""Writing over the texts of a pack, or giving them back to the rules; what was sent keeps its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.scope import Audience
from governance.models import Committee, PackText
from journal import services as journal

COPIES = {Audience.CLIENT: "exemplaire client", Audience.BOTH: "exemplaire partagé"}


@transaction.atomic
def write_text(
    *, committee: Committee, audience: Audience, page: str, title: str, lead: str, user: Any, role: str
) -> None:
    """Put a title and a conclusion over those of a page, in the copies of an audience."""
    Committee.objects.select_for_update().get(pk=committee.pk)
    PackText.objects.update_or_create(
        contract_id=committee.contract_id,
        committee=committee,
        audience=audience,
        page=page,
        defaults={
            "title": title,
            "lead": lead,
            "written_at": timezone.now().replace(microsecond=0),
            "written_by": user,
        },
    )
    _tell("pack.text_edited", committee, audience, {"page": page, "title": title}, user, role)


@transaction.atomic
def reset_text(*, committee: Committee, audience: Audience, page: str, user: Any, role: str) -> None:
    """Take back what was written over a page; nothing to tell where nothing was."""
    rows = PackText.objects.filter(committee=committee, audience=audience, page=page)
    if rows.delete()[0]:
        _tell("pack.text_reset", committee, audience, {"page": page}, user, role)


def _tell(
    act: str, committee: Committee, audience: Audience, details: dict[str, str], user: Any, role: str
) -> None:
    journal.record(
        contract_id=committee.contract_id,
        action=act,
        subject=f"{committee.slug} {COPIES[audience]}",
        actor=user,
        role=role,
        details=details,
    )
