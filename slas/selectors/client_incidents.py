"""The client's own incidents of a month beside the provider's tickets: matched, and alone on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.exports import Sheet
from core.scope import Audience
from reports.models import Ticket
from slas.models import ClientIncident

HEAD = (
    "Survenu le",
    "Titre",
    "Service",
    "Site",
    "Référence donnée",
    "Origine",
    "Ticket retrouvé",
    "Retrouvé par",
    "Partagé",
)
SHOWN = 200


@dataclass(frozen=True)
class IncidentLine:
    """One incident of the client's list, and the ticket it was found in (empty: none)."""

    incident: ClientIncident
    ticket: str

    @property
    def state(self) -> str:
        return "met" if self.ticket else "watch"

    @property
    def word(self) -> str:
        return "Retrouvé" if self.ticket else "Sans ticket"

    @property
    def shared(self) -> bool:
        return self.incident.audience == Audience.BOTH


@dataclass(frozen=True)
class IncidentsPage:
    """`alone`: references of the provider's incidents of the month that the list does not tell; `more`: how many
    of them are not shown."""

    month: Month
    title: str
    lines: list[IncidentLine]
    alone: list[str]
    more: int

    @property
    def to_share(self) -> int:
        return sum(not line.ticket and not line.shared for line in self.lines)

    @property
    def alone_title(self) -> str:
        total = len(self.alone) + self.more
        return f"{formats.count(total, 'incident')} du prestataire hors de votre liste"

    @property
    def more_words(self) -> str:
        return f"et {formats.count(self.more, 'autre')}" if self.more else ""


def incidents_page(contract: Contract, month: Month) -> IncidentsPage:
    """The client's list of a month, incidents without a ticket first (2 queries)."""
    start, end = month.start(contract.timezone), month.end(contract.timezone)
    rows = ClientIncident.objects.filter(contract=contract, opened_at__gte=start, opened_at__lt=end)
    lines = [
        IncidentLine(row, row.ticket.reference if row.ticket else "")
        for row in rows.select_related("ticket").order_by("opened_at", "pk")
    ]
    told = {line.ticket for line in lines}
    tickets = Ticket.objects.filter(
        contract=contract, last_delivery__is_current=True, type=Ticket.Type.INCIDENT, opened_at__gte=start,
        opened_at__lt=end,
    )  # fmt: skip
    alone = [
        ref for ref in tickets.order_by("reference").values_list("reference", flat=True) if ref not in told
    ]
    return IncidentsPage(
        month=month,
        title=_title(lines, month),
        lines=sorted(lines, key=lambda line: bool(line.ticket)),
        alone=alone[:SHOWN] if lines else [],
        more=max(len(alone) - SHOWN, 0) if lines else 0,
    )


def incidents_table(contract: Contract, page: IncidentsPage) -> Sheet:
    """The rows of the page as a file."""
    rows = [
        (
            formats.datetime_short(line.incident.opened_at, contract.timezone), line.incident.title,
            line.incident.item, line.incident.site, line.incident.reference,
            line.incident.get_source_display(), line.ticket, line.incident.get_matched_by_display(),
            "oui" if line.shared else "non",
        )
        for line in page.lines
    ]  # fmt: skip
    return Sheet(HEAD, rows)


def _title(lines: list[IncidentLine], month: Month) -> str:
    if not lines:
        return f"Aucun incident relevé en {formats.month_long(month)}"
    alone = sum(not line.ticket for line in lines)
    if not alone:
        return f"{formats.count(len(lines), 'incident retrouvé|incidents retrouvés')} dans les tickets du prestataire"
    return f"{formats.count(alone, 'incident')} sur {formats.number(len(lines))} sans ticket du prestataire"
