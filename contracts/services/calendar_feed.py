"""The private address of a membership's dates: renewed, revoked; the address itself is never kept."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from contracts.models import CalendarFeed
from contracts.selectors.calendar_feed import digest_of
from journal.services import record


@transaction.atomic
def renew_feed(*, membership: Membership) -> str:
    """Give the membership a new address, which is returned this once; the one before stops answering."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        membership=membership,
        defaults={
            "contract_id": membership.contract_id,
            "token_hash": digest_of(token),
            "created_at": timezone.now(),
        },
    )
    _record(membership, "feed.renewed")
    return token


@transaction.atomic
def revoke_feed(*, membership: Membership) -> None:
    """The address stops answering; doing it twice does nothing more."""
    removed, _ = CalendarFeed.objects.filter(membership=membership).delete()
    if removed:
        _record(membership, "feed.revoked")


def _record(membership: Membership, action: str) -> None:
    record(
        contract_id=membership.contract_id,
        action=action,
        subject="",
        actor=membership.user,
        role=membership.role,
    )
