"""Moderation of what users wrote: « ne pas montrer », and back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from contracts.models import Contract
from journal.services import record
from kpis.models import HiddenVerbatim


@transaction.atomic
def hide_verbatim(*, contract: Contract, digest: str, at: datetime, member: Membership) -> None:
    """Keep words out of the page, whichever report or survey brings them. Their text enters no journal."""
    _, new = HiddenVerbatim.objects.get_or_create(contract=contract, digest=digest, defaults={"at": at})
    if new:
        _record(contract, "verbatim.hidden", digest, member)


@transaction.atomic
def show_verbatim(*, contract: Contract, digest: str, member: Membership) -> None:
    """Bring words back."""
    gone, _ = HiddenVerbatim.objects.filter(contract=contract, digest=digest).delete()
    if gone:
        _record(contract, "verbatim.shown", digest, member)


def _record(contract: Contract, action: str, digest: str, member: Membership) -> None:
    record(
        contract_id=contract.pk,
        action=action,
        subject="",
        actor=member.user,
        role=member.role,
        details={"sha256": digest},
    )
