"""The months of a contract and their state."""

from __future__ import annotations

from datetime import date

from contracts.engine.dates import nth_business_day
from contracts.engine.rules import Rules
from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine.holidays import french
from core.engine.months import Month
from core.scope import Side, current
from slas.models import MonthRecord


def record_for(contract: Contract, month: Month) -> MonthRecord | None:
    """The record of a month, None when no report was ever expected for it."""
    found = MonthRecord.objects.filter(contract=contract, month=month).select_related("delivery").first()
    return found and as_seen(found)


def records_for(contract: Contract, first: Month, last: Month) -> dict[Month, MonthRecord]:
    """Records from one month to another, both included."""
    rows = MonthRecord.objects.filter(contract=contract, month__gte=str(first), month__lte=str(last))
    return {row.month: as_seen(row) for row in rows}


def as_seen(record: MonthRecord) -> MonthRecord:
    """The record as the reader may see it: a penalty is the client's alone until it is notified."""
    if current().side_of(record.contract_id) == Side.PROVIDER:
        record.penalty_gross = record.penalty_cut = record.penalty_due = None
    return record


def latest_month(contract: Contract) -> Month | None:
    """The latest month that was computed; None before the first result."""
    return (
        MonthRecord.objects.filter(contract=contract)
        .exclude(computed_at=None)
        .order_by("-month")
        .values_list("month", flat=True)
        .first()
    )


def judged_until(contract: Contract) -> Month | None:
    """The month at whose end tickets were last judged: open ones are counted up to then."""
    records = MonthRecord.objects.filter(contract=contract).exclude(computed_at=None)
    return records.order_by("-computed_at", "-month").values_list("judged_until", flat=True).first()


def report_due_on(contract: Contract, month: Month) -> date:
    """The n-th business day of the next month, by the contract's setting."""
    return due_day(rules_at(contract, month.last_day), month)


def due_day(rules: Rules, month: Month) -> date:
    """The day the report of a month is due under some settings."""
    following = month.shift(1)
    return nth_business_day(following, rules.report_due_business_day, french([following.year]))
