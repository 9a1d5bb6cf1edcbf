"""Monthly rates, the clause of small volumes, and the verdict of a month."""

from decimal import Decimal

import numpy as np
import pytest

from core.engine.ratios import Rate, display_percent, reaches, round_half_up
from slas.engine.rates import (
    MonthCount,
    VolumeClause,
    allowed_failures,
    count_states,
    cumulative,
    judge_month,
    rolled_back,
)
from slas.engine.verdicts import Verdict
from tests.slas.engine.golden_clock import cases


def percent(rate):
    return None if rate.percent is None else str(round_half_up(rate.percent, 4))


STATES = {
    "met": Verdict.MET,
    "met_real": Verdict.MET,
    "breached": Verdict.BREACHED,
    "breached_resolved_late": Verdict.BREACHED,
    "open_past_deadline": Verdict.BREACHED,
    "cancelled_after_deadline": Verdict.BREACHED,
    "cancelled_by_provider_without_reason": Verdict.BREACHED,
    "open_not_due": Verdict.PENDING,
    "cancelled_before_deadline": Verdict.NOT_APPLICABLE,
    "duplicates": Verdict.NOT_APPLICABLE,
    "children_closed_with_parent": Verdict.NOT_APPLICABLE,
}


@pytest.mark.parametrize("case", cases("rates", "month_rate"), ids=lambda case: case["id"])
def test_month_rate(case):
    rows = [STATES[name] for name, number in case["input"].items() if name != "closed" for _ in range(number)]
    count, expected = count_states(np.array(rows, dtype="U14")), case["expected"]
    assert (count.met, count.rate.total) == (expected["met"], expected["counted"])
    assert percent(count.rate) == expected["rate_pct"]
    assert count.pending == expected.get("pending", 0)
    assert judge_month(count.rate, Decimal(95)).state == expected.get("state", Verdict.BREACHED)


def test_states_of_some_rows():
    state = np.array(["met", "breached", "not_measurable", "met"])
    assert count_states(state, np.array([True, True, True, False])) == MonthCount(1, 1, 0, 0, 1)


@pytest.mark.parametrize("case", cases("rates", "cumulative"), ids=lambda case: case["id"])
def test_cumulative(case):
    assert (
        percent(cumulative(Rate(*month) for month in case["input"]["months"])) == case["expected"]["rate_pct"]
    )


@pytest.mark.parametrize("case", cases("rates", "min_volume"), ids=lambda case: case["id"])
def test_small_volume(case):
    facts, expected = case["input"], case["expected"]
    rate = Rate(facts["counted"] - facts["breached"], facts["counted"])
    clause = VolumeClause(facts["min_volume"], facts["min_failures"])
    verdict = judge_month(rate, Decimal(facts["target_pct"]), clause)
    assert percent(verdict.rate) == expected["rate_pct"]
    assert (verdict.allowed, verdict.state) == (expected["allowed_failures"], expected["clause_state"])
    assert verdict.small_volume is (expected["allowed_failures"] is not None)


@pytest.mark.parametrize("case", cases("rates", "float_trap"), ids=lambda case: case["id"])
def test_exact_allowance(case):
    assert (
        allowed_failures(case["input"]["n"], Decimal(case["input"]["target_pct"]))
        == case["expected"]["value"]
    )


@pytest.mark.parametrize("case", cases("rates", "rolling_min_volume"), ids=lambda case: case["id"])
def test_rolled_back(case):
    months, expected = [Rate(*month) for month in case["input"]["months_oldest_first"]], case["expected"]
    used, rate = rolled_back(months)
    assert (used, rate) == (expected["months_used"], Rate(expected["met"], expected["counted"]))
    assert percent(rate) == expected["rate_pct"]
    assert judge_month(rate, Decimal(case["input"]["target_pct"])).state == expected["clause_state"]


def test_rolling_back_stops_at_the_volume_and_at_three_months():
    assert rolled_back([Rate(9, 9), Rate(15, 18), Rate(3, 4)]) == (2, Rate(18, 22))
    assert rolled_back([Rate(1, 1)] * 5) == (3, Rate(3, 3))
    assert rolled_back([Rate(20, 20)]) == (1, Rate(20, 20))


@pytest.mark.parametrize("case", cases("rates", "display"), ids=lambda case: case["id"])
def test_display_never_crosses_the_target(case):
    facts, expected = case["input"], case["expected"]
    if facts["fraction"]:
        met, total = map(int, facts["fraction"].split("/"))
        exact = Rate(met, total).percent
    else:
        exact = Decimal(facts["value"])
    target, sense = Decimal(facts["target"]), "max" if facts["direction"] == "lower_is_better" else "min"
    shown = display_percent(exact, target, facts["decimals"], sense)
    assert str(shown).replace(".", ",") == expected["shown"]
    assert ("met" if reaches(exact, target, sense) else "breached") == expected["state"]


@pytest.mark.parametrize(
    ("rate", "clause", "margin"),
    [
        (Rate(97, 100), None, 2),
        (Rate(95, 100), None, 0),
        (Rate(94, 100), None, -1),
        (Rate(3, 4), VolumeClause(), 0),
        (Rate(4, 4), VolumeClause(), 1),
        (Rate(17, 19), VolumeClause(), -1),
        (Rate(0, 0), VolumeClause(), None),
    ],
)
def test_margin_is_the_failures_left(rate, clause, margin):
    assert judge_month(rate, Decimal(95), clause).margin == margin


def test_states_before_any_rate():
    good = Rate(20, 20)
    assert judge_month(good, Decimal(95), measurable=False).state is Verdict.NOT_MEASURABLE
    assert judge_month(good, Decimal(95), complete=False).state is Verdict.PENDING
    assert judge_month(Rate(0, 0), Decimal(95), complete=False).state is Verdict.PENDING
