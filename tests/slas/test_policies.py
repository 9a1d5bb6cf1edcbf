"""Each setting of a contract changes a figure, and the explanation stays equal to the verdict to the second."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from reports.models import StatusChange
from slas.engine.explanation import SegmentKind, counted_seconds
from slas.models import TicketVerdict
from slas.selectors.explanations import ticket_page
from slas.selectors.figures import shown_rate

HOUR = 3600
TICKET = {"picked_up_at": "2026-03-02 11:00", "closed_at": "2026-03-03 17:00"}


@pytest.fixture
def judged(world):
    """Judge one P3 ticket, opened on Monday at 09:00, under some rules and a delay; its life must add up."""

    def verdicts(
        rules, amount=20, unit="hours", kind="resolution", resolved="2026-03-03 12:00", pauses=(), **values
    ):
        world.settle(**rules)
        own = {name: values.pop(name) for name in ("gtr_kind", "hours") if name in values}
        world.promise("E1", kind, ("P3", amount, unit), **own)
        delivery = values.pop("delivery", None) or world.delivery()
        moves = values.pop("moves", ())
        opened = values.pop("opened", "2026-03-02 09:00")
        ticket = world.ticket("T", opened, resolved, delivery=delivery, **(TICKET | values))
        for pause in pauses:
            world.pause(ticket, *pause)
        journal(world, ticket, moves)
        world.compute("2026-03", "2026-04")
        check_lives(world)
        return list(
            TicketVerdict.objects.order_by("life").values_list("state", "elapsed_seconds", "target_seconds")
        )

    return verdicts


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


def journal(world, ticket, moves):
    """Resolutions and reopenings, one after the other."""
    words = ("in_progress", "resolved")
    for place, text in enumerate(moves):
        StatusChange.objects.create(
            contract=world.contract, ticket=ticket, position=place, at=at(text), from_status=words[place % 2],
            to_status=words[(place + 1) % 2],
        )  # fmt: skip


def check_lives(world):
    for explanation in ticket_page(world.contract, "T").explanations:
        life, verdict = explanation.life, explanation.verdict
        if verdict.elapsed_seconds is None:
            continue
        assert counted_seconds(life.segments) == verdict.elapsed_seconds
        assert sum(part.seconds for part in life.segments) == (life.stop - life.opened).total_seconds()


@pytest.mark.parametrize(
    ("rules", "values", "expected"),
    [
        ({}, {}, ("met", 13 * HOUR, 20 * HOUR)),
        ({"clock_start": "picked_up"}, {}, ("met", 11 * HOUR, 20 * HOUR)),
        ({"clock_stop": "closed"}, {}, ("met", 18 * HOUR, 20 * HOUR)),
        ({}, {"amount": 13}, ("met", 13 * HOUR, 13 * HOUR)),
        ({"boundary": "under"}, {"amount": 13}, ("breached", 13 * HOUR, 13 * HOUR)),
        ({}, {"gtr_kind": "restore", "restored_at": at("2026-03-02 15:00")}, ("met", 6 * HOUR, 20 * HOUR)),
        ({}, {"gtr_kind": "resolve", "restored_at": at("2026-03-02 15:00")}, ("met", 13 * HOUR, 20 * HOUR)),
        ({}, {"duplicate_of": "AUTRE"}, ("not_applicable", 13 * HOUR, 20 * HOUR)),
    ],
)
def test_starts_stops_and_boundaries(judged, rules, values, expected):
    assert judged(rules, **values) == [expected]


@pytest.mark.parametrize(
    ("evidence", "elapsed", "source"),
    [
        ("first_work", 2 * HOUR, ""),
        ("first_assignment", HOUR, "la première affectation vaut prise en charge"),
    ],
)
def test_evidence_of_a_response(world, judged, evidence, elapsed, source):
    found = judged({"tto_evidence": evidence}, kind="response", assigned_at=at("2026-03-02 10:00"))
    assert found == [("met", elapsed, 20 * HOUR)]
    assert world.compute()["E1"].source == source


@pytest.mark.parametrize(
    ("rules", "unit", "target"),
    [
        ({}, "days", 20 * HOUR),
        ({"day_unit": "working"}, "days", 48 * HOUR),
        ({"day_unit": "calendar"}, "days", 48 * HOUR),
        ({"day_count": "same_time"}, "business_days", 20 * HOUR),
        ({"day_count": "end_of_day"}, "business_days", 29 * HOUR),
        ({"day_count": "end_of_day"}, "working_days", 63 * HOUR),
        ({"day_count": "end_of_day"}, "calendar_days", 63 * HOUR),
    ],
)
def test_days_of_three_kinds_counted_in_three_ways(judged, rules, unit, target):
    assert judged(rules, amount=2, unit=unit)[0][2] == target


def test_a_dated_delay_from_a_closed_day(judged):
    """Opened on Saturday at 10:00: one day of service ends on Monday evening, one day later is Monday at 10:00."""
    facts = {
        "amount": 1,
        "unit": "business_days",
        "opened": "2026-03-07 10:00",
        "resolved": "2026-03-09 12:00",
    }
    rest = {"picked_up_at": "2026-03-07 10:00", "closed_at": "2026-03-09 12:00"}
    assert judged({"day_count": "same_time"}, **facts, **rest) == [("breached", 4 * HOUR, 2 * HOUR)]


def test_calendar_days_over_a_change_of_clocks(judged):
    """Two civil days from Saturday noon: 47 hours in spring."""
    facts = {
        "amount": 2,
        "unit": "calendar_days",
        "opened": "2026-03-28 12:00",
        "resolved": "2026-03-30 12:00",
    }
    rest = {"picked_up_at": "2026-03-28 12:00", "closed_at": "2026-03-30 12:00"}
    assert judged({}, **facts, **rest) == [("met", 47 * HOUR, 47 * HOUR)]


WAIT = ("2026-03-02 12:00", "2026-03-03 10:00")


@pytest.mark.parametrize(
    ("rules", "pauses", "elapsed"),
    [
        ({}, [WAIT], 5 * HOUR),
        ({"suspension_reasons": ["waiting_client"]}, [WAIT], 13 * HOUR),
        ({"max_suspension_minutes": 180}, [WAIT], 10 * HOUR),
        (
            {"max_suspension_minutes": 180},
            [WAIT, (WAIT[0], "2026-03-02 14:00", "waiting_client")],
            10 * HOUR,
        ),
        ({"suspension_applies_to": "TTO"}, [WAIT], 13 * HOUR),
        ({"suspension_applies_to": "both"}, [WAIT], 5 * HOUR),
    ],
)
def test_suspensions(judged, rules, pauses, elapsed):
    assert judged(rules, pauses=pauses)[0][1] == elapsed


@pytest.mark.parametrize(
    ("rules", "elapsed"),
    [
        ({}, 11 * HOUR),
        ({"suspension_proof_required": True}, 13 * HOUR),
        ({"max_suspension_minutes": 60}, 12 * HOUR),
    ],
)
def test_waiting_known_as_a_sum(judged, rules, elapsed):
    assert judged(rules, declared_pause_seconds=7200, pause_reason="Attente utilisateur")[0][1] == elapsed


MOVES = ("2026-03-02 12:00", "2026-03-03 10:00")
LATE = ("2026-03-02 12:00", "2026-03-10 10:00")


@pytest.mark.parametrize(
    ("rules", "moves", "resolved", "expected"),
    [
        ({}, MOVES, "2026-03-03 13:00", [("breached", 6 * HOUR)]),
        ({"reopen_policy": "from_origin"}, MOVES, "2026-03-03 13:00", [("breached", 14 * HOUR)]),
        ({"reopen_policy": "new_ticket"}, MOVES, "2026-03-03 13:00", [("met", 3 * HOUR)] * 2),
        ({}, LATE, "2026-03-10 13:00", [("met", 3 * HOUR)] * 2),
        ({"reopen_window_days": 8}, LATE, "2026-03-10 13:00", [("breached", 6 * HOUR)]),
    ],
)
def test_reopenings(world, judged, rules, moves, resolved, expected):
    found = judged(rules, amount=4, moves=moves, resolved=resolved, closed_at=resolved)
    assert [row[:2] for row in found] == expected
    assert world.compute()["E1"].counted == len(expected)
    assert world.record().ticket_count == 1


def test_a_second_life_is_named_on_its_page(world, judged):
    judged({"reopen_policy": "new_ticket"}, amount=4, moves=MOVES, resolved="2026-03-03 13:00")
    page = ticket_page(world.contract, "T")
    assert [explanation.heading for explanation in page.explanations] == ["E1 E1", "E1 E1, vie 2"]


def test_the_gap_of_a_reopening_is_told(world, judged):
    judged({}, amount=4, moves=MOVES, resolved="2026-03-03 13:00")
    (explanation,) = ticket_page(world.contract, "T").explanations
    reasons = {part.reason for part in explanation.life.segments if part.kind is SegmentKind.PAUSED}
    assert reasons == {"résolu, puis rouvert"}


@pytest.mark.parametrize(
    ("approved", "expected"), [(None, ("P1", "breached")), (False, ("P1", "breached")), (True, ("P3", "met"))]
)
def test_a_lowering_the_client_approved(world, approved, expected):
    world.promise("P1", "resolution", ("P1", 4, "hours"))
    world.promise("P3", "resolution", ("P3", 16, "hours"))
    lowered = {
        "initial_priority": "P1",
        "priority_changed_at": "2026-03-02 11:00",
        "lowering_approved": approved,
    }
    world.ticket("T", "2026-03-02 09:00", "2026-03-02 15:00", delivery=world.delivery(), **lowered)
    world.compute()
    verdict = TicketVerdict.objects.select_related("commitment").get()
    assert (verdict.commitment.code, verdict.state) == expected


@pytest.mark.parametrize(
    ("by", "reason", "state"),
    [("", "", "not_applicable"), ("Client", "", "not_applicable"), ("Prestataire", "panne levée", "not_applicable"),
     ("Prestataire", "", "breached")],
)  # fmt: skip
def test_cancelled_by_the_provider_without_a_reason(judged, by, reason, state):
    found = judged({}, resolved=None, status="cancelled", cancelled_by=by, cancel_reason=reason)
    assert found[0][0] == state


@pytest.mark.parametrize(
    ("rolling", "verdict", "source"), [(False, "met", ""), (True, "breached", "jugé sur 2 mois\u00a0: 3/6")]
)
def test_a_small_month_is_judged_with_those_before(world, rolling, verdict, source):
    world.settle(rolling=rolling, min_volume=4)
    world.promise("E1", "resolution", ("P3", 4, "hours"))
    march, april = world.delivery(), world.delivery("2026-04", "2026-05-07 10:00")
    for month, delivery, late in (("03", march, 2), ("04", april, 1)):
        for n in range(3):
            end = "17:00" if n < late else "10:00"
            world.ticket(f"{month}{n}", f"2026-{month}-02 09:00", f"2026-{month}-02 {end}", delivery=delivery)
    result = world.compute("2026-03", "2026-04")["E1"]
    assert (result.met, result.counted, result.verdict) == (2, 3, verdict)
    assert result.source == source


@pytest.mark.parametrize(
    ("decimals", "shown"),
    [("auto", "66,667\u00a0%"), ("0", "66\u00a0%"), ("2", "66,66\u00a0%"), ("4", "66,6667\u00a0%")],
)
def test_decimals_shown_never_cross_the_target(world, decimals, shown):
    world.settle(display_decimals=decimals)
    world.promise("E1", "resolution", ("P3", 4, "hours"), required="66.67")
    delivery = world.delivery()
    for n in range(3):
        end = "17:00" if n < 1 else "10:00"
        world.ticket(f"T{n}", "2026-03-02 09:00", f"2026-03-02 {end}", delivery=delivery)
    assert shown_rate(world.compute()["E1"]) == shown


@pytest.mark.parametrize(
    ("rules", "lost", "due"),
    [
        ({}, 0, 743 * HOUR),
        ({"degraded_counted": True}, HOUR, 743 * HOUR),
        ({"degraded_counted": True, "degraded_weight": "0.25"}, HOUR // 2, 743 * HOUR),
        ({"unknown_policy": "down"}, 3 * HOUR, 743 * HOUR),
        ({"unknown_policy": "excluded_from_both"}, 0, 740 * HOUR),
    ],
)
def test_degraded_and_unmeasured_time(world, rules, lost, due):
    world.settle(**rules)
    world.promise("A1", "availability", service="ERP", hours="24x7", required="99")
    delivery = world.delivery()
    world.outage(delivery, "2026-03-03 10:00", "2026-03-03 12:00", degraded=True)
    world.outage(delivery, "2026-03-04 10:00", "2026-03-04 13:00", unmeasured=True)
    result = world.compute()["A1"]
    assert (result.counted - result.met, result.counted) == (lost, due)
