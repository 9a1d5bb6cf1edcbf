"""The worked cases of the clock, one by one and all rows at once, and its answers to bad input."""

from datetime import date

import numpy as np
import pytest

from slas.engine.clock import ServiceHours, Suspensions, deadline, elapsed, exceeded_at, paused
from tests.slas.engine.golden_clock import clock_cases, hours, instants, suspensions

CASES = clock_cases()
OFFICE = hours()
MONDAY = "2026-03-02T"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_case(case):
    calendar, target = hours(case["calendar"], case["holidays"]), case["target_min"] * 60
    pauses = suspensions(case["suspensions"])
    opened, resolved = instants(case["opened"]), instants(case["resolved"])
    spent = elapsed(calendar, opened, resolved, pauses)
    minutes = case["expected_elapsed_min"]
    assert spent.tolist() == [-1 if minutes is None else minutes * 60]
    assert deadline(calendar, opened, target, pauses) == instants(case["expected_deadline"])
    if case["expected_met"] is not None:
        assert bool(spent[0] <= target) is case["expected_met"]


def test_cases_of_one_calendar_answered_together_are_as_one_by_one():
    group = [case for case in CASES if (case["calendar"], case["holidays"]) == ("HO_8_18_LV", "FR")]
    pairs = [(row, pair) for row, case in enumerate(group) for pair in case["suspensions"]]
    pauses = Suspensions(
        [row for row, _ in reversed(pairs)],
        instants(*(pair[0] for _, pair in reversed(pairs))),
        instants(*(pair[1] for _, pair in reversed(pairs))),
    )
    opened = instants(*(case["opened"] for case in group))
    spent = elapsed(OFFICE, opened, instants(*(case["resolved"] for case in group)), pauses)
    expected = [case["expected_elapsed_min"] for case in group]
    assert spent.tolist() == [-1 if minutes is None else minutes * 60 for minutes in expected]
    targets = [case["target_min"] * 60 for case in group]
    due = deadline(OFFICE, opened, targets, pauses)
    assert due.tolist() == instants(*(case["expected_deadline"] for case in group)).tolist()


def test_missing_and_reversed_bounds():
    starts = instants(f"{MONDAY}09:00+01:00", None, f"{MONDAY}09:00+01:00", None)
    ends = instants(None, f"{MONDAY}09:00+01:00", f"{MONDAY}08:00+01:00", None)
    assert elapsed(OFFICE, starts, ends).tolist() == [-1, -1, 0, -1]
    pause = Suspensions([2, 0], starts[[2, 2]], ends[[2, 0]])
    assert elapsed(OFFICE, starts, ends, pause).tolist() == [-1, -1, 0, -1]
    assert paused(OFFICE, starts, ends, pause).tolist() == [-1, -1, 0, -1]
    assert np.isnat(deadline(OFFICE, starts, 3600)).tolist() == [False, True, False, True]


def test_no_rows():
    nothing = instants()
    assert elapsed(OFFICE, nothing, nothing).tolist() == []
    assert deadline(OFFICE, nothing, 3600).tolist() == []


def test_other_units_and_lists_are_read():
    starts = np.array(["2026-03-02T08:00"], dtype="datetime64[ns]")
    assert elapsed(OFFICE, starts, ["2026-03-02T09:00"]).tolist() == [3600]


def test_boundary_at_closing_or_next_opening():
    friday = instants("2026-03-06T10:00+01:00", "2026-03-06T10:00+01:00")
    budgets = [8 * 3600, 7 * 3600]
    closing = deadline(OFFICE, friday, budgets)
    opening = deadline(OFFICE, friday, budgets, at_closing="next_opening")
    assert closing.tolist() == instants("2026-03-06T18:00+01:00", "2026-03-06T17:00+01:00").tolist()
    assert opening.tolist() == instants("2026-03-09T08:00+01:00", "2026-03-06T17:00+01:00").tolist()
    with pytest.raises(ValueError, match="at_closing"):
        deadline(OFFICE, friday, budgets, at_closing="later")


def test_no_budget_is_due_at_once_or_at_the_next_opening():
    night = instants("2026-03-02T22:00+01:00")
    assert deadline(OFFICE, night, 0) == night
    assert deadline(OFFICE, night, 0, at_closing="next_opening") == instants("2026-03-03T08:00+01:00")


def test_counting_backwards():
    start = instants("2026-03-09T09:00+01:00", "2026-03-09T09:00+01:00", "2026-03-09T07:00+01:00")
    assert deadline(OFFICE, start, [-7200, -3600, -3600]).tolist() == (
        instants("2026-03-06T17:00+01:00", "2026-03-09T08:00+01:00", "2026-03-06T17:00+01:00").tolist()
    )
    with pytest.raises(ValueError, match="backwards"):
        deadline(OFFICE, start, -3600, Suspensions([0], start[:1], start[:1]))


def test_budget_exceeded_at_the_next_running_instant():
    starts = instants(*[f"{MONDAY}09:00+01:00"] * 3)
    pauses = Suspensions(
        [1, 2],
        instants(f"{MONDAY}13:00+01:00", f"{MONDAY}17:00+01:00"),
        instants(f"{MONDAY}15:00+01:00", None),
    )
    budgets = [9 * 3600, 4 * 3600, 9 * 3600]
    exceeded = exceeded_at(OFFICE, starts, budgets, pauses)
    assert exceeded[:2].tolist() == instants("2026-03-03T08:00+01:00", f"{MONDAY}15:00+01:00").tolist()
    # A pause set when the budget is already used up moves no deadline; one that still runs before hides it.
    due = deadline(OFFICE, starts, budgets, pauses)
    assert due[:2].tolist() == instants(f"{MONDAY}18:00+01:00", f"{MONDAY}13:00+01:00").tolist()
    assert np.isnat(due[2])
    assert np.isnat(exceeded[2])


def test_hours_never_open():
    never = ServiceHours("UTC", {})
    start = instants(f"{MONDAY}09:00+01:00", f"{MONDAY}09:00+01:00")
    assert never.daily_seconds == 0
    assert elapsed(never, start, start + 86_400).tolist() == [0, 0]
    due = deadline(never, start, [0, 1])
    assert due[0] == start[0]
    assert np.isnat(due[1])


def test_budget_beyond_the_years_is_never_due():
    assert np.isnat(deadline(OFFICE, instants(f"{MONDAY}09:00+01:00"), 3 * 10**10)).all()
    far = deadline(hours("24x7"), instants(f"{MONDAY}09:00+01:00"), 50 * 365 * 86_400)
    assert far.tolist() == (instants(f"{MONDAY}09:00+01:00") + 50 * 365 * 86_400).tolist()


def test_refused_arrays():
    one, two = instants(f"{MONDAY}09:00+01:00"), instants(None, None)
    with pytest.raises(ValueError, match="one length"):
        elapsed(OFFICE, one, two)
    with pytest.raises(ValueError, match="row that does not exist"):
        elapsed(OFFICE, one, one, Suspensions([1], one, one))
    with pytest.raises(ValueError, match="one length"):
        Suspensions([1, 2], one, one)
    with pytest.raises(ValueError, match="1900 à 2199"):
        elapsed(OFFICE, one, instants("2206-01-01T00:00+00:00"))


def test_special_day_replaces_windows_even_when_closed():
    day = date(2026, 12, 24)
    eve = ServiceHours(
        "Europe/Paris", {3: [("08:00", "18:00")]}, frozenset({day}), {day: [("08:00", "12:00")]}
    )
    start = instants("2026-12-24T00:00+01:00")
    assert elapsed(eve, start, start + 86_400).tolist() == [4 * 3600]


def test_wall_clock_rules_on_both_nights():
    night = ServiceHours("Europe/Paris", {6: [("02:30", "04:00")]})
    spring, autumn = instants("2026-03-29T00:00+01:00"), instants("2026-10-25T00:00+02:00")
    # 02:30 to 03:00 does not exist in spring; in autumn it is lived twice.
    assert elapsed(night, spring, spring + 6 * 3600).tolist() == [3600]
    assert elapsed(night, autumn, autumn + 6 * 3600).tolist() == [2 * 3600]


def test_fine_windows_use_a_search_and_agree():
    odd = ServiceHours("Europe/Paris", {day: [("08:01", "12:07"), ("13:58", "18:02")] for day in range(7)})
    start = instants("2026-01-01T00:00+01:00", "2010-01-01T00:00+01:00")
    assert elapsed(odd, start, start + 86_400).tolist() == [29_400, 29_400]
    assert deadline(odd, start, 29_400).tolist() == (start + 65_000 - 80).tolist()
