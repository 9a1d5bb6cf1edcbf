"""Shares of few answers."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.engine.proportions import net_promoter, wilson


def test_bounds_unpack():
    low, high = wilson(380, 400)
    assert (round(low, 3), round(high, 3)) == (0.924, 0.967)


def test_ends_are_exact():
    assert wilson(0, 8).low == 0.0
    assert wilson(8, 8).high == 1.0


@pytest.mark.parametrize(
    ("successes", "n", "confidence"), [(-1, 4, 0.95), (5, 4, 0.95), (1, 4, 1), (1, 4, 95)]
)
def test_impossible_shares_are_refused(successes, n, confidence):
    with pytest.raises(ValueError, match=r"successes|confidence"):
        wilson(successes, n, confidence)


def test_scores():
    assert net_promoter([]) is None
    assert net_promoter([10, 0, 7]) == 0
    assert net_promoter([9, 9, 0]) == Fraction(100, 3)
    with pytest.raises(ValueError, match="between 0 and 10"):
        net_promoter([11])


@settings(max_examples=150)
@given(data=st.data(), n=st.integers(1, 500))
def test_the_share_lies_inside_and_the_mirror_holds(data, n):
    successes = data.draw(st.integers(0, n))
    low, high = wilson(successes, n)
    narrow = wilson(successes, n, 0.90)
    assert 0 <= low <= narrow.low <= successes / n <= narrow.high <= high <= 1
    mirror = wilson(n - successes, n)
    assert (mirror.low, mirror.high) == (
        pytest.approx(1 - high, abs=1e-12),
        pytest.approx(1 - low, abs=1e-12),
    )
    # Wilson's bounds solve (p − share)² = z² p (1 − p) / n: check the root itself.
    for bound in (low, high):
        gap = (bound - successes / n) ** 2 - 1.959963984540054**2 * bound * (1 - bound) / n
        assert gap == pytest.approx(0, abs=1e-12)
