"""What followed a decision, with the uncertainty of few months."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb
from random import Random

import pytest

from kpis.engine.effects import effect, effect_at, left_out, orders

# (before, after, sense, verdict, shift, low, high)
CASES = [
    ([10, 11, 12], [5, 6, 7], "down", "better", -5, -7, -3),
    ([10, 11, 12], [5, 6, 7], "up", "worse", -5, -7, -3),
    ([10, 11, 12], [11, 12, 13], "down", "unproven", 1, -1, 3),
    ([1, 1, 1], [1, 1, 1], "up", "unproven", 0, 0, 0),
    ([90, 91, 92, 93], [95, 96, 97, 98], "up", "better", 5, 3, 7),
    ([60, 62, 58, 61, 59, 63], [50, 49, 48, 52, 51, 70], "down", "better", -10, -12, -7),
]


@pytest.mark.parametrize(("before", "after", "sense", "verdict", "shift", "low", "high"), CASES)
def test_the_shift_and_its_interval(before, after, sense, verdict, shift, low, high) -> None:
    found = effect(before, after, sense)
    assert (found.verdict, found.shift, found.low, found.high) == (verdict, shift, low, high)


def test_three_months_are_needed_on_each_side() -> None:
    early = effect([10, 11, 12], [5, 6], "down")
    assert (early.verdict, early.before, early.after, early.shift) == ("too_early", 3, 2, None)
    assert effect([10, 11, None], [5, 6, 7], "down").verdict == "no_past"


def test_the_month_of_the_decision_is_on_neither_side() -> None:
    values = [10, 11, 12, 1000, 5, 6, 7]
    found = effect_at(values, 3, "down")
    assert [found.median_before, found.median_after, found.shift] == [11, 6, -5]
    assert effect_at(values, 6, "down").verdict == "too_early"
    assert effect_at(values, 0, "down").verdict == "no_past"


def test_at_most_six_months_are_read_on_each_side() -> None:
    values = [999] * 4 + [10] * 6 + [0] + [4] * 6 + [999] * 4
    found = effect_at(values, 10, "down")
    assert [found.before, found.after, found.shift, found.low] == [6, 6, -6, -6]


def test_orders_are_those_counted_one_by_one() -> None:
    for before, after in ((3, 3), (2, 4), (5, 3)):
        counted = [0] * (before * after + 1)
        for places in combinations(range(before + after), before):
            counted[sum(place - rank for rank, place in enumerate(places))] += 1
        assert [orders(before, after, score) for score in range(before * after + 1)] == counted
        assert sum(counted) == comb(before + after, before)


def test_the_interval_drops_what_the_tables_of_the_rank_test_allow() -> None:
    # Critical values of Mann and Whitney's U, two-sided 10 %: 3 and 3, 0; 4 and 4, 1; 5 and 5, 4; 6 and 6, 7.
    assert [left_out(n, n) for n in (3, 4, 5, 6)] == [0, 1, 4, 7]


def test_an_effect_is_seldom_claimed_where_nothing_changed() -> None:
    luck = Random(7)
    claimed = sum(
        effect(
            [luck.randrange(10**6) for _ in range(6)], [luck.randrange(10**6) for _ in range(6)], "up"
        ).verdict
        != "unproven"
        for _ in range(2000)
    )
    assert Fraction(claimed, 2000) <= Fraction(11, 100)
