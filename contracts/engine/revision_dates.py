"""When a price may be revised: the dates of the clause, the months of its indices, the time limit to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from contracts.engine.dates import add_months
from contracts.engine.revision import SYNTEC_REVISED, SYNTEC_SERIES, Formula
from core.engine.months import Month

Standing = Literal["applied", "due", "late", "pending_index", "coming"]
SYNTEC = "syntec"
EVERY_MONTHS = 12
LAG_MONTHS = 1
"""Counted with where the clause does not say how often, nor how late an index is published."""


@dataclass(frozen=True)
class RevisionTerms:
    """The revision clause of a contract, empty where it is silent. `claim_days` 0: no limit is stated to ask."""

    index: str
    base_month: Month
    first_on: date
    every_months: int | None
    lag_months: int | None
    formula: Formula
    linked_since: Month | None = None
    asked_by: str = ""
    claim_days: int = 0
    clause: str = ""

    @property
    def kept_period(self) -> int:
        return self.every_months or EVERY_MONTHS

    @property
    def kept_lag(self) -> int:
        return LAG_MONTHS if self.lag_months is None else self.lag_months

    @property
    def working(self) -> Formula:
        """The formula, linked where the base month lies in an older series than the one published now."""
        formula, since = self._link
        if since is not None and self.base_month < since:
            return formula
        return replace(formula, link_coefficient=None, link_old=None, link_new=None)

    def working_for(self, s1_month: Month) -> Formula:
        """The formula for an index of that month: one of the older series as well is compared without a link."""
        _, since = self._link
        if since is not None and s1_month < since:
            return replace(self.formula, link_coefficient=None, link_old=None, link_new=None)
        return self.working

    @property
    def _link(self) -> tuple[Formula, Month | None]:
        """The formula with its link, and the first month of the newer series; Syntec's are known."""
        if self.formula.link is None and self.index.lower() == SYNTEC:
            old, new = SYNTEC_SERIES
            return replace(self.formula, link_old=old, link_new=new), SYNTEC_REVISED
        return self.formula, self.linked_since

    def index_month(self, effective_on: date) -> Month:
        """The month whose index counts for a revision: publication takes some months."""
        return Month.of(effective_on).shift(-self.kept_lag)

    def claim_until(self, effective_on: date) -> date | None:
        """Last day to ask for that revision; None without a time limit."""
        return effective_on + timedelta(days=self.claim_days) if self.claim_days else None

    def dates_until(self, day: date) -> list[date]:
        """Every date of revision up to a day, then the next one; always counted from the first."""
        dates, rank = [self.first_on], 1
        while dates[-1] <= day:
            dates.append(add_months(self.first_on, rank * self.kept_period))
            rank += 1
        return dates


def standing_of(
    terms: RevisionTerms, effective_on: date, today: date, applied: bool, s1: Decimal | None
) -> Standing:
    """Where one revision stands on a day. `late`: the time to ask is over, a request received within it still counts."""
    if applied:
        return "applied"
    if s1 is None:
        return "coming" if today < effective_on else "pending_index"
    limit = terms.claim_until(effective_on)
    return "late" if limit is not None and today > limit else "due"
