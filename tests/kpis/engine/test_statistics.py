"""Reference values of the four statistics: every case of tests/golden/stats.json that is about them."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kpis.engine.control import run_rules
from kpis.engine.durations import spread
from kpis.engine.proportions import net_promoter
from kpis.engine.statistics import mann_kendall, theil_sen, wilson, xmr
from kpis.engine.trends import exact_p, steps_until

GOLDEN = Path(__file__).parents[2] / "golden" / "stats.json"
CASES = json.loads(GOLDEN.read_text())["cases"]


def cases(kind):
    chosen = [case for case in CASES if case["kind"] == kind]
    assert chosen
    return pytest.mark.parametrize("case", chosen, ids=[case["id"] for case in chosen])


def shown(value, pattern):
    """The value rounded as the reference is written."""
    return str(Decimal(repr(float(value))).quantize(Decimal(pattern)))


def test_no_kind_of_the_reference_is_left_out():
    here = {"xmr", "run_rules", "xmr_refused", "mann_kendall_theil_sen", "trend_refused", "exact_p", "wilson"}
    elsewhere = {"watermelon", "watermelon_index", "recurrence", "paused_share", "readiness"}
    assert {case["kind"] for case in CASES} == here | elsewhere | {"durations", "nps"}


@cases("xmr")
def test_control_chart(case):
    expected = case["expected"]
    limits = xmr([Decimal(value) for value in case["input"]["series"]], case["input"]["baseline"])
    bounds = [float(bound) for bound in case["input"].get("bounds", [])]
    assert limits.state == "ok"
    assert shown(limits.center, "0.0001") == expected["mean"]
    assert shown(limits.mr_bar, "0.0001") == expected["mean_moving_range"]
    low, high = limits.shown(*bounds)
    assert shown(low, "0.0001") == expected["lower"]
    assert shown(high, "0.0001") == expected["upper"]
    assert shown(limits.ucl, "0.0001") == expected.get("upper_uncut", expected["upper"])
    if "moving_range_limit" in expected:
        assert shown(limits.mr_ucl, "0.0001") == expected["moving_range_limit"]
        assert [tuple(signal) for signal in limits.signals] == [
            (index, "point_outside") for index in expected["points_outside"]
        ]


@cases("run_rules")
def test_run_rules(case):
    crossings = run_rules(
        [Decimal(value) for value in case["input"]["series"]],
        *(Decimal(case["input"][name]) for name in ("mean", "lower", "upper")),
    )
    found = {
        name: [index for index, rule in crossings if rule == kind]
        for name, kind in [
            ("outside", "point_outside"),
            ("run8", "run_of_eight"),
            ("three_of_four", "three_of_four"),
        ]
    }
    assert found == case["expected"]


@cases("xmr_refused")
def test_too_few_points_for_limits(case):
    limits = xmr([Decimal(value) for value in case["input"]["series"]])
    assert limits.state == case["expected"]["state"]
    assert tuple(limits) == (None, None, None, None, None, ())


@cases("mann_kendall_theil_sen")
def test_trend(case):
    series, expected = case["input"]["series"], case["expected"]
    test, line = mann_kendall(series), theil_sen(series)
    assert test.s == expected["S"]
    assert shown(test.var_s, "0.001") == expected["variance"]
    assert shown(test.z, "0.0001") == expected["Z"]
    assert test.p == pytest.approx(float(expected["p_two_sided"]), rel=1e-4)
    assert shown(test.tau, "0.0001") == expected["tau_a"]
    assert test.trend == expected["trend"]
    assert shown(line.slope, "0.0001") == expected["slope_per_month"]
    assert shown(line.intercept, "0.0001") == expected["intercept"]
    if "threshold" in case["input"]:
        assert steps_until(series, case["input"]["threshold"]) == Fraction(expected["months_to_threshold"])


@cases("trend_refused")
def test_too_few_points_for_a_trend(case):
    result = mann_kendall(case["input"]["series"])
    assert (result.state, result.trend) == (case["expected"]["state"],) * 2
    assert (result.s, result.z, result.p) == (21, None, None)


@cases("exact_p")
def test_smallest_exact_p(case):
    smallest = exact_p(6, case["input"]["n"])
    assert smallest == Fraction(2, 24)
    assert shown(smallest, "0.0001") == case["expected"]["p_min"]


@cases("wilson")
def test_wilson(case):
    given, expected = case["input"], case["expected"]
    interval = wilson(given["successes"], given["n"], given["level_pct"] / 100)
    if expected is None:
        assert interval is None
        return
    assert shown(100 * interval.low, "0.1") == expected["low_pct"]
    assert shown(100 * interval.high, "0.1") == expected["high_pct"]


@cases("durations")
def test_durations(case):
    summary = spread([Decimal(hours) for hours in case["input"]["hours"]])
    expected = {name: Fraction(value) for name, value in case["expected"].items()}
    assert {"mean_h": summary.mean, "median_h": summary.median, "p90_h": summary.p90} == expected


@cases("nps")
def test_net_promoter(case):
    assert net_promoter(case["input"]["scores"]) == Fraction(case["expected"]["nps"])
