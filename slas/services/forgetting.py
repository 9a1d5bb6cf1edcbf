"""A month whose only report was withdrawn: its figures are no longer current, it awaits a report again."""

from __future__ import annotations

from django.db import transaction

from contracts.models import Contract
from core.engine.months import Month
from reports import selectors as reports
from slas.models import CommitmentMonth, Detection, MonthRecord, PenaltyClaim
from slas.services.months import ground_of
from slas.services.verdicts import store_verdicts


def forget_undelivered(*, contract: Contract) -> list[Month]:
    """Take back what was computed of months without a report in force; returns them. Closed months stay.

    Results, verdicts, questions asked and the draft price go; what people said, notified or decided stays.
    """
    with transaction.atomic():
        Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
        delivered = reports.delivered_months(contract)
        computed = MonthRecord.objects.filter(contract=contract).exclude(delivery=None)
        records = [
            record
            for record in computed.exclude(state=MonthRecord.State.CLOSED).order_by("month")
            if record.month not in delivered
        ]
        months = [record.month for record in records]
        if not months:
            return []
        store_verdicts(contract=contract, judged=ground_of(contract, delivered or months).judged)
        for rows in (CommitmentMonth.objects, Detection.objects):
            rows.filter(contract=contract, month__in=map(str, months)).delete()
        drafts = PenaltyClaim.objects.filter(contract=contract, month__in=map(str, months))
        drafts.filter(state=PenaltyClaim.State.CALCULATED).delete()
        for record in records:
            _await_again(record)
    return months


def _await_again(record: MonthRecord) -> None:
    """As before its first report; only the day that one is due is kept."""
    MonthRecord(pk=record.pk, contract_id=record.contract_id, month=record.month, due_on=record.due_on).save(
        force_update=True
    )
