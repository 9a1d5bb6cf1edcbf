"""Indicators of a small world, each equal to what a person counts by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.engine.months import Month, month_range
from kpis.engine.indicators.measures import NO_DATA
from kpis.models import IndicatorValue, Signal
from kpis.services import compute_indicators
from slas.models import MonthRecord

FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)


def value(code, month=MARCH, part=""):
    return IndicatorValue.objects.get(code=code, month=month, part=part)


@pytest.fixture
def quarter(world):
    """January to March: five incidents in March, one request, one cancelled, one left from January."""
    world.deliver(Month(2026, 1), FEBRUARY, MARCH)
    gtr = world.commitment()
    first = world.ticket("2026-03-02T08:00", "2026-03-02T12:00", priority="P1", satisfaction=Decimal(5))
    second = world.ticket("2026-03-03T08:00", "2026-03-04T08:00", priority="P3", satisfaction=Decimal(2))
    third = world.ticket("2026-03-05T08:00", "2026-03-06T08:00", reopen_count=1)
    world.ticket("2026-03-20T08:00", priority="P2")
    world.ticket("2026-03-25T08:00", priority="P4")
    world.ticket("2026-03-10T08:00", "2026-03-11T08:00", type="request", satisfaction=Decimal(4))
    world.ticket("2026-03-10T08:00", status="cancelled")
    world.ticket("2026-01-20T08:00", priority="P4")
    for ticket, seconds in ((first, 7200), (second, 36000), (third, 18000)):
        world.elapsed(ticket, gtr, seconds)
    world.result(gtr, MARCH, met=9, counted=10, declared_rate=Decimal("92.5"))
    world.result(world.commitment("E07"), MARCH, met=1, counted=3, declared_met=1, declared_counted=3)
    return world


def test_every_figure_is_the_one_counted_by_hand(quarter):
    compute_indicators(contract=quarter.contract, months=[MARCH])
    assert (value("K01").value, value("K01", FEBRUARY).value) == (5, 0)
    assert [value("K01", part=p).value for p in ("P1", "P2", "P3", "P4")] == [1, 1, 2, 1]
    assert (value("K02").value, value("K02").denominator) == (Decimal("1.666667"), 300)
    assert value("K03").value == 2
    assert (value("K05").value, value("K05").n) == (5, 3)
    assert [value("K05", part=part).value for part in ("P1", "P3")] == [2, Decimal("7.5")]
    assert value("K05").extra == {"p90": None, "values": [2.0, 5.0, 10.0]}
    assert (value("K08").value, value("K08", FEBRUARY).value) == (3, 1)
    assert (value("K09").value, value("K09").numerator) == (Decimal("33.333333"), 1)
    assert value("K10").value == Decimal("66.666667")
    assert value("K11").value == 25
    assert (value("K22").value, value("K22").numerator, value("K22").denominator) == (
        Decimal("66.666667"),
        2,
        3,
    )
    assert (value("K22").extra["answers"], value("K22").extra["response_rate"]) == (3, 75.0)
    assert (value("K26").value, value("K26").extra["max"]) == (Decimal("1.25"), 2.5)


def test_suspended_share_counts_the_union_of_waits_inside_the_life_of_the_ticket(world):
    from reports.models import TicketPause

    world.deliver(MARCH)
    ticket = world.ticket("2026-03-02T08:00", "2026-03-02T18:00")
    for start, end in (("2026-03-02T07:00", "2026-03-02T10:00"), ("2026-03-02T09:00", "2026-03-02T11:00")):
        TicketPause.objects.create(
            contract=world.contract,
            ticket=ticket,
            started_at=f"{start}+00:00",
            ended_at=f"{end}+00:00",
            reason="waiting_user",
        )
    world.ticket("2026-03-03T08:00", "2026-03-03T18:00", declared_pause_seconds=3600)
    compute_indicators(contract=world.contract, months=[MARCH])
    row = value("K14")
    assert (row.numerator, row.denominator, row.n) == (3 * 3600 + 3600, 20 * 3600, 2)
    assert row.value == 20


def test_a_month_without_report_has_a_reason_and_no_figure(world):
    world.deliver(Month(2026, 1), MARCH)
    world.ticket("2026-02-10T08:00")
    compute_indicators(contract=world.contract, months=[])
    row = value("K01", FEBRUARY)
    assert (row.value, row.reason) == (None, NO_DATA)
    assert value("K01").value == 0


def test_nothing_delivered_and_nothing_asked_writes_nothing(world):
    compute_indicators(contract=world.contract, months=[])
    assert not IndicatorValue.objects.exists()


def test_a_second_run_changes_nothing_and_a_correction_changes_its_months(quarter):
    compute_indicators(contract=quarter.contract, months=[MARCH])
    fields = ("code", "part", "month", "value", "numerator", "denominator", "n", "reason", "extra")
    before = list(IndicatorValue.objects.order_by("code", "part", "month").values(*fields))
    compute_indicators(contract=quarter.contract, months=[FEBRUARY])
    assert list(IndicatorValue.objects.order_by("code", "part", "month").values(*fields)) == before
    quarter.ticket("2026-02-10T08:00", priority="P1")
    compute_indicators(contract=quarter.contract, months=[MARCH])
    assert (value("K03", FEBRUARY).value, value("K08", FEBRUARY).value, value("K08").value) == (1, 2, 4)


def test_a_closed_month_keeps_its_figures_and_its_signals(quarter):
    compute_indicators(contract=quarter.contract, months=[MARCH])
    MonthRecord.objects.filter(month=FEBRUARY).update(state=MonthRecord.State.CLOSED)
    quarter.ticket("2026-02-10T08:00", priority="P1")
    compute_indicators(contract=quarter.contract, months=[FEBRUARY, MARCH])
    assert (value("K03", FEBRUARY).value, value("K08", FEBRUARY).value, value("K08").value) == (0, 1, 4)


def test_the_two_highest_priorities_of_the_contract_are_the_blocking_ones(world):
    from contracts.models import ContractVersion

    ContractVersion.objects.update(settings={"priorities": ["1", "2", "3"]})
    world.follow("K03")
    world.follow("K22", target=Decimal(80))
    world.deliver(MARCH)
    for priority in ("1", "2", "3"):
        world.ticket("2026-03-10T08:00", priority=priority)
    compute_indicators(contract=world.contract, months=[MARCH])
    assert value("K03").value == 2


def test_all_commitments_held_and_unhappy_users_make_a_watermelon(world):
    world.deliver(MARCH)
    world.follow("K22", target=Decimal(80))
    gtr = world.commitment()
    result = world.result(gtr, MARCH)
    for rank in range(8):
        note = Decimal(4 if rank < 4 else 2)
        world.ticket("2026-03-02T08:00", "2026-03-02T12:00", satisfaction=note)
    compute_indicators(contract=world.contract, months=[MARCH])
    extra = value("K22").extra
    assert (extra["watermelon"], extra["watermelon_reasons"]) == (True, ["satisfaction"])
    assert (extra["watermelon_index"], extra["watermelon_alert"]) == (50.0, True)
    assert round(extra["alarm_high"], 1) == 75.1
    result.verdict = "breached"
    result.save()
    compute_indicators(contract=world.contract, months=[MARCH])
    extra = value("K22").extra
    assert (extra["watermelon"], extra["watermelon_reasons"]) == (False, ["satisfaction"])


def test_the_target_of_the_contract_serves_where_the_indicator_has_none(world):
    from contracts.models import ContractVersion

    ContractVersion.objects.update(settings={"satisfaction_target": "40"})
    world.deliver(MARCH)
    world.result(world.commitment(), MARCH)
    for rank in range(8):
        world.ticket("2026-03-02T08:00", "2026-03-02T12:00", satisfaction=Decimal(4 if rank < 4 else 2))
    compute_indicators(contract=world.contract, months=[MARCH])
    assert value("K22").extra["watermelon"] is False


def climb(world, counts=(3, 4, 3, 4, 3, 4, 9, 10)):
    """Incidents that open each month and never end: one series with a known break."""
    months = month_range(Month(2025, 8), MARCH)
    world.deliver(*months)
    for month, count in zip(months, counts, strict=True):
        for _ in range(count):
            world.ticket(f"{month}-10T08:00", f"{month}-11T08:00")
    return months


def test_signals_are_those_known_at_the_end_of_each_month(world):
    world.follow("K01", baseline_months=6)
    climb(world)
    compute_indicators(contract=world.contract, months=[MARCH])
    found = list(
        Signal.objects.order_by("month", "kind").values_list("code", "month", "kind", "direction", "alarm")
    )
    assert found == [
        ("K01", FEBRUARY, "point_outside", "worse", False),
        ("K01", MARCH, "point_outside", "worse", True),
        ("K01", MARCH, "trend", "worse", True),
    ]
    outside = Signal.objects.get(month=MARCH, kind="point_outside")
    assert outside.evidence == {
        "value": 10.0,
        "center": 3.5,
        "limit": 6.16,
        "points": 2,
        "beyond": 2,
        "thin": True,
        "since": "2026-02",
    }


def test_an_answered_signal_outlives_its_cause_and_an_unanswered_one_does_not(world):
    world.follow("K01", baseline_months=6)
    climb(world)
    compute_indicators(contract=world.contract, months=[MARCH])
    Signal.objects.filter(month=FEBRUARY).update(answer="Migration de la messagerie.")
    tickets = list(world_tickets(world))
    for ticket in (*tickets[-19:-14], *tickets[-6:]):
        ticket.status = "cancelled"
        ticket.save()
    compute_indicators(contract=world.contract, months=[MARCH])
    rows = Signal.objects.filter(direction="worse").values_list("month", "answer")
    assert list(rows) == [(FEBRUARY, "Migration de la messagerie.")]


def world_tickets(world):
    from reports.models import Ticket

    return Ticket.objects.filter(contract=world.contract).order_by("pk")


def test_a_closed_month_keeps_a_signal_that_the_facts_no_longer_give(world):
    world.follow("K01", baseline_months=6)
    climb(world)
    compute_indicators(contract=world.contract, months=[MARCH])
    MonthRecord.objects.filter(month=FEBRUARY).update(state=MonthRecord.State.CLOSED)
    world_tickets(world).filter(opened_at__year=2026).update(status="cancelled")
    compute_indicators(contract=world.contract, months=[MARCH])
    assert value("K01", FEBRUARY).value == 9
    assert Signal.objects.filter(month=FEBRUARY, kind="point_outside").count() == 1
