"""The full list of the tickets behind a figure, fifty a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from slas.models import TicketVerdict
from slas.selectors.month_page import TicketLine, ticket_lines
from slas.selectors.tickets import FILTERS, Choice, choices_for

PER_PAGE = 50


@dataclass(frozen=True)
class TicketList:
    """One page of tickets, with the filters of the list."""

    title: str
    choices: list[Choice]
    page: Page
    count: int
    lines: list[TicketLine]
    csv_url: str
    xlsx_url: str


def ticket_list(
    query: Mapping[str, str],
    contract: Contract,
    code: str,
    month: Month,
    chosen: str,
    verdicts: list[TicketVerdict],
) -> TicketList:
    """Fifty tickets of the list, with the filters."""
    address = reverse("slas:month_tickets", args=[contract.slug, code, str(month)])
    page = Paginator(verdicts, PER_PAGE).get_page(query.get("page"))
    return TicketList(
        title=f"{formats.count(len(verdicts), 'ticket')}, {FILTERS[chosen].lower()}",
        choices=choices_for(contract, code, month, chosen, address),
        page=page,
        count=len(verdicts),
        lines=ticket_lines(contract, month, list(page.object_list)),
        csv_url=f"{address}?tickets={chosen}&export=csv",
        xlsx_url=f"{address}?tickets={chosen}&export=xlsx",
    )
