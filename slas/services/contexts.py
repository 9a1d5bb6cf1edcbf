"""Everything a month is counted from, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from contracts.engine.dates import business_days_between
from contracts.engine.rules import Rules
from contracts.models import Contract, ContractVersion
from contracts.selectors.versions import version_at
from core.engine.holidays import french
from core.engine.months import Month
from reports import selectors as reports
from reports.models import DeclaredFigure, Delivery
from slas.models import Commitment
from slas.selectors.months import report_due_on
from slas.services.facts import utc_second
from slas.services.judging import Judged
from slas.services.tallies import TicketCount, tally_rows


@dataclass(frozen=True)
class MonthContext:
    """The delivery of a month, what it declares, the commitments in force, and every verdict."""

    contract: Contract
    month: Month
    judged: Judged
    version: ContractVersion
    rules: Rules
    delivery: Delivery | None
    declared: dict[str, DeclaredFigure]
    commitments: list[Commitment]

    @classmethod
    def read(cls, contract: Contract, month: Month, judged: Judged) -> Self:
        """Read the month's delivery, declared figures and commitments begun by then (5 queries)."""
        version = version_at(contract, month.last_day)
        rows = Commitment.objects.filter(contract=contract, effective_from__lte=month.last_day)
        rows = rows.select_related("calendar").prefetch_related("penalties")
        return cls(
            contract=contract,
            month=month,
            judged=judged,
            version=version,
            rules=version.rules,
            delivery=reports.current_delivery(contract, month),
            declared=reports.declared_for(contract, month),
            commitments=list(rows.order_by("position", "code", "effective_from")),
        )

    @property
    def in_force(self) -> list[Commitment]:
        """One commitment per code: the last version in force during the month."""
        latest = {
            row.code: row
            for row in self.commitments
            if row.effective_to is None or row.effective_to >= self.month.first_day
        }
        return list(latest.values())

    def versions_of(self, code: str) -> list[Commitment]:
        """Every version of a commitment: tickets opened under an older one count under its terms."""
        return [row for row in self.commitments if row.code == code]

    @cached_property
    def counts(self) -> dict[str, TicketCount]:
        """The tickets of each clocked commitment, all its versions together."""
        found: dict[str, TicketCount] = {}
        bounds = (self.start, self.end)
        for row in self.commitments:
            if part := self.judged.by_commitment.get(row.pk):
                own = tally_rows(self.judged.tickets, part, str(self.month), bounds)
                found[row.code] = found.get(row.code, TicketCount()) + own
        return found

    @cached_property
    def start(self) -> np.datetime64:
        return utc_second(self.month.start(self.contract.timezone))

    @cached_property
    def end(self) -> np.datetime64:
        return utc_second(self.month.end(self.contract.timezone))

    @cached_property
    def open_at_start(self) -> NDArray[np.bool_]:
        """Tickets opened before the month and not ended when it began."""
        tickets = self.judged.tickets
        ended = tickets.ended
        return (tickets.opened < self.start) & (np.isnat(ended) | (ended >= self.start))

    @cached_property
    def opened_here(self) -> NDArray[np.bool_]:
        """Tickets opened in the month."""
        opened = self.judged.tickets.opened
        return (opened >= self.start) & (opened < self.end)

    @property
    def ticket_count(self) -> int:
        """Tickets opened in the month, or still open at its start."""
        return int((self.open_at_start | self.opened_here).sum())

    def days_late(self) -> int:
        """Business days between the day the report was due and the day its first version came."""
        deliveries = Delivery.objects.filter(contract=self.contract, month=self.month, is_draft=False)
        first = deliveries.order_by("version").values_list("received_at", flat=True).first()
        if first is None:
            return 0
        received = first.astimezone(ZoneInfo(self.contract.timezone)).date()
        due = report_due_on(self.contract, self.month)
        return max(business_days_between(due, received, french(range(due.year, received.year + 1))), 0)
