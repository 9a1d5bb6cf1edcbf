"""Declared against recomputed, what a report leaves out, and the price of a month."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from slas.selectors.figures import gap_of
from tests.slas.parties import claim, member_of, opened


def month(world, met, late, open_late=0, **values):
    """A month of GTR P3 with so many tickets in each state."""
    delivery = world.delivery(**values)
    for n in range(met):
        world.ticket(f"M{n:03}", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    for n in range(late):
        world.ticket(f"L{n:03}", "2026-03-02 09:00", "2026-03-10 12:00", delivery=delivery)
    for n in range(open_late):
        world.ticket(f"O{n:03}", "2026-03-09 09:00", delivery=delivery)
    return delivery


@pytest.fixture
def gtr(world):
    return world.promise("E06", "resolution", ("P3", 20, "hours"))


@pytest.mark.usefixtures("gtr")
class TestGap:
    def test_late_open_tickets_left_out_explain_the_whole_gap(self, world):
        delivery = month(world, met=20, late=1, open_late=3)
        world.declare(delivery, "E06", 20, 21)
        result = world.compute()["E06"]
        assert (result.declared_met, result.declared_counted, result.gap_status) == (20, 21, "to_justify")
        (cause,) = result.causes
        assert (cause["cause"], cause["count"]) == ("omitted", 3)
        assert cause["tickets"] == ["O000", "O001", "O002"]
        assert Fraction(cause["effect"]) == gap_of(result) == Fraction(2000, 21) - Fraction(2000, 24)
        assert world.record().state == "reconciling"

    def test_a_printed_rate_adds_its_rounding(self, world):
        delivery = month(world, met=20, late=1, open_late=3)
        world.declare(delivery, "E06", 20, 21, "95.2")
        result = world.compute()["E06"]
        effects = {cause["cause"]: Fraction(cause["effect"]) for cause in result.causes}
        assert set(effects) == {"omitted", "rounding"}
        assert sum(effects.values()) == Fraction("95.2") - Fraction(2000, 24)

    def test_what_no_ticket_explains_is_to_be_explained(self, world):
        delivery = month(world, met=20, late=4)
        world.declare(delivery, "E06", 23, 24)
        result = world.compute()["E06"]
        (cause,) = result.causes
        assert (cause["cause"], cause["count"], cause["tickets"]) == ("unexplained", 0, [])
        assert Fraction(cause["effect"]) == gap_of(result) == Fraction(300, 24)

    def test_effects_sum_to_the_gap_when_both_kinds_are_there(self, world):
        delivery = month(world, met=40, late=5, open_late=5)
        world.declare(delivery, "E06", 42, 46, "91.3")
        result = world.compute()["E06"]
        effects = {cause["cause"]: Fraction(cause["effect"]) for cause in result.causes}
        assert set(effects) == {"omitted", "unexplained", "rounding"}
        assert sum(effects.values()) == gap_of(result)
        assert next(c["count"] for c in result.causes if c["cause"] == "omitted") == 4

    @pytest.mark.parametrize(
        ("declared", "status"),
        [((20, 24), "concordant"), ((21, 24), "to_justify"), (None, "incomplete"), ((0, 0), "unverifiable")],
    )
    def test_status(self, world, declared, status):
        delivery = month(world, met=20, late=4)
        if declared is not None:
            world.declare(delivery, "E06", *declared)
        result = world.compute()["E06"]
        assert result.gap_status == status
        if status == "concordant":
            assert (result.causes, world.record().state) == ([], "submitted")

    def test_nothing_declared_of_nothing_agrees(self, world):
        world.declare(world.delivery(), "E06", 0, 0)
        assert world.compute()["E06"].gap_status == "concordant"

    def test_a_contested_month_stays_so(self, world, make_user):
        month(world, met=1, late=1)
        world.compute()
        provider = member_of(world.contract, make_user, "provider")
        opened(world.contract, provider, claim("", proposed=""))
        world.compute()
        assert world.record().state == "contested"


@pytest.mark.usefixtures("gtr")
class TestOmissions:
    def test_references_known_open_and_gone(self, world):
        february = world.delivery("2026-02", "2026-03-06 10:00")
        march = world.delivery()
        known = {"first_delivery": february}
        world.ticket("GONE", "2026-02-26 09:00", delivery=february)
        world.ticket("DONE", "2026-02-02 09:00", "2026-02-03 09:00", delivery=february)
        world.ticket("STILL", "2026-02-26 09:00", delivery=march, **known)
        world.ticket("ENDED", "2026-02-26 09:00", "2026-03-02 09:00", delivery=march, **known)
        world.ticket("DROPPED", "2026-02-26 09:00", delivery=february, status="cancelled")
        world.declare(march, "E06", 1, 2)
        result = world.compute()["E06"]
        assert world.record().omissions["vanished"] == ["GONE"]
        (cause,) = result.causes
        assert (cause["count"], cause["tickets"]) == (1, ["GONE"])

    def test_holes_in_the_numbering(self, world):
        delivery = world.delivery()
        for n in (7, 8, 10, 11, 12):
            world.ticket(f"INC{n:04}", "2026-03-02 09:00", "2026-03-02 10:00", delivery=delivery)
        world.ticket("DEM0003", "2026-03-02 09:00", "2026-03-02 10:00", delivery=delivery)
        for reference in ("X1", "X999999999999999", "sans numéro"):
            world.ticket(reference, "2026-03-02 09:00", "2026-03-02 10:00", delivery=delivery)
        world.compute()
        assert world.record().omissions["holes"] == ["INC0009"]

    def test_stock_equation(self, world):
        delivery = world.delivery()
        world.ticket("A", "2026-02-26 09:00", "2026-03-02 09:00", delivery=delivery)
        world.ticket("B", "2026-02-26 09:00", delivery=delivery)
        world.ticket("C", "2026-03-05 09:00", "2026-03-06 09:00", delivery=delivery)
        world.ticket(
            "D", "2026-03-05 09:00", closed_at="2026-03-06 09:00", status="cancelled", delivery=delivery
        )
        world.ticket("E", "2026-03-05 09:00", "2026-04-02 09:00", delivery=delivery)
        world.ticket("F", "2026-02-01 09:00", "2026-02-02 09:00", delivery=delivery)
        world.compute()
        stock = world.record().omissions["stock"]
        assert stock == {"open_start": 2, "opened": 3, "resolved": 2, "cancelled": 1, "open_end": 2}


class TestPenalties:
    """Fee 18 500 €; monthly cap 15 %, 2 775 €; threshold 100 €; ramp-up of three months from January 2024."""

    def test_each_started_point_costs_its_share(self, world, gtr):
        world.price(gtr, "fee_share", percent=1, clause="art. 12")
        month(world, met=17, late=4)
        result = world.compute()["E06"]
        # 17/21 = 80,95 %: 9,05 points, ten started, at 185 €.
        assert result.penalty == Decimal("1850.00")
        proof = [(line["step"], Fraction(line["value"])) for line in result.penalty_lines]
        assert proof == [
            ("base", Fraction(18500)),
            ("missing_points", 90 - Fraction(1700, 21)),
            ("steps", Fraction(10)),
            ("percent_per_step", Fraction(1)),
            ("amount", Fraction(1850)),
        ]
        assert {line["clause"] for line in result.penalty_lines} == {"art. 12"}
        record = world.record()
        assert (record.penalty_gross, record.penalty_cut, record.penalty_due) == (1850, 0, 1850)

    def test_a_kept_commitment_costs_nothing(self, world, gtr):
        world.price(gtr, "fee_share", percent=1)
        month(world, met=18, late=2)
        result = world.compute()["E06"]
        assert (result.verdict, result.penalty, result.penalty_lines) == ("met", None, [])
        assert world.record().penalty_due == 0

    def test_the_monthly_cap_cuts(self, world, gtr):
        world.price(gtr, "fee_share", percent=1)
        month(world, met=20, late=10)
        world.compute()
        record = world.record()
        # 66,67 % for 90: 24 started points, 4 440 €.
        assert (record.penalty_gross, record.penalty_cut, record.penalty_due) == (4440, 1665, 2775)

    def test_the_annual_cap_takes_earlier_months_into_account(self, world, gtr):
        world.settle(cap_year="2")
        world.price(gtr, "fee_share", percent=1)
        first = world.delivery("2026-02", "2026-03-06 10:00")
        for n in range(20):
            world.ticket(f"F{n}", "2026-02-02 09:00", "2026-02-10 12:00", delivery=first)
        month(world, met=20, late=10)
        world.compute("2026-02", "2026-03")
        # 2 % of 222 000 € is 4 440 €, of which February took 2 775 €.
        assert world.record("2026-02").penalty_due == 2775
        assert world.record().penalty_due == 1665

    def test_under_the_threshold_nothing_is_due(self, world, gtr):
        world.price(gtr, "late_hour", amount=50)
        month(world, met=20, late=0, open_late=0)
        delivery = world.delivery("2026-02", "2026-03-06 10:00")
        world.ticket("H", "2026-03-02 09:00", "2026-03-04 09:30", delivery=delivery)
        result = world.compute()["E06"]
        # Half an hour beyond 20 hours: one started hour, below the 100 € of the threshold.
        assert (result.verdict, result.penalty) == ("met", Decimal("50.00"))
        assert (world.record().penalty_gross, world.record().penalty_due) == (50, 0)

    def test_each_incident_pays_its_started_hours(self, world, gtr):
        world.price(gtr, "late_hour", amount=300)
        delivery = world.delivery()
        world.ticket("A", "2026-03-02 08:00", "2026-03-04 10:20", delivery=delivery)
        world.ticket("B", "2026-03-02 08:00", "2026-03-04 10:00", delivery=delivery)
        world.ticket("C", "2026-03-02 08:00", "2026-03-04 08:01", delivery=delivery)
        world.ticket("D", "2026-03-02 08:00", "2026-03-03 18:00", delivery=delivery)
        result = world.compute()["E06"]
        assert result.penalty == 900 + 600 + 300
        assert [line["value"] for line in result.penalty_lines if line["step"] == "hours"] == ["3", "2", "1"]

    def test_each_business_day_late_of_the_report(self, world):
        """Due on Wednesday 8 April, received on Monday the 13th: Thursday, Friday, Monday."""
        promise = world.promise("E14", "punctuality", required="100")
        world.price(promise, "late_day", amount=100)
        world.delivery(received="2026-04-13 10:00")
        result = world.compute()["E14"]
        assert (result.verdict, result.penalty, world.record().penalty_due) == ("breached", 300, 300)

    @pytest.mark.parametrize(("wanted", "due"), [("2024-03", 0), ("2024-04", 1850)])
    def test_the_ramp_up_computes_and_asks_for_nothing(self, world, gtr, wanted, due):
        world.price(gtr, "fee_share", percent=1)
        delivery = world.delivery(wanted, "2024-05-06 10:00")
        for n in range(21):
            late = n >= 17
            world.ticket(
                f"T{n}", f"{wanted}-04 09:00", f"{wanted}-{'20' if late else '05'} 10:00", delivery=delivery
            )
        result = world.compute(wanted)["E06"]
        record = world.record(wanted)
        assert result.penalty == record.penalty_gross == 1850
        assert (record.penalty_cut, record.penalty_due) == (1850 - due, due)
