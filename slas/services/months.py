"""Computing months: judge once, then count, reconcile and price each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core.engine.months import Month
from reports import selectors as reports
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.gap_answers import GapAnswers
from slas.selectors.months import report_due_on
from slas.services.contexts import Ground, MonthContext, MonthFacts
from slas.services.facts import Facts
from slas.services.judging import judge_facts
from slas.services.omissions import omission_checks
from slas.services.penalising import due_this_year, penalise
from slas.services.promising import PromiseBook
from slas.services.reconciling import reconcile
from slas.services.results import results_of
from slas.services.verdicts import store_verdicts


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
    return [record for month in wanted if (record := _compute(contract, month, ground)) is not None]


def _compute(contract: Contract, month: Month, ground: Ground) -> MonthRecord | None:
    with transaction.atomic():
        record = ensure_record(contract=contract, month=month)
        if record.state == MonthRecord.State.CLOSED:
            return None
        context = MonthContext(month, ground, MonthFacts.of(contract, month))
        results = results_of(context)
        record.omissions = omission_checks(context)
        reconcile(context, results, record.omissions.get("vanished", []), GapAnswers.of(contract, month))
        record.penalty_gross, record.penalty_cut, record.penalty_due = penalise(
            context, results, due_this_year(contract, month)
        )
        CommitmentMonth.objects.filter(contract=contract, month=month).delete()
        for result in results:
            result.contract = contract
        CommitmentMonth.objects.bulk_create(results)
        record.delivery = context.stated.delivery
        record.state = _state(record, results)
        record.facts_digest = reports.facts_digest(contract)
        record.computed_at = timezone.now().replace(microsecond=0)
        record.judged_until = ground.judged.until
        record.data_as_of = record.delivery.received_at if record.delivery else None
        record.ticket_count = context.ticket_count
        record.save()
    return record


def _state(record: MonthRecord, results: list[CommitmentMonth]) -> str:
    """Awaited without a report; contested months stay so; a gap to justify puts the month in reconciliation."""
    if record.delivery is None:
        return MonthRecord.State.EXPECTED
    if record.state == MonthRecord.State.CONTESTED:
        return record.state
    waiting = any(r.gap_status == CommitmentMonth.GapStatus.TO_JUSTIFY for r in results)
    return MonthRecord.State.RECONCILING if waiting else MonthRecord.State.SUBMITTED


def ensure_record(*, contract: Contract, month: Month) -> MonthRecord:
    """The record of a month, made when first needed, with the day its report is due."""
    found = MonthRecord.objects.filter(contract=contract, month=month).first()
    if found:
        return found
    return MonthRecord.objects.create(contract=contract, month=month, due_on=report_due_on(contract, month))
