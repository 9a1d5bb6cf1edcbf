"""The state of a month that is not closed: what it awaits."""

from __future__ import annotations

from contracts.models import Contract
from core.engine.months import Month
from slas.models import CommitmentMonth, Dispute, MonthRecord
from slas.models.disputes import PENDING


def state_of(record: MonthRecord, *, gaps: bool) -> str:
    """Awaited without a report; contested while a dispute is open; a gap to justify puts it in reconciliation."""
    if record.delivery_id is None:
        return MonthRecord.State.EXPECTED
    if is_contested(record.contract_id, record.month):
        return MonthRecord.State.CONTESTED
    return MonthRecord.State.RECONCILING if gaps else MonthRecord.State.SUBMITTED


def is_contested(contract_id: int, month: Month) -> bool:
    """Whether a dispute of the month is open or before the committee."""
    return Dispute.objects.filter(contract_id=contract_id, month=month, state__in=PENDING).exists()


def refresh_state(*, contract: Contract, month: Month) -> None:
    """Put the month in its state again after a dispute was opened or settled; a closed month stays closed."""
    record = MonthRecord.objects.filter(contract=contract, month=month).first()
    if record is None or record.state == MonthRecord.State.CLOSED:
        return
    gaps = CommitmentMonth.objects.filter(
        contract=contract, month=month, gap_status=CommitmentMonth.GapStatus.TO_JUSTIFY
    ).exists()
    MonthRecord.objects.filter(pk=record.pk).exclude(state=MonthRecord.State.CLOSED).update(
        state=state_of(record, gaps=gaps)
    )
