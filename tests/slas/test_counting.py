"""Counting a month: which tickets count, in which month, under which terms."""

from __future__ import annotations

from datetime import date

import pytest

from core.engine.months import Month
from slas.models import CommitmentMonth, MonthRecord, TicketVerdict
from slas.services import compute_months


def gtr(world, code="E06", **values):
    return world.promise(code, "resolution", ("P3", 20, "hours"), **values)


def figures(result):
    return (result.met, result.counted, result.verdict)


def test_late_open_tickets_count_as_breached(world):
    gtr(world)
    delivery = world.delivery()
    for n in range(20):
        world.ticket(f"M{n:02}", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    world.ticket("L1", "2026-03-02 09:00", "2026-03-06 12:00", delivery=delivery)
    for n in range(3):
        world.ticket(f"O{n}", "2026-03-09 09:00", delivery=delivery)
    for n in range(5):
        world.ticket(f"N{n}", "2026-03-31 09:00", delivery=delivery)
    result = world.compute()["E06"]
    assert figures(result) == (20, 24, "breached")
    assert (result.late_open, result.pending, result.excluded, result.margin) == (3, 5, 0, -2)
    assert TicketVerdict.objects.filter(month="2026-03").count() == 24
    assert world.record().ticket_count == 29


def test_each_ticket_counts_in_the_month_of_its_verdict(world):
    gtr(world)
    march, april = world.delivery(), world.delivery("2026-04", "2026-05-07 10:00")
    # Opened in March, met in April; opened in March, due in April and late; late in March, resolved in April.
    world.ticket("MET", "2026-03-31 16:00", "2026-04-01 09:00", delivery=april, first_delivery=march)
    world.ticket("LATE", "2026-03-31 16:00", "2026-04-07 09:00", delivery=april, first_delivery=march)
    world.ticket("OLD", "2026-03-25 08:00", "2026-04-02 09:00", delivery=april, first_delivery=march)
    results = world.compute("2026-03", "2026-04")
    assert figures(results["E06"]) == (1, 2, "met")
    assert results["E06"].small_volume
    assert figures(world.compute()["E06"]) == (0, 1, "met")
    assert world.verdict("E06", "OLD").month == Month(2026, 3)
    assert world.verdict("E06", "LATE").month == Month(2026, 4)
    assert (world.record().state, world.record().judged_until) == ("submitted", Month(2026, 4))


def test_a_resolution_after_the_month_is_known_but_has_not_happened_yet(world):
    gtr(world)
    delivery = world.delivery()
    world.ticket("LATER", "2026-03-31 16:00", "2026-04-01 09:00", delivery=delivery)
    result = world.compute()["E06"]
    assert (result.counted, result.pending, result.not_measurable) == (0, 1, 0)
    verdict = world.verdict("E06", "LATER")
    assert (verdict.state, verdict.month, verdict.anomaly) == ("pending", None, "")


@pytest.mark.parametrize(
    ("policy", "march", "april"),
    [("verdict", (0, 1), (1, 1)), ("resolved", (0, 0), (1, 2)), ("opened", (1, 2), (0, 0))],
)
def test_attribution_follows_the_contract(world, policy, march, april):
    world.settle(attribution=policy)
    gtr(world)
    delivery = world.delivery("2026-03"), world.delivery("2026-04")
    world.ticket("A", "2026-03-25 08:00", "2026-04-02 09:00", delivery=delivery[1])
    world.ticket("B", "2026-03-31 16:00", "2026-04-01 09:00", delivery=delivery[1])
    found = world.compute("2026-04")["E06"], world.compute("2026-03")["E06"]
    assert [(r.met, r.counted) for r in found] == [april, march]


@pytest.mark.parametrize(
    ("opened", "resolved", "elapsed"),
    [
        ("2026-03-29 01:30", "2026-03-29 03:45", 75 * 60),
        ("2026-03-28 23:30", "2026-03-30 10:00", 33 * 3600 + 1800),
    ],
)
def test_the_night_of_the_spring_change_has_an_hour_less(world, opened, resolved, elapsed):
    gtr(world, hours="24x7")
    world.ticket("T", opened, resolved, delivery=world.delivery())
    world.compute()
    assert world.verdict("E06", "T").elapsed_seconds == elapsed


def test_the_last_night_of_october_belongs_to_october(world):
    """A breach at 23:30 Paris time on the 31st, after the clocks went back, is 22:30 UTC: still October."""
    world.promise("E04", "resolution", ("P1", 4, "hours"), hours="24x7")
    delivery = world.delivery("2026-10", "2026-11-06 10:00")
    world.ticket("T", "2026-10-31 19:30", delivery=delivery, priority="P1")
    world.ticket("U", "2026-10-31 20:00", delivery=delivery, priority="P1")
    result = world.compute("2026-10")["E04"]
    assert (result.met, result.counted, result.late_open, result.pending) == (0, 1, 1, 1)


def test_a_site_of_alsace_moselle_has_its_holidays(world):
    from contracts.models import Site

    Site.objects.create(contract=world.contract, code="sxb", name="Strasbourg", holiday_zone="alsace-moselle")
    gtr(world)
    delivery = world.delivery("2026-04")
    for site in ("Siège", "strasbourg"):
        world.ticket(site, "2026-04-02 15:00", "2026-04-07 09:00", delivery=delivery, site=site)
    world.compute("2026-04")
    assert world.verdict("E06", "Siège").elapsed_seconds == 14 * 3600
    assert world.verdict("E06", "strasbourg").elapsed_seconds == 4 * 3600


def test_cancelled_and_child_tickets_leave_the_base(world):
    gtr(world)
    delivery = world.delivery()
    world.ticket("PARENT", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    world.ticket(
        "CHILD", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery, parent_reference="PARENT"
    )
    cancelled = {"delivery": delivery, "status": "cancelled"}
    world.ticket("SOON", "2026-03-02 09:00", None, closed_at="2026-03-03 09:00", **cancelled)
    world.ticket("AFTER", "2026-03-02 09:00", None, closed_at="2026-03-06 09:00", **cancelled)
    world.ticket("UNDATED", "2026-03-02 09:00", **cancelled)
    result = world.compute()["E06"]
    assert (result.met, result.counted, result.excluded, result.late_open) == (1, 2, 3, 0)
    states = dict(TicketVerdict.objects.values_list("ticket__reference", "state"))
    assert states == {
        "PARENT": "met", "CHILD": "not_applicable", "SOON": "not_applicable", "AFTER": "breached",
        "UNDATED": "not_applicable",
    }  # fmt: skip


def test_children_count_where_the_contract_says_so(world):
    world.settle(child_policy="all")
    gtr(world)
    delivery = world.delivery()
    world.ticket("C", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery, parent_reference="P")
    assert figures(world.compute()["E06"]) == (1, 1, "met")


def test_a_closed_ticket_without_resolution_cannot_be_measured(world):
    gtr(world)
    world.ticket(
        "X",
        "2026-03-02 09:00",
        None,
        status="closed",
        closed_at="2026-03-05 09:00",
        delivery=world.delivery(),
    )
    result = world.compute()["E06"]
    assert (result.counted, result.not_measurable, result.verdict) == (0, 1, "not_applicable")
    assert result.reason == "Aucun ticket jugé ce mois-ci."
    assert world.verdict("E06", "X").anomaly == "closed_without_resolution"


@pytest.mark.parametrize(
    ("met", "late", "verdict", "margin"), [(3, 1, "met", 0), (17, 2, "breached", -1), (19, 1, "met", 0)]
)
def test_small_volumes(world, met, late, verdict, margin):
    gtr(world, required="95")
    delivery = world.delivery()
    for n in range(met):
        world.ticket(f"M{n}", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    for n in range(late):
        world.ticket(f"L{n}", "2026-03-02 09:00", "2026-03-20 12:00", delivery=delivery)
    result = world.compute()["E06"]
    assert (result.verdict, result.margin, result.small_volume) == (verdict, margin, met + late < 20)
    assert result.concern == (verdict == "met")


def test_terms_of_the_version_in_force_at_opening(world):
    """An amendment rules the tickets opened from its date on: its delay, and its reasons of suspension."""
    old = gtr(world, effective_to=date(2026, 3, 15))
    new = gtr(world, effective_from=date(2026, 3, 16))
    new.targets.update(amount=4)
    world.amend("2026-03-16", suspension_reasons=["waiting_client"])
    delivery = world.delivery()
    for reference, day in (("BEFORE", "12"), ("SINCE", "17")):
        ticket = world.ticket(reference, f"2026-03-{day} 09:00", f"2026-03-{day} 17:00", delivery=delivery)
        world.pause(ticket, f"2026-03-{day} 10:00", f"2026-03-{day} 12:00", "waiting_user")
    assert figures(world.compute()["E06"]) == (1, 2, "met")
    before, since = world.verdict("E06", "BEFORE"), world.verdict("E06", "SINCE")
    assert (before.commitment_id, before.elapsed_seconds, before.paused_seconds) == (old.pk, 6 * 3600, 7200)
    assert (since.commitment_id, since.elapsed_seconds, since.target_seconds) == (new.pk, 8 * 3600, 4 * 3600)


def test_response_stops_at_the_pick_up_or_else_at_the_resolution(world):
    world.promise("E03", "response", ("", 2, "hours"))
    delivery = world.delivery()
    world.ticket(
        "PICKED", "2026-03-02 09:00", "2026-03-02 15:00", picked_up_at="2026-03-02 11:00", delivery=delivery
    )
    world.ticket("NEVER", "2026-03-02 09:00", "2026-03-02 15:00", delivery=delivery)
    assert figures(world.compute()["E03"]) == (1, 2, "met")
    assert world.verdict("E03", "PICKED").elapsed_seconds == 7200
    assert world.verdict("E03", "NEVER").elapsed_seconds == 6 * 3600


def test_waiting_given_as_a_sum_counts_when_its_reason_is_accepted(world):
    gtr(world)
    delivery = world.delivery()
    spent = {"declared_pause_seconds": 7200, "delivery": delivery}
    world.ticket("USER", "2026-03-02 09:00", "2026-03-04 10:00", pause_reason="Attente utilisateur", **spent)
    world.ticket("PARTS", "2026-03-02 09:00", "2026-03-04 10:00", pause_reason="Attente prestataire", **spent)
    result = world.compute()["E06"]
    assert (result.met, result.counted, result.unverifiable) == (1, 2, 1)
    user, parts = world.verdict("E06", "USER"), world.verdict("E06", "PARTS")
    assert (user.elapsed_seconds, user.paused_seconds, user.state) == (19 * 3600, 7200, "met")
    assert (parts.elapsed_seconds, parts.paused_seconds, parts.state) == (21 * 3600, 0, "breached")


def test_nothing_is_judged_before_the_report_comes(world):
    gtr(world)
    world.promise("E14", "punctuality")
    results = world.compute()
    assert {r.verdict for r in results.values()} == {"pending"}
    assert {r.reason for r in results.values()} == {"Le rapport du mois n’est pas déposé."}
    assert (world.record().state, world.record().due_on) == ("expected", date(2026, 4, 8))


def test_computing_again_writes_no_verdict_and_the_same_results(world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    gtr(world)
    delivery = world.delivery()
    world.ticket("A", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    world.ticket("B", "2026-03-02 09:00", delivery=delivery)
    first = world.compute()["E06"]
    before = list(TicketVerdict.objects.order_by("pk").values())
    with CaptureQueriesContext(connection) as queries:
        again = world.compute()["E06"]
    assert list(TicketVerdict.objects.order_by("pk").values()) == before
    assert CommitmentMonth.objects.count() == 1
    assert figures(first) == figures(again)
    assert len(queries) <= 61  # each kind of fact once, none by ticket


def test_results_are_replaced_whole(world):
    promise = gtr(world)
    delivery = world.delivery()
    ticket = world.ticket("A", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    gtr(world, "E99", effective_to=date(2026, 12, 31))
    assert set(world.compute()) == {"E06", "E99"}
    ticket.priority = "P4"
    ticket.save()
    promise.effective_to = date(2026, 2, 28)
    promise.save()
    assert set(world.compute()) == {"E99"}
    assert not TicketVerdict.objects.exists()


def test_a_closed_month_is_left_as_it_is(world):
    gtr(world)
    delivery = world.delivery()
    ticket = world.ticket("A", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    world.compute()
    MonthRecord.objects.update(state="closed")
    ticket.resolved_at = ticket.closed_at = None
    ticket.status = "in_progress"
    ticket.save()
    world.ticket("B", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    assert compute_months(contract=world.contract, months=[Month(2026, 3)]) == []
    assert figures(CommitmentMonth.objects.get()) == (1, 1, "met")
    assert world.verdict("E06", "A").state == "met"
    late = world.verdict("E06", "B")
    assert (late.state, late.month) == ("met", None)
