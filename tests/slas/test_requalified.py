"""Changes of priority across commitments: each policy, breaches that stay, hours of each commitment."""

from __future__ import annotations

import pytest

from slas.models import TicketVerdict

# P3 at 09:00 (16 h), P1 at 14:00 (4 h), resolved at 17:00, one commitment each.
CHANGED = {"priority": "P1", "initial_priority": "P3", "priority_changed_at": "2026-03-02 14:00"}


@pytest.fixture
def promises(world):
    world.promise("E04", "resolution", ("P1", 4, "hours"))
    world.promise("E06", "resolution", ("P3", 16, "hours"))


def judged(world, policy, **values):
    world.settle(priority_raised=policy, priority_lowered=policy)
    world.ticket("T", "2026-03-02 09:00", values.pop("resolved"), delivery=world.delivery(), **values)
    world.compute()
    found = TicketVerdict.objects.select_related("commitment").get()
    return found.commitment.code, found.state, found.elapsed_seconds, found.target_seconds


@pytest.mark.usefixtures("promises")
@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("retroactive", ("E04", "breached", 8 * 3600, 4 * 3600)),
        ("restart", ("E04", "met", 3 * 3600, 4 * 3600)),
        ("proportional", ("E04", "breached", 3 * 3600, 4 * 3600 * 11 // 16)),
        ("initial", ("E06", "met", 8 * 3600, 16 * 3600)),
    ],
)
def test_policies(world, policy, expected):
    assert judged(world, policy, resolved="2026-03-02 17:00", **CHANGED) == expected


@pytest.mark.usefixtures("promises")
@pytest.mark.parametrize("policy", ["retroactive", "restart", "proportional", "initial"])
def test_a_lowering_never_erases_a_breach(world, policy):
    lowered = {"priority": "P3", "initial_priority": "P1", "priority_changed_at": "2026-03-02 14:00"}
    found = judged(world, policy, resolved="2026-03-02 17:00", **lowered)
    assert found == ("E04", "breached", 8 * 3600, 4 * 3600)


@pytest.mark.usefixtures("promises")
def test_lowered_in_time_and_approved(world):
    lowered = {"priority": "P3", "initial_priority": "P1", "priority_changed_at": "2026-03-02 12:00"}
    found = judged(world, "retroactive", resolved="2026-03-03 17:00", **lowered)
    assert found == ("E06", "breached", 18 * 3600, 16 * 3600)


@pytest.mark.usefixtures("promises")
def test_a_change_after_the_resolution_changes_nothing(world):
    late = CHANGED | {"priority_changed_at": "2026-03-02 16:00"}
    assert judged(world, "restart", resolved="2026-03-02 15:00", **late) == (
        "E06",
        "met",
        6 * 3600,
        16 * 3600,
    )


@pytest.mark.usefixtures("promises")
def test_a_change_after_the_month_has_not_happened_yet(world):
    late = CHANGED | {"priority_changed_at": "2026-04-02 16:00"}
    found = judged(world, "restart", resolved="2026-04-03 09:00", **late)
    assert (found[0], found[1]) == ("E06", "breached")


@pytest.mark.usefixtures("promises")
def test_a_change_at_an_unknown_instant_counts_from_the_opening(world):
    unknown = {"priority": "P1", "initial_priority": "P3"}
    assert judged(world, "restart", resolved="2026-03-02 17:00", **unknown)[:2] == ("E04", "breached")


def test_the_first_delay_is_spent_in_its_own_hours(world):
    """Raised on Saturday: no office hour was spent since Friday evening, so the night and day start afresh."""
    world.promise("E04", "resolution", ("P1", 4, "hours"), hours="24x7")
    world.promise("E06", "resolution", ("P3", 4, "hours"))
    raised = {"priority": "P1", "initial_priority": "P3", "priority_changed_at": "2026-03-07 10:00"}
    world.ticket("T", "2026-03-06 17:00", "2026-03-07 13:00", delivery=world.delivery(), **raised)
    world.compute()
    verdict = world.verdict("E04", "T")
    assert (verdict.state, verdict.elapsed_seconds) == ("met", 3 * 3600)
    assert verdict.started_at.isoformat() == "2026-03-07T09:00:00+00:00"


def test_pauses_count_before_and_after_the_change(world):
    world.promise("E04", "resolution", ("P1", 4, "hours"))
    world.promise("E06", "resolution", ("P3", 16, "hours"))
    world.settle(priority_raised="proportional")
    ticket = world.ticket("T", "2026-03-02 09:00", "2026-03-02 17:00", delivery=world.delivery(), **CHANGED)
    world.pause(ticket, "2026-03-02 10:00", "2026-03-02 11:00")
    world.pause(ticket, "2026-03-02 15:00", "2026-03-02 16:00")
    world.compute()
    verdict = world.verdict("E04", "T")
    assert (verdict.elapsed_seconds, verdict.target_seconds) == (2 * 3600, 3 * 3600)
    assert (verdict.state, verdict.paused_seconds) == ("met", 3600)
