"""Everything a month is counted from, in memory: the same whether it was read, replayed or tried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from contracts.engine.dates import business_days_between
from contracts.engine.rules import Rules
from contracts.models import Contract, ContractVersion
from core.engine.holidays import french
from core.engine.months import Month
from reports import selectors as reports
from reports.models import DeclaredFigure, Delivery, DeliveryFile, Maintenance, Outage
from slas.models import Commitment
from slas.selectors.months import due_day
from slas.services.counting.tallies import TicketCount, tally_rows
from slas.services.ground.facts import Facts, utc_second
from slas.services.ground.judging import Judged
from slas.services.ground.promising import PromiseBook


@dataclass(frozen=True)
class Ground:
    """What the months of a contract stand on: the facts, the promises, and every verdict."""

    facts: Facts
    book: PromiseBook
    judged: Judged


@dataclass(frozen=True)
class MonthFacts:
    """What was delivered for one month beside its tickets; the rows may be unsaved ones.

    `outages` and `maintenances` are those that touch the month. `tells_outages`: the delivery has a file of
    outages, be it empty. `first_received`: when the first version of the month came. `dropped`: references an
    earlier version told; `unknown`: those its status journal alone names.
    """

    delivery: Delivery | None
    declared: Mapping[str, DeclaredFigure]
    outages: Sequence[Outage]
    maintenances: Sequence[Maintenance]
    tells_outages: bool
    first_received: datetime | None
    dropped: Sequence[str] = ()
    unknown: Sequence[str] = ()

    @classmethod
    def of(cls, contract: Contract, month: Month) -> Self:
        """The facts in force (8 queries)."""
        delivery = reports.current_delivery(contract, month)
        return cls(
            delivery=delivery,
            declared=reports.declared_for(contract, month),
            outages=list(reports.outages_for(contract, month)),
            maintenances=list(reports.maintenances_for(contract, month)),
            tells_outages=delivery is not None
            and delivery.files.filter(kind=DeliveryFile.Kind.OUTAGES).exists(),
            first_received=reports.first_received(contract, month),
            dropped=[] if delivery is None else reports.dropped_references(delivery),
            unknown=[] if delivery is None else reports.unknown_references(delivery),
        )

    @property
    def states_no_outage(self) -> bool:
        return self.delivery is not None and self.delivery.no_outage_stated


@dataclass(frozen=True)
class MonthContext:
    """One month on its ground: the settings and commitments in force, what was stated, how tickets count."""

    month: Month
    ground: Ground
    stated: MonthFacts

    @property
    def judged(self) -> Judged:
        return self.ground.judged

    @property
    def timezone(self) -> str:
        return self.ground.book.timezone

    @property
    def version(self) -> ContractVersion:
        """The version in force at the end of the month."""
        return self.ground.book.version_at(self.month.last_day)

    @cached_property
    def rules(self) -> Rules:
        return self.version.rules

    @property
    def decimals(self) -> int | None:
        """Decimals of the rates shown; None: one more than each target's own."""
        chosen = self.rules.display_decimals
        return None if chosen == "auto" else int(chosen)

    @property
    def in_force(self) -> list[Commitment]:
        """One commitment per code: the last version in force during the month."""
        return self.ground.book.in_force(self.month)

    @cached_property
    def counts(self) -> dict[str, TicketCount]:
        """The tickets of each clocked commitment, all its versions together.

        A ticket opened under an older version counts under its terms.
        """
        return self.counts_of(self.month)

    def counts_of(self, month: Month) -> dict[str, TicketCount]:
        """The same for any month, from the same verdicts."""
        found: dict[str, TicketCount] = {}
        bounds = (utc_second(month.start(self.timezone)), utc_second(month.end(self.timezone)))
        for row in self.ground.book.begun_by(month):
            if part := self.judged.by_commitment.get(row.pk):
                own = tally_rows(part, str(month), bounds)
                found[row.code] = found.get(row.code, TicketCount()) + own
        return found

    @cached_property
    def start(self) -> np.datetime64:
        return self.start_of(self.month)

    def start_of(self, month: Month) -> np.datetime64:
        """First instant of another month."""
        return utc_second(month.start(self.timezone))

    @cached_property
    def end(self) -> np.datetime64:
        return utc_second(self.month.end(self.timezone))

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
        if self.stated.first_received is None:
            return 0
        received = self.stated.first_received.astimezone(ZoneInfo(self.timezone)).date()
        due = due_day(self.rules, self.month)
        return max(business_days_between(due, received, french(range(due.year, received.year + 1))), 0)
