"""Changes of priority: the worked cases through the judgement itself, policy by policy."""

from fractions import Fraction

import numpy as np
import pytest

from core.engine.ratios import round_half_up
from slas.engine.promises import Terms
from tests.slas.engine.golden_clock import cases, instants
from tests.slas.engine.matters import columns, judged, promise

CASES = cases("rates", "requalification")
PRIORITIES = ("P1", "P2", "P3", "P4")


def ticket(facts, **values):
    (change,) = facts["changes"]
    return columns(
        {
            "opened": facts["opened"],
            "resolved": facts["resolved"],
            "initial_priority": change["from"],
            "priority": change["to"],
            "priority_changed": change["at"],
            **values,
        }
    )


def verdict(facts, terms, **values):
    delays = [promise((name, minutes, "minutes")) for name, minutes in facts["targets_min"].items()]
    return judged(ticket(facts, **values), *delays, terms=terms)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_case(case):
    facts = case["input"]
    for policy, expected in case["expected"].get("policies", case["expected"]).items():
        if policy.startswith("default"):
            continue
        found = verdict(facts, Terms(PRIORITIES, raised=policy, lowered=policy))
        assert found.judgement.state.tolist() == [expected["state"]], policy
        spent, target = int(found.judgement.elapsed[0]), int(found.target[0])
        if policy == "proportional":
            whole = facts["targets_min"][facts["changes"][0]["to"]] * 60
            consumed = 1 - Fraction(target, whole) + Fraction(spent, whole)
            assert str(round_half_up(consumed * 100, 2)) == expected["consumed_pct"]
        else:
            assert (spent, target) == (expected["elapsed_min"] * 60, expected["target_min"] * 60)


def test_default_policies():
    (lowered,) = [case for case in CASES if case["id"] == "R41"]
    policies = lowered["expected"]["policies"]
    for approved, name in ((True, "default_when_client_approved"), (False, "default_when_not_approved")):
        expected = policies[lowered["expected"][name]]
        found = verdict(lowered["input"], Terms(PRIORITIES), lowering_approved=approved)
        assert found.judgement.state.tolist() == [expected["state"]]
        assert found.judgement.elapsed.tolist() == [expected["elapsed_min"] * 60]
    (raised,) = [case for case in CASES if case["id"] == "R40"]
    found = verdict(raised["input"], Terms(PRIORITIES))
    assert found.judgement.elapsed.tolist() == [raised["expected"]["restart"]["elapsed_min"] * 60]


@pytest.mark.parametrize("policy", ["retroactive", "restart", "proportional", "initial"])
def test_a_breach_acquired_before_the_change_stays(policy):
    late = {
        "opened": "2026-03-02T09:00+01:00",
        "resolved": "2026-03-02T17:00+01:00",
        "changes": [{"at": "2026-03-02T14:00+01:00", "from": "P1", "to": "P3"}],
        "targets_min": {"P1": 240, "P3": 960},
    }
    found = verdict(late, Terms(PRIORITIES, lowered=policy, lowered_approved=policy), lowering_approved=True)
    assert (found.judgement.state.tolist(), found.target.tolist()) == (["breached"], [14_400])


def test_a_service_already_back_is_not_judged_again():
    """Restored at 10:00 as P1, lowered at 11:00: the first clock had stopped, the change changes nothing."""
    facts = columns(
        {
            "opened": "2026-03-02T09:00+01:00",
            "restored": "2026-03-02T10:00+01:00",
            "resolved": "2026-03-05T10:00+01:00",
            "initial_priority": "P1",
            "priority": "P3",
            "priority_changed": "2026-03-02T11:00+01:00",
        }
    )
    both = promise(("P1", 4, "hours"), restore=True), promise(("P3", 16, "hours"))
    found = judged(facts, *both, terms=Terms(PRIORITIES, lowered="restart"))
    assert (found.judgement.elapsed.tolist(), found.target.tolist()) == ([3600], [14_400])


def test_a_priority_the_contract_does_not_know_comes_last():
    facts = {
        "opened": "2026-03-02T09:00+01:00",
        "resolved": "2026-03-02T17:00+01:00",
        "initial_priority": "P9",
    }
    known = facts | {"priority": "P1", "priority_changed": "2026-03-02T14:00+01:00"}
    found = judged(columns(known), promise(("P1", 4, "hours")), terms=Terms(PRIORITIES, lowered="initial"))
    assert found.start.tolist() == instants("2026-03-02T14:00+01:00").tolist()


def test_unknown_policy_is_refused():
    with pytest.raises(ValueError, match="unknown policy"):
        judged(
            columns({"opened": "2026-03-02T09:00+01:00"}), promise(("", 1, "hours")), terms=Terms((), "last")
        )
    assert np.isnat(columns({}).opened).all()
