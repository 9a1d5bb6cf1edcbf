"""The limits against values computed by hand, and their properties."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slas.engine.detectors.gaps import drift, jump
from slas.engine.detectors.limits import Counts, dispersion, fixed_limit, student_tail, tail, usual_limit


def exact_tail(cases, trials, share):
    rest = 1 - share
    return sum(comb(trials, k) * share**k * rest ** (trials - k) for k in range(cases, trials + 1))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 19))
def test_the_tail_is_that_of_the_binomial_law(cases, trials, twentieths):
    share = Fraction(twentieths, 20)
    assert tail(cases, trials, float(share)) == pytest.approx(
        float(exact_tail(cases, trials, share)), abs=1e-12
    )


@pytest.mark.parametrize(
    ("t", "freedom", "p"),
    # Two-sided 5 % and one-sided 1 % points of the usual tables.
    [
        (12.706, 1, 0.025),
        (4.303, 2, 0.025),
        (2.571, 5, 0.025),
        (2.228, 10, 0.025),
        (2.764, 10, 0.01),
        (0.0, 7, 0.5),
    ],
)
def test_student_tables(t, freedom, p):
    assert student_tail(t, freedom) == pytest.approx(p, abs=2e-5)
    assert student_tail(-t, freedom) == pytest.approx(1 - p, abs=2e-5)


def test_a_fixed_share_is_passed_only_with_certainty():
    limit = fixed_limit(100, Fraction(1, 5), 0.004)
    assert (
        exact_tail(limit, 100, Fraction(1, 5))
        <= Fraction(4, 1000)
        < exact_tail(limit - 1, 100, Fraction(1, 5))
    )
    assert fixed_limit(2, Fraction(1, 5), 0.004) == 3


def months(*cases, tickets=100):
    return [Counts(k, tickets, tickets) for k in cases]


def test_never_seen_before_three_cases_ask():
    before = months(*[0] * 12)
    assert usual_limit(100, before, 1 / 260) == 3  # (1/13)^3 < 1/260 < (1/13)^2


def test_too_few_earlier_months_or_tickets_give_no_limit():
    assert usual_limit(100, months(5, 5), 0.01) is None
    assert usual_limit(30, months(5, 5, 5, tickets=30), 0.01) is None
    assert usual_limit(0, months(5, 5, 5), 0.01) is None


def test_a_month_half_as_much_again_is_never_an_alert():
    many = [Counts(10_000, 100_000, 100_000) for _ in range(12)]
    assert usual_limit(100_000, many, 0.004) == 15_000


def test_months_that_differ_more_than_chance_raise_the_limit():
    assert dispersion(months(10, 10, 10)) == 1
    assert dispersion(months(0, 20, 0, 20)) == pytest.approx(40 / 3)
    assert usual_limit(100, months(0, 20, 0, 20, 0, 20), 0.004) > usual_limit(100, months(*[10] * 6), 0.004)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=12), st.integers(20, 400))
def test_a_limit_grows_with_the_exposure(cases, tickets):
    before = months(*cases)
    assert usual_limit(tickets, before, 0.004) <= usual_limit(2 * tickets, before, 0.004)


def test_gaps_that_stay_and_gaps_that_rise():
    steady = [(month, 0.1) for month in range(13)]
    assert not jump(steady).unusual(0.004)
    assert not drift(steady).unusual(0.004)
    assert jump([*steady[:-1], (12, 2.0)]).unusual(0.004)
    rising = [(month, 0.2 * month) for month in range(13)]
    assert drift(rising).unusual(0.004)
    assert drift(rising).rise == pytest.approx(2.4)
    assert jump([(month, -gap) for month, gap in rising]).rise < 0
    assert jump(steady[:6]) is None
    assert drift(steady[:6]) is None


def test_a_missing_month_keeps_its_place_in_the_slope():
    full = drift([(month, 0.3 * month) for month in range(10)])
    holed = drift([(month, 0.3 * month) for month in range(10) if month not in {3, 4}])
    assert holed.rise == pytest.approx(full.rise) == pytest.approx(2.7)
