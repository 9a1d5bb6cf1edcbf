"""Links to one version of a pack, for an executive who has no account: 256 random bits, kept nowhere, 14 days."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from contracts.selectors.calendar_feed import digest_of
from governance.models import Pack, PackLink
from governance.services.packs import LABELS, freeze
from journal import services as journal

LIFE = timedelta(days=14)


@transaction.atomic
def make_link(*, pack: Pack, reader: str, user: Any, role: str) -> str:
    """The address of a new link, returned this once. The version it opens is frozen."""
    now, token = timezone.now().replace(microsecond=0), secrets.token_urlsafe(32)
    freeze(pack)
    PackLink.objects.create(
        contract_id=pack.contract_id,
        pack=pack,
        reader=reader.strip(),
        token_hash=digest_of(token),
        made_at=now,
        made_by=user,
        expires_at=now + LIFE,
    )
    _record("pack.link_made", pack, user, role)
    return f"{settings.PORTAL_URL}{reverse('pack_link', args=[token])}"


@transaction.atomic
def revoke_link(*, link: PackLink, user: Any, role: str) -> None:
    """The address stops answering; doing it twice does nothing more."""
    now = timezone.now().replace(microsecond=0)
    if PackLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        _record("pack.link_revoked", link.pack, user, role)


def _record(action: str, pack: Pack, user: Any, role: str) -> None:
    journal.record(
        contract_id=pack.contract_id,
        action=action,
        subject=f"{pack.committee.slug} {LABELS[pack.variant]} v{pack.version}",
        actor=user,
        role=role,
        details={"sha256": pack.sha256},
    )
