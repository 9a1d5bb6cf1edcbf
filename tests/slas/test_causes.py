"""Causes where the export says nothing ticket by ticket, on response commitments, and where two rules combine."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slas.selectors.figures import gap_of


@pytest.fixture
def promised(world):
    world.promise("E03", "response", ("P3", 2, "hours"))
    world.promise("E05", "resolution", ("P2", 8, "hours"))
    world.promise("E06", "resolution", ("P3", 20, "hours"))
    return world


@pytest.fixture
def march(promised):
    """Twenty tickets kept, one late, all picked up at once."""
    delivery = promised.delivery()
    for n in range(20):
        plain(promised, delivery, f"M{n:03}", "2026-03-03 12:00")
    plain(promised, delivery, "LATE", "2026-03-10 12:00")
    return delivery


def plain(world, delivery, reference, resolved, **values):
    values.setdefault("picked_up_at", "2026-03-02 09:10")
    return world.ticket(reference, "2026-03-02 09:00", resolved, delivery=delivery, **values)


def causes(result):
    assert sum(Fraction(cause["effect"]) for cause in result.causes) == gap_of(result)
    return {cause["cause"]: (cause["count"], cause["tickets"], cause["basis"]) for cause in result.causes}


def test_counts_name_the_tickets_of_one_cause(promised, march):
    own = plain(promised, march, "OWN", "2026-03-04 15:00")
    promised.pause(own, "2026-03-03 09:00", "2026-03-03 17:00", "waiting_provider")
    promised.declare(march, "E06", 21, 22)
    assert causes(promised.compute()["E06"]) == {"unjustified_pause": (1, ["OWN"], "counts")}


def test_counts_on_a_response_commitment(promised, march):
    plain(promised, march, "CHILD", "2026-03-02 12:00", parent_reference="M001")
    plain(promised, march, "TWIN", "2026-03-02 12:00", duplicate_of="M001")
    promised.declare(march, "E03", 23, 23)
    assert causes(promised.compute()["E03"]) == {"duplicate": (2, ["CHILD", "TWIN"], "counts")}


def test_counts_that_two_causes_make_up(promised, march):
    plain(promised, march, "CHILD", "2026-03-02 12:00", parent_reference="M001")
    promised.ticket("OPEN", "2026-03-09 09:00", delivery=march)
    promised.declare(march, "E06", 21, 22)
    assert causes(promised.compute()["E06"]) == {
        "omitted": (1, ["OPEN"], "counts"), "duplicate": (1, ["CHILD"], "counts"),
    }  # fmt: skip


def test_counts_that_two_causes_explain_alike_prove_nothing(promised, march):
    own = plain(promised, march, "OWN", "2026-03-04 15:00")
    promised.pause(own, "2026-03-03 09:00", "2026-03-03 17:00", "waiting_provider")
    plain(
        promised,
        march,
        "LOWERED",
        "2026-03-03 13:00",
        initial_priority="P2",
        priority_changed_at="2026-03-02 10:00",
    )
    plain(promised, march, "P2", "2026-03-02 12:00", priority="P2")
    promised.declare(march, "E06", 21, 22)
    promised.declare(march, "E05", 1, 1)
    results = promised.compute()
    assert causes(results["E06"]) == {"unjustified_pause": (1, ["OWN"], "counts")}
    assert causes(results["E05"]) == {"requalified": (1, ["LOWERED"], "counts")}


def test_one_of_two_alike_is_a_candidate_never_a_cause(promised, march):
    for reference in ("OWN", "SAME"):
        own = plain(promised, march, reference, "2026-03-04 15:00")
        promised.pause(own, "2026-03-03 09:00", "2026-03-03 17:00", "waiting_provider")
    promised.declare(march, "E06", 21, 23)
    assert causes(promised.compute()["E06"]) == {"unexplained": (1, ["OWN", "SAME"], "counts")}


def test_two_rules_together_where_none_alone_gives_what_is_declared(promised, march):
    """Lowered without approval, and waiting for the provider: declared in time under its last priority."""
    ticket = plain(
        promised, march, "BOTH", "2026-03-04 13:00", declared_met=True, initial_priority="P2",
        priority_changed_at="2026-03-02 10:00",
    )  # fmt: skip
    promised.pause(ticket, "2026-03-03 09:00", "2026-03-03 15:00", "waiting_provider")
    promised.declare(march, "E06", 1, 1)
    found = causes(promised.compute()["E06"])
    assert found["requalified"] == (1, ["BOTH"], "tickets")
    assert found["omitted"][0] == 21


def test_a_declared_verdict_that_no_reading_gives_is_to_explain(promised, march):
    plain(promised, march, "ODD", "2026-03-20 12:00", declared_met=True)
    promised.declare(march, "E06", 1, 1)
    found = causes(promised.compute()["E06"])
    assert found["unexplained"] == (1, ["ODD"], "tickets")


def test_a_ticket_counted_in_the_month_it_ended(promised):
    """Late in February, resolved in March: it is declared in March, where we no longer count it."""
    february, march = promised.delivery("2026-02", "2026-03-06 10:00"), promised.delivery()
    promised.ticket(
        "OLD",
        "2026-02-23 09:00",
        "2026-03-03 12:00",
        delivery=march,
        first_delivery=february,
        declared_met=False,
    )
    promised.ticket("NEW", "2026-03-02 09:00", "2026-03-03 12:00", delivery=march, declared_met=True)
    promised.declare(march, "E06", 1, 2)
    result = promised.compute("2026-02", "2026-03")["E06"]
    assert (result.met, result.counted) == (1, 1)
    (cause,) = result.causes
    assert (cause["cause"], cause["tickets"], cause["met"], cause["counted"]) == ("omitted", ["OLD"], 0, -1)


def test_a_declared_figure_that_its_own_tickets_do_not_give(promised, march):
    plain(promised, march, "SAID", "2026-03-03 12:00", declared_met=True)
    promised.declare(march, "E06", 5, 7)
    found = causes(promised.compute()["E06"])
    assert found["omitted"][0] == 21
    assert found["unexplained"][:2] == (0, [])


def test_a_reopening_that_is_another_ticket_is_declared_once(promised, march):
    from reports.models import StatusChange
    from tests.slas.conftest import at

    promised.settle(reopen_policy="new_ticket")
    ticket = plain(promised, march, "BACK", "2026-03-06 12:00", declared_met=True)
    moves = [
        ("", "in_progress", "2026-03-02 09:10"), ("in_progress", "resolved", "2026-03-03 09:00"),
        ("resolved", "in_progress", "2026-03-05 09:00"), ("in_progress", "resolved", "2026-03-06 12:00"),
    ]  # fmt: skip
    for position, (was, now, when) in enumerate(moves):
        StatusChange.objects.create(
            contract=promised.contract,
            ticket=ticket,
            position=position,
            at=at(when),
            from_status=was,
            to_status=now,
        )
    promised.declare(march, "E06", 1, 1)
    result = promised.compute()["E06"]
    assert result.counted == 23
    found = causes(result)
    assert found["omitted"][0] == 22
    assert "BACK" in found["omitted"][1]
