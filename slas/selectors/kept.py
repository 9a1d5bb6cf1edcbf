"""A closed month as its snapshot keeps it: its pages and exports read this, not tables that go on changing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from contracts.models import Contract, ContractVersion, ServiceCalendar
from core.engine.months import Month
from reports.models import Ticket
from slas.models import Commitment, CommitmentTarget, MonthSnapshot, TicketVerdict
from slas.services.closing.pages import row_from
from slas.services.closing.recomputing import instant


@dataclass(frozen=True)
class Kept:
    """Tickets by reference, promises by number, of the month as last closed; empty while it is open.

    A month closed before they were kept has none either: its pages read the tables.
    """

    tickets: Mapping[str, Mapping[str, Any]]
    commitments: Mapping[int, Mapping[str, Any]]
    calendars: Mapping[int, Mapping[str, Any]]
    targets: list[CommitmentTarget]
    versions: list[ContractVersion]

    @classmethod
    def of(cls, contract: Contract, month: Month) -> Self:
        """What the last revision of a month keeps (1 query)."""
        rows = MonthSnapshot.objects.filter(contract=contract, month=month).exclude(tickets="")
        last = rows.order_by("-revision").values_list("content", "tickets").first()
        if last is None:
            return cls({}, {}, {}, [], [])
        promises, tickets = json.loads(last[0])["promises"], json.loads(last[1])
        return cls(
            {row[0]: dict(zip(tickets["columns"], row, strict=True)) for row in tickets["rows"]},
            {row["id"]: row for row in promises["engagement"]},
            {row["id"]: row for row in promises["plage"]},
            [row_from(CommitmentTarget, row) for row in promises["delai"]],
            sorted(
                (row_from(ContractVersion, row) for row in promises["version"]),
                key=lambda version: version.effective_on,
            ),
        )

    def ticket(self, live: Ticket) -> Ticket:
        """The ticket as it was told when the month was closed; itself where nothing is kept of it."""
        known = self.tickets.get(live.reference)
        if known is None:
            return live
        values = {
            name: instant(value) if name.endswith("_at") and value else value for name, value in known.items()
        }
        told = {
            "contract_id": live.contract_id,
            "requester": live.requester,
            "satisfaction": live.satisfaction,
        }
        seen = {"first_delivery_id": live.first_delivery_id, "last_delivery_id": live.last_delivery_id}
        return Ticket(pk=live.pk, **values, **told, **seen)

    def commitment(self, live: Commitment) -> Commitment:
        """The commitment as it was promised then."""
        known = self.commitments.get(live.pk)
        if known is None:
            return live
        row = row_from(Commitment, known)
        hours = self.calendars.get(known["calendar_id"] or 0)
        if hours is not None:
            row.calendar = row_from(ServiceCalendar, hours)
        # What a prefetch would have read.
        own = [target for target in self.targets if target.commitment_id == live.pk]
        row._prefetched_objects_cache = {"targets": own}  # type: ignore[attr-defined]
        return row

    def version_at(self, month: Month) -> ContractVersion | None:
        """The contract's version in force at the end of the month; None where nothing is kept."""
        begun = [version for version in self.versions if version.effective_on <= month.last_day]
        return begun[-1] if begun else next(iter(self.versions), None)

    def verdicts(self, rows: Iterable[TicketVerdict]) -> list[TicketVerdict]:
        """Verdicts of the month with their tickets and commitments of then, oldest opening first."""
        found = list(rows)
        for row in found:
            row.ticket, row.commitment = self.ticket(row.ticket), self.commitment(row.commitment)
        return sorted(found, key=lambda row: (row.ticket.opened_at, row.ticket.reference, row.life))
