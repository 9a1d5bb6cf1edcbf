"""The full list of the tickets behind a figure, fifty a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from slas.models import Commitment, TicketVerdict
from slas.selectors.calculation import CLOCKED
from slas.selectors.months import record_for
from slas.selectors.ticket_lines import TicketLine, ticket_lines
from slas.selectors.tickets import FILTERS, Choice, choices_of, filtered, verdicts_for

PER_PAGE = 50


@dataclass(frozen=True)
class TicketList:
    """The tickets of a commitment's month under a filter."""

    contract: Contract
    code: str
    month: Month
    chosen: str
    verdicts: list[TicketVerdict]
    kept: list[TicketVerdict]

    @property
    def address(self) -> str:
        return reverse("slas:month_tickets", args=[self.contract.slug, self.code, str(self.month)])

    @property
    def name(self) -> str:
        """The name of the exported file, without its extension."""
        return f"{self.contract.reference}-{self.code}-{self.month}-{self.chosen}"

    @property
    def title(self) -> str:
        return f"{formats.count(len(self.kept), 'ticket')}, {FILTERS[self.chosen].lower()}"

    @property
    def choices(self) -> list[Choice]:
        end = self.month.end(self.contract.timezone)
        return choices_of(self.verdicts, end, self.chosen, self.address)

    @property
    def csv_url(self) -> str:
        return f"{self.address}?tickets={self.chosen}&export=csv"

    @property
    def xlsx_url(self) -> str:
        return f"{self.address}?tickets={self.chosen}&export=xlsx"


@dataclass(frozen=True)
class TicketListPage:
    """Fifty tickets of a list."""

    whole: TicketList
    page: Page
    lines: list[TicketLine]


def ticket_list(contract: Contract, code: str, month: Month, chosen: str) -> TicketList | None:
    """The tickets behind a figure; None for an unknown filter or a code without tickets to judge."""
    known = Commitment.objects.filter(contract=contract, code=code, kind__in=CLOCKED).exists()
    if chosen not in FILTERS or not known:
        return None
    verdicts = verdicts_for(contract, code, month)
    kept = filtered(verdicts, chosen, month.end(contract.timezone))
    return TicketList(contract, code, month, chosen, verdicts, kept)


def ticket_list_page(found: TicketList, query: Mapping[str, str]) -> TicketListPage:
    """One page of the list."""
    page = Paginator(found.kept, PER_PAGE).get_page(query.get("page"))
    record = record_for(found.contract, found.month)
    lines = ticket_lines(found.contract, record, list(page.object_list))
    return TicketListPage(found, page, lines)
