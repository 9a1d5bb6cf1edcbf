"""Medians and ninth deciles."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.engine.durations import quantile, spread


def test_under_five_values_no_ninth_decile():
    few = spread([3, None, 1, 2, 4])
    assert (few.n, few.median, few.p90, few.values) == (4, Fraction(5, 2), None, (1, 2, 3, 4))
    assert spread([1, 2, 3, 4, 5]).p90 == Fraction(23, 5)


def test_nothing_measured():
    assert spread([None, float("nan")]) is None


@settings(max_examples=100)
@given(values=st.lists(st.integers(0, 10**6), min_size=1, max_size=30), tenth=st.integers(0, 10))
def test_type_7_agrees_with_numpy(values, tenth):
    expected = float(np.quantile(values, tenth / 10, method="linear"))
    assert float(quantile(sorted(values), Fraction(tenth, 10))) == pytest.approx(expected, rel=1e-9, abs=1e-9)
