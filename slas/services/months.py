"""Computing months: judge once, then count, reconcile and price each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core.engine.months import Month
from reports import selectors as reports
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.months import report_due_on
from slas.selectors.settlements import results_digest
from slas.services.claims import before_month, store_claim
from slas.services.client_incidents import match_incidents
from slas.services.contexts import Ground, MonthContext, MonthFacts
from slas.services.detecting import replace_detections
from slas.services.facts import Facts
from slas.services.judging import judge_facts
from slas.services.month_states import state_of
from slas.services.omissions import omission_checks
from slas.services.penalising import penalise
from slas.services.promising import PromiseBook
from slas.services.reconciling import reconcile
from slas.services.results import results_of
from slas.services.verdicts import store_verdicts

TO_JUSTIFY = CommitmentMonth.GapStatus.TO_JUSTIFY


def compute_months(*, contract: Contract, months: Sequence[Month]) -> list[MonthRecord]:
    """Judge, reconcile and penalise some months; closed ones are left as they are.

    Tickets are judged once, as known at the end of the last delivered month, so that each counts in one month
    only whatever the order in which months are asked for. Returns the records of the months computed.
    """
    wanted = sorted(set(months))
    if not wanted:
        return []
    facts, book = Facts.of(contract), PromiseBook.of(contract)
    judged = judge_facts(facts, book, max([*reports.delivered_months(contract), *wanted]))
    store_verdicts(contract=contract, judged=judged)
    ground = Ground(facts, book, judged)
    records = [record for month in wanted if (record := _compute(contract, month, ground)) is not None]
    match_incidents(contract=contract)
    replace_detections(contract=contract, months=[record.month for record in records], ground=ground)
    return records


def _compute(contract: Contract, month: Month, ground: Ground) -> MonthRecord | None:
    with transaction.atomic():
        record = ensure_record(contract=contract, month=month)
        if record.state == MonthRecord.State.CLOSED:
            return None
        context = MonthContext(month, ground, MonthFacts.of(contract, month))
        results = results_of(context)
        record.omissions = omission_checks(context)
        reconcile(context, results, record.omissions.get("vanished", []))
        price = penalise(context, results, before_month(contract, month))
        bill = price.bill
        record.penalty_gross, record.penalty_cut, record.penalty_due = bill.gross, bill.cut, bill.due
        store_claim(contract=contract, month=month, price=price, results=results)
        CommitmentMonth.objects.filter(contract=contract, month=month).delete()
        for result in results:
            result.contract = contract
        CommitmentMonth.objects.bulk_create(results)
        record.delivery = context.stated.delivery
        record.state = state_of(record, gaps=any(r.gap_status == TO_JUSTIFY for r in results))
        record.facts_digest = results_digest(contract)
        _date(record)
        record.judged_until = ground.judged.until
        record.data_as_of = record.delivery.received_at if record.delivery else None
        record.ticket_count = context.ticket_count
        record.save()
    return record


def _date(record: MonthRecord) -> None:
    """The instant of the computation, and of the first one from a report: the delay to contest runs from it."""
    now = timezone.now().replace(microsecond=0)
    if record.delivery is not None and record.first_computed_at is None:
        record.first_computed_at = now
    record.computed_at = now


def ensure_record(*, contract: Contract, month: Month) -> MonthRecord:
    """The record of a month, made when first needed, with the day its report is due."""
    found = MonthRecord.objects.filter(contract=contract, month=month).first()
    if found:
        return found
    return MonthRecord.objects.create(contract=contract, month=month, due_on=report_due_on(contract, month))
