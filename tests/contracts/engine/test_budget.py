"""Budget, overrun, landing and volumes against the golden cases, and their properties."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.budget import (
    Spent,
    landing_of,
    landmarks,
    overrun_of,
    year_budget,
)
from contracts.engine.volumes import band_excess
from core.engine.months import Month, month_range
from core.engine.ratios import round_half_up
from tests.contracts.engine.test_revision import cases

YEAR = month_range(Month(2026, 1), Month(2026, 12))


@pytest.mark.parametrize("case", cases("tunnel"))
def test_golden_tunnel(case: Any) -> None:
    given, expected = case["input"], case["expected"]
    found = band_excess(
        given["base"], Decimal(given["tolerance_pct"]), Decimal(given["actual"]), Decimal(given["unit_price"])
    )
    assert (str(found.upper), found.excess, str(found.amount)) == (
        expected["upper"], expected["excess"], expected["amount"],
    )  # fmt: skip


@pytest.mark.parametrize("case", cases("overrun"))
def test_golden_overrun(case: Any) -> None:
    given, expected = case["input"], case["expected"]
    spent = Decimal(given["fee"]) + Decimal(given["work_units"])
    found = overrun_of(
        spent, Decimal(given["budget"]), Decimal(given["orange_pct"]), Decimal(given["red_pct"])
    )
    assert str(round_half_up(found.percent, 2)) == expected["overrun_pct"]
    assert found.level == expected["level"]
    shown = expected.get("overrun_pct_shown", expected["overrun_pct"].replace(".", ","))
    assert str(found.shown).replace(".", ",") == shown


@pytest.mark.parametrize("case", cases("seed_band"))
def test_golden_seed_band(case: Any) -> None:
    low, high = landmarks(Decimal(case["input"]["budget"]))
    assert (low, high) == (Decimal(case["expected"]["low"]), Decimal(case["expected"]["high"]))


@pytest.mark.parametrize("case", cases("landing"))
def test_golden_landing(case: Any) -> None:
    given, expected = case["input"], case["expected"]
    fee = Decimal(given["monthly_fee"])
    spent = [Spent(month, "fee", fee) for month in YEAR]
    uo = zip(YEAR, given["uo_by_month"], strict=False)
    spent += [Spent(month, "units", Decimal(amount)) for month, amount in uo]
    found = year_budget(YEAR, spent, Decimal(given["budget"]), YEAR[: given["months_elapsed"]])
    assert found.totals["units"] == Decimal(expected["uo_to_date"])
    assert found.landing is not None
    assert found.overrun is not None
    assert found.landing.likely == Fraction(expected["landing"])
    assert found.landing.likely - Fraction(12 * fee) == Fraction(expected["uo_year"])
    assert found.landing.low == Fraction(222000 + 29300 + 6 * 3900)
    assert found.landing.high == Fraction(222000 + 29300 + 6 * 6000)
    assert str(found.overrun.shown) == expected["overrun_pct"]
    assert sum((row.spent for row in found.months), Fraction(0)) == found.landing.likely


def test_every_golden_case_is_tried_here_or_where_it_belongs() -> None:
    """V37, the price of an exit, is tried with the exit simulator; quotas, minimums and exposure with the work units."""
    tried = {"revision", "revision_missing", "link", "tunnel", "quota", "minimum", "exposure", "overrun"}
    from tests.contracts.engine.test_revision import CASES

    assert {case["kind"] for case in CASES} - tried == {"seed_band", "landing", "exit_range"}


def test_nothing_known_gives_no_landing() -> None:
    found = year_budget(YEAR, [Spent(month, "fee", Decimal(18500)) for month in YEAR], Decimal(242000), [])
    assert (found.landing, found.overrun, found.known_months) == (None, None, 0)


def test_a_month_that_nobody_typed_in_is_not_free() -> None:
    spent = [Spent(YEAR[9], "units", Decimal(100)), Spent(YEAR[10], "units", Decimal(200))]
    found = year_budget(YEAR, spent, None, YEAR[9:11])
    assert found.landing is not None
    assert found.landing.likely == Fraction(300 + 10 * 150)
    assert [row.known for row in found.months] == [False] * 9 + [True, True, False]


def test_a_credit_stays_out_of_the_spending() -> None:
    spent = [Spent(YEAR[0], "fee", Decimal(100)), Spent(YEAR[0], "credit", Decimal(30))]
    found = year_budget(YEAR, spent, None, YEAR[:1])
    assert found.months[0].spent == Fraction(100)
    assert (found.months[0].credit, found.overrun) == (Decimal(30), None)


def test_a_budget_is_above_zero() -> None:
    with pytest.raises(ValueError, match="above 0"):
        overrun_of(Decimal(1), Decimal(0))


EUROS = st.decimals("0", "100000", places=2)


@given(st.lists(EUROS, min_size=1, max_size=12), EUROS)
def test_the_landing_lies_in_its_range(known: list[Decimal], certain: Decimal) -> None:
    found = landing_of(certain, known, 12)
    assert found is not None
    assert found.low <= found.likely <= found.high
    if len(known) == 12:
        assert found.low == found.high == certain + sum(known)


@given(EUROS, st.decimals("1", "100000", places=2))
def test_the_shown_overrun_stands_on_the_side_of_the_exact_one(spent: Decimal, budget: Decimal) -> None:
    found = overrun_of(spent, budget)
    for threshold in (10, 15):
        assert (found.shown >= threshold) == (found.percent >= threshold)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_larger_volume_never_costs_less(one: int, other: int) -> None:
    low, high = sorted((one, other))
    prices = [band_excess(400, Decimal(10), Decimal(volume), Decimal(9)).amount for volume in (low, high)]
    assert prices[0] <= prices[1]
