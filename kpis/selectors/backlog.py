"""Tickets still open at the end of a month, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from contracts.models import Contract
from core.engine.months import Month
from reports.models import Ticket

OLDEST = 10
DAY = 86400


@dataclass(frozen=True)
class OldTicket:
    """`days`: whole civil days open at the end of the month."""

    ticket: Ticket
    days: int


def oldest_open(contract: Contract, month: Month, limit: int = OLDEST) -> list[OldTicket]:
    """The tickets opened longest before the end of a month and not ended by then, cancelled ones left out."""
    end = month.end(contract.timezone)
    left = Q(resolved_at__isnull=True) & (Q(closed_at__isnull=True) | Q(closed_at__gte=end))
    rows = (
        Ticket.objects.filter(
            Q(resolved_at__gte=end) | left,
            contract=contract,
            last_delivery__is_current=True,
            opened_at__lt=end,
        )
        .exclude(status=Ticket.Status.CANCELLED)
        .order_by("opened_at", "reference")[:limit]
    )
    return [OldTicket(ticket, _days(ticket.opened_at, end)) for ticket in rows]


def _days(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds() // DAY)
