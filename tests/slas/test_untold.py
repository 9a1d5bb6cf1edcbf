"""What an export does not tell is never judged: neither met, nor breached, nor 100 %."""

from __future__ import annotations

import pytest


@pytest.fixture
def promises(world):
    world.promise("E05", "response", ("P3", 1, "hours"))
    world.promise("E06", "resolution", ("P3", 8, "hours"))
    return world


def state(world, code, reference):
    verdict = world.verdict(code, reference)
    return verdict.state, verdict.anomaly


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_a_ticket_over_without_any_date_is_not_measurable(promises, status):
    delivery = promises.delivery(cannot_tell=["no_resolution_date", "no_pickup_date"])
    promises.ticket("X", "2026-03-02 09:00", status=status, delivery=delivery)
    results = promises.compute()
    for code in ("E05", "E06"):
        assert state(promises, code, "X") == ("not_measurable", "closed_without_resolution")
        assert (results[code].counted, results[code].met, results[code].not_measurable) == (0, 0, 1)
        assert results[code].verdict == "not_applicable"


def test_a_running_ticket_without_any_column_of_pick_ups_has_no_response_verdict(promises):
    delivery = promises.delivery(cannot_tell=["no_pickup_date"])
    promises.ticket("RUN", "2026-03-02 09:00", status="in_progress", delivery=delivery)
    promises.ticket("NEW", "2026-03-02 09:00", status="new", delivery=delivery)
    promises.ticket("END", "2026-03-02 09:00", "2026-03-02 09:30", delivery=delivery)
    promises.compute()
    assert state(promises, "E05", "RUN") == ("not_measurable", "untold_end")
    assert state(promises, "E05", "NEW") == ("breached", "")
    assert state(promises, "E05", "END") == ("not_measurable", "untold_end")
    assert state(promises, "E06", "RUN") == ("breached", "")
    assert state(promises, "E06", "END") == ("met", "")


def test_an_empty_pick_up_in_an_export_that_tells_them_still_counts(promises):
    promises.ticket("RUN", "2026-03-02 09:00", status="in_progress", delivery=promises.delivery())
    promises.compute()
    assert state(promises, "E05", "RUN") == ("breached", "")


def test_a_ticket_of_unknown_status_is_not_measurable(promises):
    delivery = promises.delivery(cannot_tell=["no_status", "no_pickup_date", "no_resolution_date"])
    promises.ticket("U", "2026-03-02 09:00", status="unknown", delivery=delivery)
    promises.compute()
    assert state(promises, "E05", "U") == state(promises, "E06", "U") == ("not_measurable", "untold_end")


def test_a_ticket_of_unknown_priority_is_never_met(promises):
    delivery = promises.delivery(cannot_tell=["no_priority"])
    promises.ticket("N", "2026-03-02 09:00", "2026-03-02 10:00", priority="", picked_up_at="2026-03-02 09:10",
                    delivery=delivery)  # fmt: skip
    results = promises.compute()
    assert state(promises, "E06", "N") == ("not_measurable", "unknown_priority")
    assert (results["E06"].counted, results["E06"].not_measurable) == (0, 1)


def test_a_promise_for_every_priority_measures_it(world):
    world.promise("E06", "resolution", ("", 8, "hours"))
    world.ticket("N", "2026-03-02 09:00", "2026-03-02 10:00", priority="", delivery=world.delivery())
    world.compute()
    assert state(world, "E06", "N") == ("met", "")
