"""Reopenings: three policies, the window after which one is another ticket, and what is not known yet."""

import numpy as np
import pytest

from slas.engine.ceilings import Waits
from slas.engine.clock import Suspensions
from slas.engine.lives import Lives
from slas.engine.reopening import lives_of
from slas.engine.working_days import shift_business_days
from tests.slas.engine.golden_clock import cases, instant, instants
from tests.slas.engine.matters import LATER, columns, judged, office, promise, reopen_terms, reopened

BY_ID = {case["id"]: case for case in cases("rates", "reopening")}
NONE = Suspensions([], [], [])


def lives(tickets, moves, policy="cumulative", window=5, as_of=LATER):
    return lives_of(tickets, moves, reopen_terms(policy, window, len(tickets)), lambda _site: office(), as_of)


def verdicts(found: Lives, minutes: int, as_of=LATER):
    result = judged(
        found.tickets, promise(("", minutes, "minutes")), waits=Waits(NONE, found.gaps), as_of=as_of
    )
    return list(
        zip(
            result.life.tolist(),
            result.judgement.elapsed.tolist(),
            result.judgement.state.tolist(),
            strict=True,
        )
    )


@pytest.mark.parametrize(
    "policy", ["cumulative", "from_origin", "new_ticket"], ids=lambda policy: f"R50 {policy}"
)
def test_policies(policy):
    facts, expected = BY_ID["R50"]["input"], BY_ID["R50"]["expected"][policy]
    (opened, first), (again, last) = facts["segments"]
    found = lives(columns({"opened": opened, "resolved": last}), reopened((0, first, again)), policy)
    expected = expected if isinstance(expected, list) else [expected]
    assert verdicts(found, facts["target_min"]) == [
        (rank, one["elapsed_min"] * 60, one["state"]) for rank, one in enumerate(expected, start=1)
    ]


@pytest.mark.parametrize("policy", ["cumulative", "from_origin"], ids=lambda policy: f"R51 {policy}")
def test_after_the_window_a_reopening_is_a_new_ticket(policy):
    facts, expected = BY_ID["R51"]["input"], BY_ID["R51"]["expected"]
    assert expected["treated_as"] == "new_ticket"
    resolved = instants(facts["first_resolved"])
    ends = shift_business_days(office(), resolved, facts["window_business_days"])
    assert ends.tolist() == instants(expected["window_ends"]).tolist()
    ticket = columns({"opened": "2026-03-02T09:00+01:00"})
    late = lives(ticket, reopened((0, facts["first_resolved"], facts["reopened"])), policy)
    assert late.tickets.opened.tolist() == instants("2026-03-02T09:00+01:00", facts["reopened"]).tolist()
    assert late.tickets.resolved[0] == resolved[0]
    in_time = lives(ticket, reopened((0, facts["first_resolved"], expected["window_ends"])), policy)
    assert in_time.tickets.opened.tolist() == ticket.opened.tolist()


def test_several_lives_each_with_its_dates():
    """Reopened in time, then after the window, then in time again: two lives, each with its gap."""
    ticket = columns(
        {
            "opened": "2026-03-02T09:00+01:00",
            "resolved": "2026-03-20T12:00+01:00",
            "restored": "2026-03-20T11:00+01:00",
        }
    )
    moves = reopened(
        (0, "2026-03-19T12:00+01:00", "2026-03-20T09:00+01:00"),
        (0, "2026-03-02T10:00+01:00", "2026-03-02T14:00+01:00"),
        (0, "2026-03-02T15:00+01:00", "2026-03-18T08:00+01:00"),
    )
    found = lives(ticket, moves)
    assert found.source.tolist() == [0, 0]
    assert found.tickets.life.tolist() == [1, 2]
    assert found.gaps.row.tolist() == [0, 1]
    assert verdicts(found, 240) == [(1, 2 * 3600, "met"), (2, (10 + 4 + 3) * 3600, "breached")]
    assert np.isnat(found.tickets.restored).tolist() == [True, False]


def test_a_reopening_still_to_come_leaves_the_resolution():
    ticket = columns({"opened": "2026-03-30T09:00+02:00", "resolved": "2026-04-03T12:00+02:00"})
    moves = reopened((0, "2026-03-30T11:00+02:00", "2026-04-02T09:00+02:00"))
    march_end = instant("2026-04-01T00:00+02:00")
    assert verdicts(lives(ticket, moves, as_of=march_end), 240, march_end) == [(1, 7200, "met")]
    assert verdicts(lives(ticket, moves), 240) == [(1, (2 + 9 + 4) * 3600, "breached")]


def test_a_tool_that_keeps_the_first_resolution_says_nothing_of_the_last():
    kept = {"opened": "2026-03-02T09:00+01:00", "resolved": "2026-03-02T10:00+01:00"}
    moves = reopened((0, "2026-03-02T10:00+01:00", "2026-03-02T14:00+01:00"))
    assert verdicts(lives(columns(kept), moves), 240)[0][2] == "breached"
    closed = columns(kept | {"closed": "2026-03-02T15:00+01:00"})
    assert verdicts(lives(closed, moves), 240) == [(1, 2 * 3600, "met")]


def test_suspensions_go_to_the_life_they_were_begun_in():
    ticket = columns({"opened": "2026-03-02T09:00+01:00", "resolved": "2026-03-20T12:00+01:00"})
    found = lives(ticket, reopened((0, "2026-03-02T10:00+01:00", "2026-03-18T08:00+01:00")))
    starts = instants("2026-03-02T09:30+01:00", "2026-03-18T09:00+01:00")
    rows, index = found.sharing(np.array([0, 0]), starts)
    assert (rows.tolist(), index.tolist()) == ([0, 0, 1], [0, 1, 1])


def test_a_change_of_priority_belongs_to_its_life():
    ticket = columns(
        {
            "opened": "2026-03-02T09:00+01:00",
            "resolved": "2026-03-20T12:00+01:00",
            "priority": "P1",
            "initial_priority": "P3",
            "priority_changed": "2026-03-10T09:00+01:00",
        }
    )
    found = lives(ticket, reopened((0, "2026-03-02T10:00+01:00", "2026-03-18T08:00+01:00")))
    assert found.tickets.initial_priority.tolist() == ["P3", ""]
    assert np.isnat(found.tickets.priority_changed).tolist() == [False, True]


def test_only_the_resolution_of_a_reopened_ticket_is_judged():
    ticket = columns(
        {
            "opened": "2026-03-02T09:00+01:00",
            "picked_up": "2026-03-02T09:10+01:00",
            "resolved": "2026-03-20T12:00+01:00",
        }
    )
    found = lives(ticket, reopened((0, "2026-03-02T10:00+01:00", "2026-03-18T08:00+01:00")), "new_ticket")
    response = judged(found.tickets, promise(("", 30, "minutes"), kind="response"))
    assert (response.life.tolist(), response.judgement.state.tolist()) == ([1], ["met"])


def test_what_makes_no_sense_is_left_aside():
    ticket = columns({"opened": "2026-03-02T09:00+01:00", "resolved": "2026-03-02T12:00+01:00"})
    moves = reopened(
        (0, "2026-03-01T10:00+01:00", "2026-03-02T10:00+01:00"),
        (0, "2026-03-02T11:00+01:00", "2026-03-02T10:00+01:00"),
    )
    found = lives(ticket, moves, "new_ticket")
    assert (found.source.tolist(), len(found.gaps)) == ([0], 0)


def test_unknown_policy_is_refused():
    with pytest.raises(ValueError, match="unknown policy"):
        reopen_terms("last")
