"""The exact ratio and the one rounding."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.formats import number
from core.engine.ratios import (
    Rate,
    ShownGap,
    display_decimals,
    display_gap,
    display_percent,
    reaches,
    round_half_up,
)

CASES = json.loads((Path(__file__).parents[1] / "golden" / "rates.json").read_text(encoding="utf-8"))["cases"]
SENSE = {"higher_is_better": "min", "lower_is_better": "max"}


def cases_of(kind):
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind]


@pytest.mark.parametrize("case", cases_of("display"))
def test_golden_displays(case):
    given_ = case["input"]
    exact = Fraction(given_["fraction"]) * 100 if given_["fraction"] else Fraction(given_["value"])
    target, sense = Decimal(given_["target"]), SENSE[given_["direction"]]
    shown = display_percent(exact, target, given_["decimals"], sense)
    assert number(shown) == case["expected"]["shown"]
    assert reaches(exact, target, sense) == (case["expected"]["state"] == "met")


@pytest.mark.parametrize("case", cases_of("gap"))
def test_golden_gaps(case):
    declared, recomputed = (
        Rate(*case["input"]["declared"]),
        Rate(*(case["expected"].get("recomputed") or case["input"]["recomputed"])),
    )
    shown = display_gap(declared.percent, recomputed.percent, decimals=4)
    assert shown == ShownGap(
        Decimal(case["expected"]["declared_pct"]),
        Decimal(case["expected"]["recomputed_pct"]),
        Decimal(case["expected"]["gap_pt"]),
    )


@pytest.mark.parametrize("case", cases_of("cumulative"))
def test_golden_cumulative_rates(case):
    total = sum((Rate(*pair) for pair in case["input"]["months"]), Rate(0, 0))
    assert str(round_half_up(total.percent, 4)) == case["expected"]["rate_pct"]


def test_an_empty_rate_has_no_value():
    assert Rate(0, 0).percent is None
    assert Rate(0, 0).fraction is None


def test_a_rate_knows_its_shares_and_failures():
    rate = Rate(143, 168)
    assert rate.fraction == Fraction(143, 168)
    assert rate.percent == Fraction(14300, 168)
    assert rate.failures == 25


@pytest.mark.parametrize("pair", [(-1, 3), (4, 3), (1, 0)])
def test_an_impossible_rate_is_refused(pair):
    with pytest.raises(ValueError, match="not a rate"):
        Rate(*pair)


def test_equality_reaches_the_target_in_both_senses():
    assert reaches(Fraction(95), Decimal("95.0"))
    assert reaches(Fraction(5), Decimal(5), "max")
    assert not reaches(Fraction(9499999, 100000), Decimal(95))
    assert not reaches(Fraction(500001, 100000), Decimal(5), "max")


def test_halves_go_away_from_zero():
    assert [str(round_half_up(Decimal(text), 1)) for text in ("0.25", "-0.25", "0.249", "2", "-0.04")] == [
        "0.3",
        "-0.3",
        "0.2",
        "2.0",
        "0.0",
    ]


def test_the_target_gives_one_decimal_more_than_its_own():
    assert [display_decimals(Decimal(text)) for text in ("95", "95.00", "99.9", "99.95", "1E+2")] == [
        1,
        1,
        2,
        3,
        1,
    ]
    assert display_decimals(None) == 1


def test_a_gap_gains_a_decimal_until_its_figures_subtract():
    shown = display_gap(Decimal("92.3"), Rate(143, 168).percent, Decimal(90))
    assert shown == ShownGap(Decimal("92.3"), Decimal("85.1"), Decimal("7.2"))
    shown = display_gap(Decimal("95.24"), Decimal("95.16"))
    assert shown == ShownGap(Decimal("95.24"), Decimal("95.16"), Decimal("0.08"))


def test_a_gap_stops_at_four_decimals_when_it_never_subtracts():
    shown = display_gap(Fraction(100, 3), Fraction(50, 3))
    assert shown == ShownGap(Decimal("33.3333"), Decimal("16.6667"), Decimal("16.6667"))


percentages = st.fractions(min_value=0, max_value=100, max_denominator=10_000)
targets = st.decimals(min_value=0, max_value=100, places=2)
senses = st.sampled_from(["min", "max"])


@settings(max_examples=200, deadline=None)
@given(percentages, targets, st.integers(0, 4), senses)
def test_the_shown_figure_stands_on_the_side_of_the_exact_one(exact, target, decimals, sense):
    shown = display_percent(exact, target, decimals, sense)
    assert reaches(shown, target, sense) == reaches(exact, target, sense)
    assert abs(Fraction(shown) - exact) < Fraction(1, 10**decimals)


@settings(max_examples=100, deadline=None)
@given(targets, st.integers(-3, 3), st.integers(0, 4), senses)
def test_figures_next_to_the_target_never_cross_it(target, thousandths, decimals, sense):
    exact = Fraction(target) + Fraction(thousandths, 100_000)
    shown = display_percent(exact, target, decimals, sense)
    assert reaches(shown, target, sense) == reaches(exact, target, sense)
