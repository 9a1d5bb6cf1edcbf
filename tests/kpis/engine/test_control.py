"""The XmR chart beyond its reference values: gaps, exactness, phases."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.engine.control import moving_ranges, phases, run_rules, xmr

STEADY = [10, 12, 11, 10, 12, 11]


def rules(limits):
    return [tuple(crossing) for crossing in limits.signals]


def test_a_constant_decimal_series_never_crosses_its_own_limits():
    limits = xmr([5.1] * 12)
    assert tuple(limits) == (5.1, 0.0, 5.1, 5.1, 0.0, ())


def test_result_unpacks_in_the_announced_order():
    center, mr_bar, lcl, ucl, mr_ucl, signals = xmr(STEADY)
    assert (center, mr_bar) == (11.0, 1.4)
    assert (lcl, ucl, mr_ucl) == (7.276, 14.724, 4.5752)
    assert signals == ()


@pytest.mark.parametrize("hole", [None, float("nan"), np.nan, Decimal("NaN")])
def test_a_missing_month_keeps_its_index_and_makes_no_range(hole):
    limits = xmr([10, 12, 11, hole, 30, 12, 11, 10], baseline=6)
    # Ranges 2, 1, 18, 1: none from 11 to 30, which are two months apart.
    assert limits.mr_bar == 5.5
    assert limits.center == pytest.approx(86 / 6, rel=1e-12)
    far = xmr([10, 12, 11, hole, 12, 11, 10, 12, 99], baseline=6)
    assert rules(far) == [(8, "point_outside")]


def test_numpy_and_decimal_series_read_alike():
    values = [5.1, 4.8, 5.3, 5.0, 4.9, 5.2, 6.4]
    assert xmr(np.array(values), 6) == xmr(values, 6) == xmr([Decimal(str(value)) for value in values], 6)


def test_six_points_without_two_neighbours_give_no_limits():
    limits = xmr([1, None, 2, None, 3, None, 4, None, 5, None, 6])
    assert limits.state == "not_enough_data"
    assert limits.shown() is None


def test_a_point_on_the_limit_is_inside():
    assert run_rules([60, 40], 50, 40, 60) == ()
    assert [tuple(one) for one in run_rules([60.1, 39.9], 50, 40, 60)] == [
        (0, "point_outside"),
        (1, "point_outside"),
    ]


def test_a_point_on_the_centre_breaks_a_run_and_a_missing_month_does_not():
    above = [51] * 4
    assert run_rules([*above, 50, *above], 50, 40, 60) == ()
    assert [tuple(one) for one in run_rules([*above, None, *above], 50, 40, 60)] == [(8, "run_of_eight")]


def test_a_point_halfway_is_not_nearer_the_limit():
    assert run_rules([55, 55, 55, 55], 50, 40, 60) == ()
    assert [tuple(one) for one in run_rules([56, 44, 56, 56], 50, 40, 60)] == [(3, "three_of_four")]
    assert run_rules([56, 44, 56, 44], 50, 40, 60) == ()


def test_moving_ranges_leave_holes():
    assert moving_ranges([46, 48, None, 47, 49.5]) == (None, 2.0, None, None, 2.5)


def test_limits_are_laid_anew_from_a_justified_month():
    series = [*STEADY, *STEADY, 30, 32, 31, 30, 32, 31, 50]
    old, new = phases(series, [12], baseline=6)
    assert (old.first, old.last, new.first, new.last) == (0, 11, 12, 18)
    assert (old.limits.center, new.limits.center) == (11.0, 31.0)
    assert rules(new.limits) == [(18, "point_outside")]
    assert len(phases(series)) == 1


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="baseline"):
        xmr(STEADY, 0)
    with pytest.raises(ValueError, match="two limits"):
        run_rules(STEADY, None, 1, 2)
    with pytest.raises(ValueError, match="infinite"):
        xmr([float("inf")] * 6)
    with pytest.raises(TypeError, match="not a number"):
        xmr(["5,1"] * 6)


values = st.lists(st.decimals(0, 1000, places=2), min_size=6, max_size=24)


@settings(max_examples=100)
@given(series=values, shift=st.integers(-500, 500), scale=st.integers(1, 9))
def test_signals_do_not_depend_on_the_unit(series, shift, scale):
    assert xmr(series).signals == xmr([shift + scale * value for value in series]).signals


@settings(max_examples=100)
@given(series=values, later=st.lists(st.decimals(0, 1000, places=2), max_size=6))
def test_frozen_limits_do_not_move_with_later_points(series, later):
    assert xmr([*series, *later], len(series))[:5] == xmr(series)[:5]


@settings(max_examples=100)
@given(series=values)
def test_an_upside_down_series_gives_the_same_signals(series):
    assert xmr([-value for value in series]).signals == xmr(series).signals
