"""A revision as it would be, from what was read already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contracts.engine.revision import Revision, revise
from contracts.engine.revision_dates import RevisionTerms
from contracts.selectors.fees import Fees
from core.engine.months import Month


@dataclass(frozen=True)
class Quote:
    """Months and values of the index, fees, outcome."""

    terms: RevisionTerms
    effective_on: date
    s1_month: Month
    s0: Decimal | None
    s1: Decimal | None
    base: Decimal
    former: Decimal
    outcome: Revision


def quote(terms: RevisionTerms, effective_on: date, values: Mapping[Month, Decimal], fees: Fees) -> Quote:
    """What a revision on a day comes to; the cap and the floor apply to the fee of the day before. No query."""
    before, base = fees.on(effective_on - timedelta(days=1)), fees.on(effective_on).base
    former = before.revised if before.base == base else base
    month = terms.index_month(effective_on)
    s0, s1 = values.get(terms.base_month), values.get(month)
    outcome = revise(base, s0, s1, terms.working_for(month), former)
    return Quote(terms, effective_on, month, s0, s1, base, former, outcome)
