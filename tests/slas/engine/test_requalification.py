"""Changes of priority: four policies, a default, and breaches that stay."""

from fractions import Fraction

import numpy as np
import pytest
from slas.engine.requalification import (
    TargetChange,
    TargetHistory,
    Terms,
    default_policy,
    share_consumed,
    terms_after_changes,
)

from core.engine.ratios import round_half_up
from slas.engine.clock import elapsed
from tests.slas.engine.golden_clock import cases, hours, instant

OFFICE = hours()
CASES = cases("rates", "requalification")


def history(facts):
    minutes, (change,) = facts["targets_min"], facts["changes"]
    later = TargetChange(instant(change["at"]), minutes[change["to"]] * 60)
    return TargetHistory(instant(facts["opened"]), minutes[change["from"]] * 60, (later,))


def spent_under(terms, stop):
    return int(elapsed(OFFICE, np.array([terms.start]), np.array([stop]))[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_case(case):
    targets, stop = history(case["input"]), instant(case["input"]["resolved"])
    for policy, expected in case["expected"].get("policies", case["expected"]).items():
        if policy.startswith("default"):
            continue
        terms = terms_after_changes(OFFICE, targets, policy)
        spent = spent_under(terms, stop)
        assert ("met" if spent <= terms.target else "breached") == expected["state"], policy
        if policy == "proportional":
            consumed = share_consumed(OFFICE, targets, stop)
            assert str(round_half_up(consumed * 100, 2)) == expected["consumed_pct"]
            assert (consumed <= 1) is (expected["state"] == "met")
        else:
            assert (spent, terms.target) == (expected["elapsed_min"] * 60, expected["target_min"] * 60)


def test_default_policies():
    (lowered,) = [case["expected"] for case in CASES if case["id"] == "R41"]
    assert default_policy(raised=False, client_approved=True) == lowered["default_when_client_approved"]
    assert default_policy(raised=False, client_approved=False) == lowered["default_when_not_approved"]
    assert default_policy(raised=True, client_approved=False) == "restart"


def test_a_breach_acquired_before_the_change_stays():
    late = TargetChange(instant("2026-03-02T14:00+01:00"), 57_600)
    targets = TargetHistory(instant("2026-03-02T09:00+01:00"), 14_400, (late,))
    for policy in ("retroactive", "restart", "proportional"):
        assert terms_after_changes(OFFICE, targets, policy) == Terms(targets.opened, 14_400)


def test_no_change_and_two_changes():
    opened, noon, two = (instant(f"2026-03-02T{hour}:00+01:00") for hour in ("09", "12", "14"))
    assert terms_after_changes(OFFICE, TargetHistory(opened, 7200), "restart") == Terms(opened, 7200)
    twice = TargetHistory(opened, 36_000, (TargetChange(noon, 14_400), TargetChange(two, 28_800)))
    assert terms_after_changes(OFFICE, twice, "restart") == Terms(two, 28_800)
    # 3 h of 10 h, then 2 h of 4 h: a fifth of 8 h is left.
    assert terms_after_changes(OFFICE, twice, "proportional") == Terms(two, 5760)
    assert share_consumed(OFFICE, twice, two) == Fraction(8, 10)


def test_unknown_policy_is_refused():
    with pytest.raises(ValueError, match="unknown policy"):
        terms_after_changes(OFFICE, TargetHistory(instant("2026-03-02T09:00+01:00"), 1), "last")
