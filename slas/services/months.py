"""Computing months: judge once, then count, reconcile and price each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core.engine.months import Month
from reports import selectors as reports
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.disputes import open_disputed_lives
from slas.selectors.gap_answers import GapAnswers
from slas.selectors.months import report_due_on
from slas.selectors.settlements import month_digest
from slas.services.checks.client_incidents import match_incidents
from slas.services.checks.detecting import replace_detections
from slas.services.checks.omissions import omission_checks
from slas.services.counting.results import results_of
from slas.services.gaps.reconciling import reconcile
from slas.services.ground.contexts import Ground, MonthContext, MonthFacts
from slas.services.ground.facts import Facts
from slas.services.ground.judging import judge_facts
from slas.services.ground.promising import PromiseBook
from slas.services.month_states import state_of
from slas.services.prices.claims import Draft, before_month, drafted, store_claim
from slas.services.prices.penalising import MonthPrice, penalise
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
    ground = ground_of(contract, wanted)
    store_verdicts(contract=contract, judged=ground.judged)
    records = [record for month in wanted if (record := _compute(contract, month, ground)) is not None]
    match_incidents(contract=contract)
    replace_detections(contract=contract, months=[record.month for record in records], ground=ground)
    return records


def ground_of(contract: Contract, months: Sequence[Month]) -> Ground:
    """Facts, promises and verdicts of a contract as known at the end of its last delivered month."""
    facts, book = Facts.of(contract), PromiseBook.of(contract)
    judged = judge_facts(facts, book, max([*reports.delivered_months(contract), *months]))
    return Ground(facts, book, judged)


def _compute(contract: Contract, month: Month, ground: Ground) -> MonthRecord | None:
    with transaction.atomic():
        record = ensure_record(contract=contract, month=month)
        if record.state == MonthRecord.State.CLOSED:
            return None
        counted = count_month(contract, record, ground)
        record.state = state_of(record, gaps=any(r.gap_status == TO_JUSTIFY for r in counted.results))
        keep_month(record, counted, draft_of(record, counted))
    return record


@dataclass(frozen=True)
class CountedMonth:
    """The unsaved results of a month, and what it costs."""

    results: list[CommitmentMonth]
    price: MonthPrice


def count_month(contract: Contract, record: MonthRecord, ground: Ground) -> CountedMonth:
    """The results of a month and their price; its totals are put on the record. Nothing is saved."""
    month = record.month
    context = MonthContext(month, ground, MonthFacts.of(contract, month))
    results = results_of(context)
    record.omissions = omission_checks(context)
    reconcile(context, results, record.omissions.get("vanished", []), GapAnswers.of(contract, month))
    price = penalise(context, results, before_month(contract, month), open_disputed_lives(contract, month))
    bill = price.bill
    record.penalty_gross, record.penalty_cut, record.penalty_due = bill.gross, bill.cut, bill.due
    for result in results:
        result.contract = contract
    record.delivery = context.stated.delivery
    record.facts_digest = month_digest(contract, month)
    _date(record)
    record.judged_until = ground.judged.until
    record.data_as_of = record.delivery.received_at if record.delivery else None
    record.ticket_count = context.ticket_count
    return CountedMonth(results, price)


def draft_of(record: MonthRecord, counted: CountedMonth, *, revision: int = 0) -> Draft:
    """What the month costs, as it is about to be kept; `revision`: the number of a closed month's new claim."""
    return drafted(
        contract=record.contract,
        month=record.month,
        price=counted.price,
        results=counted.results,
        revision=revision,
    )


def keep_month(record: MonthRecord, counted: CountedMonth, draft: Draft) -> None:
    """Replace the results and the draft price of a month and save its record, in the caller's transaction."""
    store_claim(draft)
    CommitmentMonth.objects.filter(contract=record.contract_id, month=record.month).delete()
    CommitmentMonth.objects.bulk_create(counted.results)
    record.save()


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
