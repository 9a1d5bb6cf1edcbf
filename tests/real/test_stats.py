"""Trend tests and control charts against reference values published elsewhere.

The values lie in the folder named by PORTAL_REAL_DATA; these tests are collected only when it is set.
"""

import json
import os
from pathlib import Path
from statistics import median

import pytest

from kpis.engine.control import NATURAL
from kpis.engine.statistics import mann_kendall, theil_sen, xmr
from kpis.engine.trends import seasonal_slope


def read_cases(kind):
    """Cases of one kind, each under its identifier."""
    path = Path(os.environ["PORTAL_REAL_DATA"]) / "stats_cases.json"
    chosen = [case for case in json.loads(path.read_text(encoding="utf-8"))["cases"] if case["kind"] == kind]
    return [pytest.param(case, id=case["id"]) for case in chosen]


KINDS = ("mann_kendall_sen", "seasonal_mann_kendall", "xmr")


def test_every_kind_is_read():
    path = Path(os.environ["PORTAL_REAL_DATA"]) / "stats_cases.json"
    assert {case["kind"] for case in json.loads(path.read_text(encoding="utf-8"))["cases"]} <= set(KINDS)


def check_test(result, expected):
    """Every figure of the test that the source gives."""
    told = {
        "S": result.s,
        "tau_a": result.tau,
        "z": result.z,
        "var_S": result.var_s,
        "p_two_sided": result.p,
        "p_one_sided": result.p / 2,
    }
    words = {"increasing": "rising", "decreasing": "falling", "no trend": "none"}
    for name, value in told.items():
        if name in expected:
            assert value == pytest.approx(expected[name], rel=1e-4, abs=5e-5), name
    if "trend" in expected:
        assert result.trend == words[expected["trend"]]


@pytest.mark.parametrize("case", read_cases("mann_kendall_sen"))
def test_trend(case):
    data, expected = case["data"], case["expected"]
    check_test(mann_kendall(data), expected)
    line = theil_sen(data)
    if "sen_slope" in expected:
        assert line.slope == pytest.approx(expected["sen_slope"], rel=1e-12)
    if "sen_intercept" in expected:
        # The source takes median(y) − slope × median(index); here the intercept is median(y − slope × index).
        theirs = median(data) - line.slope * (len(data) - 1) / 2
        assert theirs == pytest.approx(expected["sen_intercept"], rel=1e-12)
        assert line.intercept == pytest.approx(
            median(value - line.slope * index for index, value in enumerate(data)), rel=1e-12
        )


@pytest.mark.parametrize("case", read_cases("seasonal_mann_kendall"))
def test_seasonal_trend(case):
    expected = case["expected"]
    check_test(mann_kendall(case["data"], case["period"]), expected)
    slope = seasonal_slope(case["data"], case["period"])
    assert slope == pytest.approx(expected["seasonal_sen_slope_per_period"], rel=1e-12)


@pytest.mark.parametrize("case", read_cases("xmr"))
def test_control_chart(case):
    expected = case["expected"]
    limits = xmr(case["data"], case["baseline_points"])
    assert limits.center == pytest.approx(expected["center"], abs=5e-5)
    assert limits.mr_bar == pytest.approx(expected["mr_bar"], abs=5e-5)
    # The source takes 3 ÷ 1.128 = 2.659574…; here the constant is the rounded 2.66 of the printed tables.
    precise = case["constant_3_over_d2"] * limits.mr_bar
    assert limits.center + precise == pytest.approx(expected["ucl"], abs=5e-5)
    assert limits.center - precise == pytest.approx(expected["lcl"], abs=5e-5)
    rounding = (float(NATURAL) - case["constant_3_over_d2"]) * limits.mr_bar
    assert limits.ucl - (limits.center + precise) == pytest.approx(rounding, abs=1e-9)
    assert rounding < 0.001
