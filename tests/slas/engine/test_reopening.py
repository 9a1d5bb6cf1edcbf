"""Reopenings: three policies and the window after which a reopening is another ticket."""

import numpy as np
import pytest

from slas.engine.clock import Suspensions, elapsed
from slas.engine.reopening import Stretch, counted_lives, reopening_window_ends
from tests.slas.engine.golden_clock import cases, hours, instant

OFFICE = hours()
BY_ID = {case["id"]: case for case in cases("rates", "reopening")}


def spent(life):
    starts, ends = (np.array([pause[side] for pause in life.pauses], "M8[s]") for side in (0, 1))
    pauses = Suspensions([0] * len(starts), starts, ends)
    return int(elapsed(OFFICE, np.array([life.start]), np.array([life.stop]), pauses)[0])


@pytest.mark.parametrize("policy", ["cumulative", "from_origin", "new_ticket"])
def test_policies(policy):
    facts, expected = BY_ID["R50"]["input"], BY_ID["R50"]["expected"][policy]
    stretches = [Stretch(*map(instant, pair)) for pair in facts["segments"]]
    expected = expected if isinstance(expected, list) else [expected]
    lives = counted_lives(OFFICE, stretches, policy)
    assert [spent(life) for life in lives] == [one["elapsed_min"] * 60 for one in expected]
    states = ["met" if spent(life) <= facts["target_min"] * 60 else "breached" for life in lives]
    assert states == [one["state"] for one in expected]


def test_after_the_window_a_reopening_is_a_new_ticket():
    facts, expected = BY_ID["R51"]["input"], BY_ID["R51"]["expected"]
    resolved, reopened = instant(facts["first_resolved"]), instant(facts["reopened"])
    ends = reopening_window_ends(OFFICE, resolved, facts["window_business_days"])
    assert ends == instant(expected["window_ends"])
    first = Stretch(instant("2026-03-02T09:00+01:00"), resolved)
    lives = counted_lives(OFFICE, [first, Stretch(reopened, instant(None))], facts["policy"])
    assert [life.start for life in lives] == [first.opened, reopened]
    assert expected["treated_as"] == "new_ticket"
    in_time = counted_lives(OFFICE, [first, Stretch(ends, instant(None))], facts["policy"])
    assert [life.start for life in in_time] == [first.opened]


def test_refusals():
    with pytest.raises(ValueError, match="unknown policy"):
        counted_lives(OFFICE, [Stretch(instant(None), instant(None))], "last")
    with pytest.raises(ValueError, match="at least one"):
        counted_lives(OFFICE, [])
