"""Tickets still open at the end of a month, the oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from reports.models import Ticket
from slas.engine.verdicts import Verdict
from slas.models import TicketVerdict

OLDEST, SHOWN = 10, 20
AGES = ((7, "7 jours au plus"), (30, "De 8 à 30 jours"), (90, "De 31 à 90 jours"))
"""Last day of each band of ages, in whole civil days, with its words."""
OLDER = "Plus de 90 jours"
DAY = 86400


@dataclass(frozen=True)
class OldTicket:
    """`days`: whole civil days open at the end of the month."""

    ticket: Ticket
    days: int


def oldest_open(contract: Contract, month: Month, limit: int | None = OLDEST) -> list[OldTicket]:
    """The tickets opened longest before the end of a month and not ended by then, cancelled ones left out.

    `limit`: None for all of them.
    """
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


@dataclass(frozen=True)
class LateOpen:
    """Tickets of one commitment still open beyond their time: all of them, and those that fell due in the month, which
    are the ones that count in its rate (each counts once, in the month of its deadline)."""

    code: str
    name: str
    total: int
    in_month: int


@dataclass(frozen=True)
class BacklogPage:
    """`late`: commitments with tickets open beyond their time; `ages`: each band with its tickets, youngest first."""

    title: str
    late: list[LateOpen]
    ages: list[tuple[str, int]]
    oldest: list[OldTicket]


def backlog_page(contract: Contract, month: Month) -> BacklogPage:
    """What was still open at the end of a month, and since when (2 queries)."""
    left = oldest_open(contract, month, None)
    bands = Counter(band(one.days) for one in left)
    old = bands[OLDER]
    title = formats.count(len(left), "ticket ouvert|tickets ouverts")
    return BacklogPage(
        title=f"{title}, dont {formats.number(old)} depuis plus de 90 jours" if old else title,
        late=late_open(contract, month, [one.ticket.pk for one in left]),
        ages=[(words, bands[words]) for words in (*(words for _, words in AGES), OLDER)],
        oldest=left[:SHOWN],
    )


def late_open(contract: Contract, month: Month, left: Collection[int]) -> list[LateOpen]:
    """Of the tickets left open at the end of a month, those whose time had run out by then, the most first (1 query).

    Of a ticket that lived twice under a commitment, the last life is the one that is open.
    """
    rows = TicketVerdict.objects.filter(contract=contract, ticket__in=left)
    known = rows.order_by("commitment__effective_from", "life").values_list(
        "commitment__code", "commitment__name", "ticket_id", "state", "month"
    )
    names: dict[str, str] = {}
    last: dict[tuple[str, int], Month | None] = {}
    for code, name, ticket, state, when in known:
        names[code] = name
        last[code, ticket] = when if state == Verdict.BREACHED else None
    late = [(code, when) for (code, _), when in last.items() if when is not None and when <= month]
    total, here = Counter(code for code, _ in late), Counter(code for code, when in late if when == month)
    found = [LateOpen(code, names[code], total[code], here[code]) for code in total]
    return sorted(found, key=lambda one: (-one.total, one.code))


def band(days: int) -> str:
    """The words of the band of ages in which a ticket falls."""
    return next((words for last, words in AGES if days <= last), OLDER)


def _days(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds() // DAY)
