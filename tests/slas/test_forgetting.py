"""The only report of a month is withdrawn: the month awaits one again, what people said of it stays."""

from __future__ import annotations

import pytest

from core.engine.months import Month
from core.models import Job
from infogerance.pipeline import process_delivery
from kpis.models import IndicatorValue
from reports.models import Delivery, Finding
from reports.services import WithdrawalRefused, withdraw_delivery
from slas.models import CommitmentMonth, MonthRecord, PenaltyClaim, TicketVerdict
from slas.services.closing.acts import ClosingRefused, close_month
from slas.services.closing.verifying import verify_contract
from tests.slas.closable import MARCH as MARCH_LINES
from tests.slas.closable import closable, deliver

FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)
REASON = "Fichier d’un autre contrat."


def withdrawn(month: Month) -> None:
    """Withdrawn, and its job done."""
    delivery = Delivery.objects.get(month=month, is_current=True)
    Job.objects.update(state=Job.State.DONE)  # the deposits were read without a worker
    withdraw_delivery(delivery=delivery, reason=REASON)
    process_delivery(Job.objects.get(kind="delivery", key__endswith="-retrait"))


def test_the_month_awaits_a_report_again(world):
    contract = closable(world)
    due_on, findings = world.record().due_on, Finding.objects.count()
    withdrawn(MARCH)
    record = world.record()
    assert (record.state, record.delivery, record.computed_at, record.penalty_due, record.due_on) == (
        "expected", None, None, None, due_on,
    )  # fmt: skip
    for model in (CommitmentMonth, TicketVerdict, PenaltyClaim, IndicatorValue):
        assert not model.objects.filter(month=MARCH).exists(), model
    assert CommitmentMonth.objects.filter(month=FEBRUARY).exists()
    kept = Delivery.objects.get(month=MARCH)
    assert (kept.state, kept.files.count(), Finding.objects.count()) == ("withdrawn", 3, findings)
    with pytest.raises(ClosingRefused, match="n’est pas déposé"):
        close_month(contract=contract, month=MARCH, reason=REASON)


def test_deposited_again_it_is_judged_and_closed(world):
    contract = closable(world)
    withdrawn(MARCH)
    deliver(contract, "2026-03", MARCH_LINES, "2026-04-20 10:00")
    world.compute("2026-03")
    close_month(contract=contract, month=MARCH, reason=REASON)
    assert world.record().data_as_of.day == 20
    assert verify_contract(contract).fault is None


def test_a_closed_month_keeps_its_report_and_its_figures(world):
    contract = closable(world)
    close_month(contract=contract, month=FEBRUARY, reason=REASON)
    with pytest.raises(WithdrawalRefused, match="clos"):
        withdraw_delivery(delivery=Delivery.objects.get(month=FEBRUARY), reason=REASON)
    withdrawn(MARCH)
    assert MonthRecord.objects.get(month=FEBRUARY).state == "closed"
    assert verify_contract(contract).fault is None


def test_no_month_is_closed_while_a_withdrawal_is_under_way(world):
    contract = closable(world)
    withdraw_delivery(delivery=Delivery.objects.get(month=MARCH), reason=REASON)
    with pytest.raises(ClosingRefused, match="en cours"):
        close_month(contract=contract, month=FEBRUARY, reason=REASON)
