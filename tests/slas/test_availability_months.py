"""Availability of a service over a month, from the facts of the delivery."""

from __future__ import annotations

import pytest

DAY = 86_400


@pytest.fixture
def erp(world):
    return world.promise("E08", "availability", required="99.9", hours="24x7", service="ERP")


def seconds(result):
    return result.counted - result.met, result.counted, result.verdict


@pytest.mark.usefixtures("erp")
class TestAroundTheClock:
    """March 2026 has 743 hours."""

    def test_outages_of_the_provider_count_once(self, world):
        delivery = world.delivery()
        world.outage(delivery, "2026-03-10 10:00", "2026-03-10 11:00")
        world.outage(delivery, "2026-03-10 10:30", "2026-03-10 11:30")
        world.outage(delivery, "2026-03-11 10:00", "2026-03-11 11:00", liability="client")
        world.outage(delivery, "2026-03-12 10:00", "2026-03-12 11:00", degraded=True)
        world.outage(delivery, "2026-03-12 10:00", "2026-03-12 11:00", service="Messagerie")
        result = world.compute()["E08"]
        assert seconds(result) == (5400, 743 * 3600, "breached")
        # 0,1 % of 743 h is 2 674,8 s.
        assert result.margin == 2674 - 5400

    def test_an_outage_is_cut_at_the_bounds_of_the_month(self, world):
        world.outage(world.delivery(), "2026-02-28 23:00", "2026-03-01 00:30", service="erp")
        assert seconds(world.compute()["E08"]) == (1800, 743 * 3600, "met")

    def test_an_outage_that_lasts_runs_to_the_end_of_the_month(self, world):
        world.outage(world.delivery(), "2026-03-31 23:30", None)
        assert seconds(world.compute()["E08"])[0] == 1800

    def test_maintenance_within_its_quota_is_deducted(self, world):
        """Told on Monday 2 March, done on the 10th: six business days; 330 minutes for a quota of 240."""
        delivery = world.delivery()
        world.outage_file(delivery)
        world.works(delivery, "2026-03-10 00:00", "2026-03-10 05:30", "2026-03-02 09:00")
        assert seconds(world.compute()["E08"]) == (90 * 60, 743 * 3600 - 240 * 60, "breached")

    def test_notice_is_given_in_business_days_even_around_the_clock(self, world):
        """Told on Thursday 5 March for Tuesday the 10th: five days, three of them business days."""
        delivery = world.delivery()
        world.outage_file(delivery)
        world.works(delivery, "2026-03-10 12:00", "2026-03-10 13:00", "2026-03-05 09:00")
        assert seconds(world.compute()["E08"])[:2] == (3600, 743 * 3600)

    def test_an_outage_inside_admitted_maintenance_is_none(self, world):
        delivery = world.delivery()
        world.works(delivery, "2026-03-20 00:00", "2026-03-20 03:00", "2026-03-02 09:00")
        world.outage(delivery, "2026-03-20 01:00", "2026-03-20 02:00")
        assert seconds(world.compute()["E08"]) == (0, 740 * 3600, "met")

    def test_maintenance_is_left_in_where_the_clause_says_so(self, world):
        world.settle(maintenance_deducted=False)
        delivery = world.delivery()
        world.outage_file(delivery)
        world.works(delivery, "2026-03-20 00:00", "2026-03-20 03:00", "2026-03-02 09:00")
        assert seconds(world.compute()["E08"]) == (0, 743 * 3600, "met")

    def test_october_has_an_hour_more(self, world):
        world.outage(world.delivery("2026-10"), "2026-10-10 10:00", "2026-10-10 10:45")
        assert seconds(world.compute("2026-10")["E08"]) == (45 * 60, 745 * 3600, "breached")

    def test_without_a_file_nor_a_word_nothing_can_be_measured(self, world):
        world.delivery()
        result = world.compute()["E08"]
        assert (seconds(result), result.margin) == ((0, 0, "not_measurable"), None)
        assert result.reason == "Ni fichier de pannes, ni mention « aucune panne »."

    def test_a_nil_statement_is_the_word_of_the_provider(self, world):
        world.delivery(no_outage_stated=True)
        result = world.compute()["E08"]
        assert seconds(result) == (0, 743 * 3600, "met")
        assert result.source == "sur déclaration du prestataire"


def test_only_service_hours_count(world):
    world.promise("E09", "availability", required="99.5", service="Messagerie")
    world.outage(world.delivery("2026-06"), "2026-06-12 16:30", "2026-06-15 09:15", service="Messagerie")
    result = world.compute("2026-06")["E09"]
    assert seconds(result) == (165 * 60, 220 * 3600, "breached")
    assert (result.pending, result.excluded) == (0, 0)


def test_a_ratio_rests_on_the_declared_counts(world):
    for code in ("MET", "MISSED", "NONE", "RATE", "NOTHING"):
        world.promise(code, "ratio", required="90")
    delivery = world.delivery()
    world.declare(delivery, "MET", 90, 100)
    world.declare(delivery, "MISSED", 899, 1000)
    world.declare(delivery, "NONE", 0, 0)
    world.declare(delivery, "RATE", None, None, "97.5")
    found = {code: (r.met, r.counted, r.verdict, r.source) for code, r in world.compute().items()}
    said = "sur déclaration du prestataire"
    assert found == {
        "MET": (90, 100, "met", said),
        "MISSED": (899, 1000, "breached", said),
        "NONE": (0, 0, "not_applicable", ""),
        "RATE": (0, 0, "not_measurable", ""),
        "NOTHING": (0, 0, "not_measurable", ""),
    }


@pytest.mark.parametrize(
    ("received", "met", "verdict"),
    [("2026-04-08 23:50", 1, "met"), ("2026-04-09 00:10", 0, "breached"), ("2026-04-01 08:00", 1, "met")],
)
def test_the_report_is_due_on_its_fifth_business_day(world, received, met, verdict):
    """April 2026: Easter Monday is the 6th, so that the fifth business day is Wednesday the 8th."""
    world.promise("E14", "punctuality", required="100")
    world.delivery(received=received)
    result = world.compute()["E14"]
    assert (result.met, result.counted, result.verdict) == (met, 1, verdict)


def test_a_corrected_report_keeps_the_date_of_the_first(world):
    world.promise("E14", "punctuality", required="100")
    first = world.delivery(received="2026-04-07 10:00")
    first.is_current = False
    first.save()
    world.delivery(received="2026-04-20 10:00")
    assert world.compute()["E14"].verdict == "met"
