"""Texts written over the generated ones, and what a version changes of the one that was sent."""

from __future__ import annotations

from core.engine import formats
from core.scope import Audience, Side
from governance.engine.pack.corrections import Why, with_page
from governance.engine.pack.document import PackData
from governance.engine.pack.telling import changes, told_by
from governance.engine.pack.texts import Text
from governance.models import Committee, Pack, PackText
from slas.models import MonthSnapshot

AUDIENCES = {Side.CLIENT: Audience.CLIENT, Side.PROVIDER: Audience.BOTH}
"""The side that reads a copy -> the texts that stand in it."""


def texts_of(committee: Committee, side: Side) -> dict[str, Text]:
    """Kind of page -> its text, for the copies that a side reads (1 query)."""
    rows = PackText.objects.filter(committee=committee, audience=AUDIENCES[side]).select_related("written_by")
    zone = committee.contract.timezone
    return {
        row.page: Text(
            row.title,
            row.lead,
            f"Texte revu par {row.written_by}, le {formats.date_short(row.written_at, zone)}",
        )
        for row in rows
    }


def corrected(committee: Committee, variant: str, data: PackData) -> PackData:
    """The pack with what it changes of the last version that was sent, and why (2 queries); the same pack before any."""
    sent = Pack.objects.filter(committee=committee, variant=variant, frozen_at__isnull=False)
    last = sent.order_by("-version").first()
    if last is None or not last.told:
        return data
    return with_page(data, changes(last.told, told_by(data.pages)), last.version, _why(committee, last))


def _why(committee: Committee, last: Pack) -> tuple[Why, ...]:
    """What was done of the month since a version was made: its revisions, by whom, and its closing."""
    zone = committee.contract.timezone
    rows = MonthSnapshot.objects.filter(
        contract_id=committee.contract_id, month=committee.month, at__gte=last.rendered_at
    )
    return tuple(
        Why(row.reason or "Clôture du mois.", str(row.author or "portail"), formats.date_short(row.at, zone))
        for row in rows.select_related("author").order_by("revision")
    )
