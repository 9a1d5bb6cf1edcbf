"""Minutes that wait: to read for one's side, then to sign once both have read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from accounts.capabilities import Capability
from contracts.engine.dates import business_days_after
from core.engine import formats, holidays
from core.scope import current
from governance.models import Minutes
from infogerance.selectors.todo_line import Todo

READING_DAYS = 5
"""Business days after the committee within which its minutes are read."""


def minutes_lines(able: Mapping[Capability, list[int]]) -> list[Todo]:
    """One line for each committee whose minutes the visitor's side has to read, or that may be signed (1 query)."""
    readers, signers = set(able[Capability.READ_MINUTES]), set(able[Capability.DECIDE])
    rows = Minutes.objects.filter(contract_id__in=readers | signers, signed_at=None)
    provided = current().provider
    found = []
    for row in rows.select_related("contract", "committee"):
        own = row.provider_read_at if row.contract_id in provided else row.client_read_at
        if own is None and row.contract_id in readers:
            found.append(_line(row, "à relire", "Relire"))
        elif row.client_read_at and row.provider_read_at and row.contract_id in signers:
            found.append(_line(row, "à signer", "Signer"))
    return found


def _line(row: Minutes, what: str, action: str) -> Todo:
    committee = row.committee
    return Todo(
        icon="doc",
        title=f"Relevé du {committee.get_kind_display()} du {formats.date_short(committee.held_on)} {what}",
        detail=row.contract.reference,
        due=reading_day(committee.held_on),
        url=reverse("governance:minutes", args=[row.contract.slug, committee.slug]),
        action=action,
    )


def reading_day(held_on: date) -> date:
    """The last day to read the minutes."""
    return business_days_after(held_on, READING_DAYS, holidays.french([held_on.year, held_on.year + 1]))
