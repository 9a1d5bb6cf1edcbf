"""Business-time cases taken from other tools' own tests, read from the folder `PORTAL_REAL_DATA`.

Where tools disagree, `convention` names the point and both answers are asserted: ours, and the one the
other tool gives where a setting of ours reproduces it.
"""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from slas.engine.clock import ServiceHours, Suspensions, deadline, elapsed, paused
from slas.engine.working_days import shift_business_days

CASES = json.loads((Path(os.environ["PORTAL_REAL_DATA"]) / "business_time_cases.json").read_text())["cases"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def windows(pairs):
    """The windows of a day; a tool's empty one (09:00-09:00) is a day without service."""
    return [(opening, closing) for opening, closing in pairs if opening != closing]


def calendar(case):
    return ServiceHours(
        case["timezone"],
        {WEEKDAYS.index(day[:3].lower()): windows(pairs) for day, pairs in case["hours"].items()},
        frozenset(date.fromisoformat(day) for day in case["holidays"]),
        {date.fromisoformat(day): windows(pairs) for day, pairs in case["special_hours"].items()},
    )


def instants(case, *texts):
    """Instants in UTC; a time without offset is read in the zone of the hours."""
    zone = ZoneInfo(case["timezone"])
    read = [datetime.fromisoformat(text) for text in texts]
    aware = [moment if moment.tzinfo else moment.replace(tzinfo=zone) for moment in read]
    return np.array([moment.astimezone(UTC).replace(tzinfo=None) for moment in aware], dtype="datetime64[s]")


def suspensions(case):
    starts = instants(case, *(pair[0] for pair in case["pauses"]))
    ends = instants(case, *(pair[1] for pair in case["pauses"]))
    return Suspensions([0] * len(starts), starts, ends)


def last_pause(case):
    return instants(case, *(pair[1] for pair in case["pauses"])).max(initial=instants(case, case["start"])[0])


def ours(case, at_closing="closing"):
    """Our answer, in the shape of `expected`: seconds, or an instant in UTC."""
    hours, start, pauses = calendar(case), instants(case, case["start"]), suspensions(case)
    if case["op"] == "elapsed":
        return int(elapsed(hours, start, instants(case, case["end"]), pauses)[0])
    if case["op"] == "pause_business_seconds":
        return int(paused(hours, start, np.array([last_pause(case)]), pauses)[0])
    if case["op"] == "due":
        return deadline(hours, start, case["duration_seconds"], pauses, at_closing)[0]
    at = "closing" if case["convention"] == "end_of_working_day" else "same_time"
    due = shift_business_days(hours, start, case["duration_seconds"], at)
    # GLPI then adds the business seconds spent waiting, in business hours.
    waited = paused(hours, start, np.array([last_pause(case)]), pauses)
    return (deadline(hours, due, waited) if waited.any() else due)[0]


def answer(case, field):
    value = case[field]
    return instants(case, value)[0] if isinstance(value, str) else value


def seconds_between(case):
    gap = ours(case) - answer(case, "expected")
    return int(gap.astype("timedelta64[s]").astype(int)) if isinstance(case["expected"], str) else gap


def same_answer(case):
    assert ours(case) == answer(case, "expected")


def either_answer_by_a_setting(case):
    """A budget used up at closing (or of zero, outside hours): the closing, or the next opening."""
    assert ours(case, "next_opening") == answer(case, "expected")
    assert ours(case) == answer(case, "brute_force")


def no_duration_stays_where_it_is(case):
    """The other tool goes back to the previous closing; a budget of zero is used up at the start itself."""
    start = instants(case, case["start"])
    assert ours(case) == start[0] == answer(case, "brute_force")
    assert answer(case, "expected") < start[0]
    assert elapsed(calendar(case), np.array([answer(case, "expected")]), start).tolist() == [0]


def reversed_bounds_count_zero(case):
    """The other tool counts them negatively: the opposite of the same span the right way round."""
    assert ours(case) == 0
    assert ours({**case, "start": case["end"], "end": case["start"]}) == -answer(case, "expected")


def real_seconds_on_a_day_of_change(case):
    """The other tool gives every day 24 h; the time really lived has an hour more or less."""
    assert ours(case) == answer(case, "brute_force")
    assert abs(seconds_between(case)) == 3600


def to_the_second(case):
    """The other tool rounds to whole minutes."""
    assert ours(case) == answer(case, "brute_force")
    assert 0 < abs(seconds_between(case)) < 60


CONVENTIONS = {
    None: same_answer,
    "reversed_returns_zero": same_answer,
    "due_at_closing": same_answer,
    "end_of_working_day": same_answer,
    "due_at_next_opening": either_answer_by_a_setting,
    "zero_rolls_forward": either_answer_by_a_setting,
    "zero_rolls_backward": no_duration_stays_where_it_is,
    "reversed_returns_negative": reversed_bounds_count_zero,
    "wall_clock_day_on_dst": real_seconds_on_a_day_of_change,
    "peer_rounds_to_minute": to_the_second,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_under_its_convention(case):
    CONVENTIONS[case["convention"]](case)


def test_there_are_cases():
    assert CASES
