"""The months of a contract and their state."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, Subquery

from contracts.engine.dates import nth_business_day
from contracts.engine.rules import Rules
from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine import formats
from core.engine.holidays import french
from core.engine.months import Month
from slas.models import MonthRecord, MonthSnapshot
from slas.selectors.amounts import reader_of, seen_records, without_draft


def record_for(contract: Contract, month: Month) -> MonthRecord | None:
    """The record of a month as the reader may see it, None when no report was ever expected for it."""
    rows = without_draft(MonthRecord.objects.filter(contract=contract, month=month), reader_of(contract))
    return next(iter(seen_records(contract, rows.select_related("delivery"))), None)


def latest_and(contract: Contract, month: Month | None) -> tuple[MonthRecord | None, MonthRecord | None]:
    """The record of the latest month that was computed, and that of `month` (of the latest one when none is asked).

    As the reader may see them (1 query; for the provider, 1 more); None where there is none.
    """
    records = MonthRecord.objects.filter(contract=contract)
    last = records.exclude(computed_at=None).order_by("-month").values("month")[:1]
    wanted = Q(month=Subquery(last)) | (Q(month=month) if month else Q())
    rows = without_draft(records.filter(wanted).select_related("delivery"), reader_of(contract))
    found = {row.month: row for row in seen_records(contract, rows)}
    computed = [one for one, row in found.items() if row.computed_at]
    latest = found[max(computed)] if computed else None
    return latest, found.get(month) if month else latest


def is_closed(contract_id: int, month: Month) -> bool:
    """Whether a month is closed (1 query)."""
    return MonthRecord.objects.filter(
        contract=contract_id, month=month, state=MonthRecord.State.CLOSED
    ).exists()


def frozen_words(contract: Contract, record: MonthRecord) -> str:
    """« Mois clos, figé le 16/04/2026 »; empty while it is open (1 query once closed)."""
    if record.state != MonthRecord.State.CLOSED:
        return ""
    snapshots = MonthSnapshot.objects.filter(contract=contract, month=record.month).order_by("-revision")
    at = snapshots.values_list("at", flat=True).first()
    return f"Mois clos, figé le {formats.date_short(at, contract.timezone)}" if at else "Mois clos"


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
