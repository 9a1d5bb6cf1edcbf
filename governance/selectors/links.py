"""Links to packs: those of a committee, and the one that an address names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.selectors.calendar_feed import digest_of
from core.scope import unscoped
from governance.models import Committee, Pack, PackLink


@dataclass(frozen=True)
class LinkLine:
    """A link at a given instant: `live` while it answers."""

    row: PackLink
    live: bool


def links_of(committee: Committee, at: datetime) -> list[LinkLine]:
    """Every link to the packs of a committee, the last one first (1 query)."""
    rows = PackLink.objects.filter(pack__committee=committee).select_related("pack")
    return [
        LinkLine(row, row.revoked_at is None and row.expires_at > at)
        for row in rows.order_by("-made_at", "-pk")
    ]


def linkable(committee: Committee) -> dict[str, Pack]:
    """The last version of each variant that was printed with its web twin (1 query)."""
    rows = (
        Pack.objects.filter(committee=committee).exclude(twin_name="").select_related("committee__contract")
    )
    return {row.variant: row for row in rows.order_by("version")}


def pack_link_of(token: str, at: datetime) -> PackLink | None:
    """The link of that token while it answers; expired, revoked and forged are all None."""
    with unscoped("a link to a pack names its version by the digest of its token"):
        rows = PackLink.objects.select_related("pack__committee__contract")
        return rows.filter(token_hash=digest_of(token), revoked_at=None, expires_at__gt=at).first()
