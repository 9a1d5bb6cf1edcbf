"""The book of promises: everything a contract states that a verdict rests on, read once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from contracts.models import Contract, ContractVersion
from contracts.selectors.fees import with_revised_fees
from core.engine.months import Month
from slas.engine.attribution import versions_in_force
from slas.engine.ceilings import Calendars
from slas.engine.promises import Promise
from slas.models import Commitment, PenaltyRule
from slas.selectors.hours import HoursBook, hours_book
from slas.services.ground.facts import CLOCKED, promise_of


@dataclass(frozen=True)
class PromiseBook:
    """The versions of a contract in time order, its commitments, their prices, and its service hours.

    A candidate amendment is the same book with some of its pages replaced; the rows may be unsaved ones.
    `promises`: the clocked commitments as the engine reads them; `prices`: rules by commitment id.
    """

    timezone: str
    starts_on: date
    ends_on: date
    versions: Sequence[ContractVersion]
    commitments: Sequence[Commitment]
    promises: Sequence[Promise]
    prices: dict[int, list[PenaltyRule]]
    calendars: HoursBook

    @classmethod
    def of(cls, contract: Contract, *, priced: bool = True) -> Self:
        """The promises as stored (7 queries; 6 without the prices)."""
        rows = (
            Commitment.objects.filter(contract=contract)
            .select_related("calendar")
            .prefetch_related("targets", *(["penalties"] if priced else []))
            .order_by("position", "code", "effective_from")
        )
        commitments = list(rows)
        return cls(
            timezone=contract.timezone,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            versions=with_revised_fees(
                contract, list(ContractVersion.objects.filter(contract=contract).order_by("effective_on"))
            ),
            commitments=commitments,
            promises=[promise_of(contract.timezone, row) for row in commitments if row.kind in CLOCKED],
            prices={row.pk: list(row.penalties.all()) for row in commitments} if priced else {},
            calendars=hours_book(contract, [contract.starts_on.year]),
        )

    def judging(self, codes: Collection[str]) -> Self:
        """The same book where only the commitments of these codes are judged."""
        asked = {row.pk for row in self.commitments if row.code in codes}
        return replace(self, promises=[promise for promise in self.promises if promise.key in asked])

    def clocks(self, years: Iterable[int]) -> Calendars:
        """Service hours by calendar and site, and days of office, with the public holidays of those years."""
        book = self.calendars.over(years)
        return Calendars(book.hours, book.office)

    def by_version(
        self, opened: NDArray[np.datetime64]
    ) -> Iterator[tuple[ContractVersion, NDArray[np.int64]]]:
        """Rows by the version in force at their opening; the first one also rules what came before it."""
        dates = [version.effective_on for version in self.versions]
        index = np.maximum(versions_in_force(opened, dates, self.timezone), 0)
        for place, version in enumerate(self.versions):
            yield version, np.flatnonzero(index == place)

    def version_at(self, day: date) -> ContractVersion:
        """The version in force on a day; the first one before the contract starts."""
        begun = [version for version in self.versions if version.effective_on <= day]
        return begun[-1] if begun else self.versions[0]

    def commitment(self, key: int) -> Commitment:
        """One version of a commitment, its targets read."""
        return next(row for row in self.commitments if row.pk == key)

    def begun_by(self, month: Month) -> list[Commitment]:
        """The commitments begun by the end of a month."""
        return [row for row in self.commitments if row.effective_from <= month.last_day]

    def in_force(self, month: Month) -> list[Commitment]:
        """One commitment per code: the last version in force during the month."""
        latest = {
            row.code: row
            for row in self.begun_by(month)
            if row.effective_to is None or row.effective_to >= month.first_day
        }
        return list(latest.values())
