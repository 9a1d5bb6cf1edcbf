"""Mann-Kendall, Theil-Sen and the projection, against slow definitions."""

from fractions import Fraction
from itertools import combinations, permutations
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.engine.trends import exact_p, mann_kendall, seasonal_slope, steps_until, theil_sen

BACKLOG = [42, 45, 41, 47, 49, 48, 53, 55, 54, 58, 61, 63]


def test_results_unpack_in_the_announced_order():
    s, var_s, z, p, tau = mann_kendall(BACKLOG)
    slope, intercept = theil_sen(BACKLOG)
    assert (s, round(var_s, 3), round(z, 4), round(tau, 4)) == (58, 212.667, 3.9086, 0.8788)
    assert p == pytest.approx(9.282e-05, rel=1e-4)
    assert (slope, intercept) == (2.0, 41.0)


def test_a_missing_month_is_not_compressed():
    assert theil_sen([0, 2, None, None, 8, 10]).slope == 2.0
    assert theil_sen([0, 2, 8, 10]).slope == pytest.approx(11 / 3)
    assert mann_kendall([1, None, 2, 3, 4, 5, 6, None, 7, 8]).s == 28


def test_a_flat_series_has_no_trend_and_no_projection():
    flat = mann_kendall([7] * 10)
    assert (flat.s, flat.z, flat.p, flat.trend) == (0, 0.0, 1.0, "none")
    assert steps_until([7] * 10, 9) is None


def test_falling():
    assert mann_kendall(BACKLOG[::-1]).trend == "falling"


def test_nothing_to_say_without_points():
    assert theil_sen([]) is None
    assert theil_sen([None, 4, None]) is None
    assert (mann_kendall([]).state, mann_kendall([]).tau) == ("not_enough_data", None)
    assert steps_until([4], 5) is None
    assert seasonal_slope([1, 2, 3], 12) is None


@pytest.mark.parametrize(
    ("threshold", "steps"), [(75, 6), (63, 0), (64, Fraction(1, 2)), (62, None), (None, None)]
)
def test_projection_starts_at_the_last_month(threshold, steps):
    assert steps_until(BACKLOG, threshold) == steps


def test_projection_is_exact_where_floats_are_not():
    assert steps_until([0.1, 0.2, 0.3], 0.6) == 3


def test_line_gives_its_values():
    assert theil_sen(BACKLOG).value_at(17) == 75.0


def test_seasonal_test_is_blind_to_the_season():
    wave = [10, 50, 30, 80]
    assert mann_kendall(wave * 3, period=4).s == 0
    assert mann_kendall([value + year for year in range(3) for value in wave], period=4).s == 12
    assert seasonal_slope([value + 3 * year for year in range(3) for value in wave], 4) == 3.0


def test_a_period_holds_a_step():
    with pytest.raises(ValueError, match="period"):
        mann_kendall(BACKLOG, period=0)


def test_exact_p_counts_the_orders():
    for score in range(0, 11, 2):
        orders = [
            abs(sum((b > a) - (b < a) for a, b in combinations(order, 2))) for order in permutations(range(5))
        ]
        assert exact_p(score, 5) == Fraction(sum(found >= score for found in orders), 120)


def test_four_months_can_never_prove_a_trend():
    assert float(exact_p(6, 4)) > 0.05
    assert exact_p(10, 5) == Fraction(2, 120)


series = st.lists(st.one_of(st.none(), st.decimals(0, 100, places=1)), min_size=2, max_size=16)


@settings(max_examples=100)
@given(values=series)
def test_agrees_with_the_definition_by_pairs(values):
    points = [(index, Fraction(value)) for index, value in enumerate(values) if value is not None]
    pairs = list(combinations(points, 2))
    assert mann_kendall(values).s == sum((b > a) - (b < a) for (_, a), (_, b) in pairs)
    if not pairs:
        assert theil_sen(values) is None
        return
    slope = median([(b - a) / (j - i) for (i, a), (j, b) in pairs])
    line = theil_sen(values)
    assert line.slope == float(slope)
    assert line.intercept == float(median([value - slope * index for index, value in points]))


@settings(max_examples=100)
@given(values=series)
def test_reading_backwards_turns_the_sign(values):
    there, back = mann_kendall(values), mann_kendall(values[::-1])
    assert (there.s, there.var_s, there.p) == (-back.s, back.var_s, back.p)
