"""The outlook of the month that follows the last report: what is read, counted and kept."""

from __future__ import annotations

import pytest

from core.engine.months import Month
from slas.models import CommitmentMonth, MonthRecord, Outlook, TicketVerdict
from slas.services import foresee_month
from tests.slas.conftest import at

APRIL = Month(2026, 4)


@pytest.fixture
def three_days(world):
    """E06: P3 resolved in 16 h of office (Monday to Friday, 8 to 18), 90 % of them."""
    return world.promise("E06", "resolution", ("P3", 16, "hours"), gtr_kind="resolve", min_volume=0)


def foreseen(world):
    return {row.commitment.code: row for row in foresee_month(contract=world.contract)}


@pytest.mark.usefixtures("three_days")
class TestTickets:
    def told(self, world):
        """The report of March, whose file was made on Tuesday 7 April about 10:00 (Monday is Easter's)."""
        report = world.delivery()
        world.ticket("MET", "2026-04-01 09:00", "2026-04-01 12:00", delivery=report)
        world.ticket("LATE", "2026-04-01 09:00", "2026-04-03 17:00", delivery=report)
        world.ticket("PAST", "2026-04-01 08:00", None, delivery=report)  # 16 h are gone since the 2nd, 14:00
        world.ticket("OPEN", "2026-04-03 10:00", None, delivery=report)
        world.ticket("LAST", "2026-04-07 08:30", "2026-04-07 10:00", delivery=report)
        world.ticket("HELD", "2026-04-02 08:00", None, delivery=report, cancelled_by="")
        return report

    def test_what_is_judged_open_in_time_and_open_past_its_deadline(self, world):
        self.told(world)
        row = foreseen(world)["E06"]
        # HELD: opened on the 2nd at 8:00, its 16 h end on the 3rd at 14:00: open and past, as PAST is.
        assert (row.month, row.met, row.breached, row.due) == (APRIL, 2, 3, 1)
        assert row.read_at == at("2026-04-07 10:00")
        assert row.state == "lost"
        assert row.deciding == [
            {
                "reference": "OPEN",
                "life": 1,
                "deadline": at("2026-04-07 16:00").isoformat(),
                "left": 6 * 3600,
                "held": False,
            }
        ]
        assert row.first_deadline_at == at("2026-04-07 16:00")
        assert (row.more, row.past_counted, row.past_months) == (None, 0, 0)

    def test_only_what_may_be_missed_in_the_month_decides_in_it(self, world):
        """CLOSING ends with the last opening of April: past it, the miss would be acquired in May."""
        report = world.delivery(received="2026-04-30 17:30")
        world.ticket("NEXT", "2026-04-30 16:00", None, delivery=report)
        world.ticket("CLOSING", "2026-04-29 12:00", None, delivery=report)
        world.ticket("T2", "2026-04-29 11:30", None, delivery=report, picked_up_at="2026-04-30 17:00")
        row = foreseen(world)["E06"]
        assert [ticket["reference"] for ticket in row.deciding] == ["T2"]
        assert (row.met, row.breached, row.due) == (0, 0, 1)

    def test_a_clock_that_is_held_has_the_deadline_of_a_wait_that_ends_now(self, world):
        report = world.delivery()
        held = world.ticket("T1", "2026-04-02 09:00", None, delivery=report)
        world.pause(held, "2026-04-02 10:00", None)
        world.ticket("T2", "2026-04-02 09:30", "2026-04-02 11:00", delivery=report)
        (ticket,) = foreseen(world)["E06"].deciding
        assert (ticket["reference"], ticket["left"], ticket["held"]) == ("T1", 15 * 3600, True)
        assert ticket["deadline"] == at("2026-04-03 16:00").isoformat()

    def test_the_month_before_says_what_to_expect(self, world):
        """8, 8 and 9 tickets over 21, 20 and 22 business days; 13 are left in April: from 4,95 to 5,3, 5,2 on average."""
        for month, received, days, size in [
            ("2026-01", "2026-02-05 09:00", "2026-01-1", 8),
            ("2026-02", "2026-03-05 09:00", "2026-02-1", 8),
            ("2026-03", "2026-04-14 10:30", "2026-03-1", 9),
        ]:
            report = world.delivery(month, received)
            for rank in range(size):
                done = f"{days}{rank % 7} 11:00" if rank else f"{month}-27 11:00"
                world.ticket(
                    f"{month}-{rank}",
                    f"{days}{rank % 7} 09:00" if rank else f"{month}-20 09:00",
                    done,
                    delivery=report,
                )
        world.ticket("APR", "2026-04-14 09:00", "2026-04-14 10:00", delivery=report)
        world.compute("2026-01", "2026-02", "2026-03")
        row = foreseen(world)["E06"]
        counted = {r.month: (r.met, r.counted) for r in CommitmentMonth.objects.all()}
        assert (row.past_met, row.past_counted) == tuple(map(sum, zip(*counted.values(), strict=True)))
        assert (row.past_months, row.past_counted) == (3, 25)
        assert (row.more_low, row.more, row.more_high) == (4, 5, 6)

    def test_the_outlook_closes_and_judges_nothing(self, world):
        self.told(world)
        world.compute()
        before = (list(TicketVerdict.objects.values()), list(CommitmentMonth.objects.values()))
        foresee_month(contract=world.contract)
        assert (list(TicketVerdict.objects.values()), list(CommitmentMonth.objects.values())) == before
        assert [record.month for record in MonthRecord.objects.all()] == [Month(2026, 3)]

    def test_it_is_replaced_and_goes_with_its_month(self, world):
        report = self.told(world)
        foresee_month(contract=world.contract)
        foresee_month(contract=world.contract)
        assert Outlook.objects.count() == 1
        report.is_current = False
        report.save()
        assert foresee_month(contract=world.contract) == []
        assert Outlook.objects.count() == 0

    def test_the_last_report_reads_from_the_first_instant_when_it_tells_nothing_later(self, world):
        """A file of March alone: April is known as at its first instant, with what is still open."""
        report = world.delivery()
        world.ticket("T1", "2026-03-31 17:00", None, delivery=report)
        row = foreseen(world)["E06"]
        assert (row.month, row.read_at, row.due) == (APRIL, at("2026-04-01 00:00"), 1)
        assert row.deciding[0]["left"] == 15 * 3600

    def test_a_date_after_the_report_came_is_not_its_reading(self, world):
        report = world.delivery(received="2026-04-07 10:00")
        world.ticket("T1", "2026-04-03 09:00", "2026-04-03 10:00", delivery=report)
        world.ticket("T2", "2026-04-03 09:00", "2026-05-20 10:00", delivery=report)
        assert foreseen(world)["E06"].read_at == at("2026-04-03 10:00")


def test_nothing_without_a_report_nor_past_the_end_of_the_contract(world):
    world.promise("E06", "resolution", ("P3", 16, "hours"), gtr_kind="resolve")
    assert foresee_month(contract=world.contract) == []
    world.delivery("2026-03", "2026-04-07 10:00")
    assert len(foresee_month(contract=world.contract)) == 1


class TestAvailability:
    @pytest.fixture(autouse=True)
    def erp(self, world):
        """April 2026 has 720 hours: 99,9 % allows 2 592 s of outage."""
        return world.promise("E08", "availability", required="99.9", hours="24x7", service="ERP")

    def test_the_minutes_left(self, world):
        report = world.delivery()
        world.ticket("T1", "2026-04-06 00:00", "2026-04-07 00:00", delivery=report)
        world.outage(report, "2026-04-02 10:00", "2026-04-02 10:30")
        row = foreseen(world)["E08"]
        assert (row.breached, row.due, row.met) == (1800, 24 * 86400, 6 * 86400 - 1800)
        assert (row.state, row.spare) == ("at_play", 792)

    def test_an_outage_that_lasts_counts_until_the_reading(self, world):
        report = world.delivery()
        world.ticket("T1", "2026-04-06 00:00", "2026-04-07 00:00", delivery=report)
        world.outage(report, "2026-04-06 23:00", None)
        row = foreseen(world)["E08"]
        assert (row.breached, row.state, row.spare) == (3600, "lost", None)

    def test_three_months_before_say_what_is_likely(self, world):
        for month, received in [("2026-01", "2026-02-05 09:00"), ("2026-02", "2026-03-05 09:00")]:
            world.outage_file(world.delivery(month, received))
        last = world.delivery()
        world.outage(last, "2026-03-10 10:00", "2026-03-10 11:00")
        world.compute("2026-01", "2026-02", "2026-03")
        row = foreseen(world)["E08"]
        seconds = (31 + 28 + 31) * 86400 - 3600  # clocks go forward in March
        assert (row.past_counted - row.past_met, row.past_counted, row.more) == (3600, seconds, 0)
