"""Penalties: every worked case of the shapes supported, exact, with its proof."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.dates import business_days_between
from core.engine.holidays import french
from core.engine.months import Month
from core.engine.ratios import round_half_up
from slas.engine.penalties import (
    FeeShare,
    MonthRules,
    ProofLine,
    fee_share,
    in_start_grace,
    month_penalty,
    per_business_day,
    per_occurrence,
    per_started_hour,
)
from tests.slas.engine.golden_clock import cases


def ids(case):
    return case["id"]


def proof_of(penalty):
    return {line.step: line.value for line in penalty.proof}


@pytest.mark.parametrize("case", cases("penalties", "fee_pct_per_point"), ids=ids)
def test_share_of_the_fee(case):
    facts, expected = case["input"], case["expected"]
    rule = FeeShare(Decimal(facts["pct_per_step"]), Decimal(facts["step_pt"]), facts["unit"])
    fee, target, actual = (Decimal(facts[name]) for name in ("monthly_fee", "target_pct", "actual_pct"))
    penalty = fee_share(rule, fee, target, actual)
    assert str(penalty.euros) == expected["amount"]
    assert proof_of(penalty)["steps"] == Fraction(expected["steps"])


def test_proof_reads_in_order():
    penalty = fee_share(FeeShare(Decimal(1)), Decimal(18500), Decimal(95), Decimal("87.5"))
    assert penalty.proof == (
        ProofLine("base", Fraction(18500)),
        ProofLine("missing_points", Fraction(15, 2)),
        ProofLine("steps", Fraction(8)),
        ProofLine("percent_per_step", Fraction(1)),
        ProofLine("amount", Fraction(1480)),
    )


@pytest.mark.parametrize("case", cases("penalties", "amount_per_started_hour"), ids=ids)
def test_started_hours(case):
    facts, expected = case["input"], case["expected"]
    penalty = per_started_hour(facts["late_min"] * 60, Decimal(facts["amount_per_hour"]))
    assert (proof_of(penalty)["hours"], str(penalty.euros)) == (expected["hours"], expected["amount"])


def test_not_yet_late_costs_nothing():
    assert per_started_hour(-7200, Decimal(300)).amount == 0
    assert per_business_day(-1, Decimal(100)).amount == 0


@pytest.mark.parametrize("case", cases("penalties", "amount_per_business_day"), ids=ids)
def test_business_days(case):
    facts, expected = case["input"], case["expected"]
    due, received = date.fromisoformat(facts["due"]), date.fromisoformat(facts["received"])
    days = business_days_between(due, received, french([2026]))
    penalty = per_business_day(days, Decimal(facts["amount_per_day"]))
    assert (days, str(penalty.euros)) == (expected["days"], expected["amount"])


@pytest.mark.parametrize("case", cases("penalties", "amount_per_occurrence"), ids=ids)
def test_occurrences(case):
    penalty = per_occurrence(case["input"]["count"], Decimal(case["input"]["amount"]))
    assert str(penalty.euros) == case["expected"]["amount"]


@pytest.mark.parametrize("case", cases("penalties", "month"), ids=ids)
def test_month(case):
    facts, expected = case["input"], dict(case["expected"])
    rules = MonthRules(
        facts["deductible_mode"],
        Decimal(facts["deductible"]),
        Decimal(facts["monthly_cap_pct"]),
        Decimal(facts["annual_cap_pct_of_annual_fee"]),
    )
    month = month_penalty(
        [Decimal(line) for line in facts["lines"]],
        Decimal(facts["monthly_fee"]),
        rules,
        Decimal(facts["bonus"]),
        Decimal(facts["applied_so_far_this_year"]),
    )
    assert str(month.cut) == expected.pop("capped_amount")
    assert str(month.due) == expected["applied"]
    assert {name: str(round_half_up(getattr(month, name), 2)) for name in expected} == expected
    assert {line.step for line in month.proof} >= set(expected)


def test_month_without_clauses():
    month = month_penalty([Decimal("10.005"), Decimal("20.005")], Decimal(100), MonthRules())
    assert (str(month.due), str(month.cut)) == ("30.01", "0.00")
    assert (month.monthly_cap, month.annual_cap) == (None, None)
    assert [line.step for line in month.proof] == [
        "gross",
        "after_deductible",
        "after_bonus",
        "after_monthly_cap",
        "applied",
    ]


@pytest.mark.parametrize("case", cases("penalties", "grace"), ids=ids)
def test_ramp_up(case):
    facts, expected = case["input"], case["expected"]
    grace = in_start_grace(
        date.fromisoformat(facts["start"]), facts["grace_months"], Month.parse(facts["month"])
    )
    computed = round_half_up(Decimal(facts["computed"]), 2)
    assert str(computed) == expected["computed"]
    assert str(round_half_up(0, 2) if grace else computed) == expected["applied"]
    assert grace is (expected.get("reason") == "start_grace")


@pytest.mark.parametrize("case", cases("penalties", "base"), ids=ids)
def test_base_excludes_tax_and_revision(case):
    facts = case["input"]
    rule, steps = FeeShare(Decimal(facts["pct"])), facts["steps"]
    penalty = fee_share(rule, Decimal(facts["fee_excl_tax"]), Decimal(100), Decimal(100 - steps))
    assert str(penalty.euros) == case["expected"]["amount"]


amounts = st.decimals(0, 100_000, places=3)


@given(
    st.lists(amounts, max_size=5),
    amounts,
    amounts,
    amounts,
    st.sampled_from(["threshold", "absolute", "none"]),
)
def test_never_negative_never_over_a_cap(lines, fee, bonus, so_far, mode):
    rules = MonthRules(mode, Decimal(100), Decimal(15), Decimal(10))
    month = month_penalty(lines, fee, rules, bonus, so_far)
    assert 0 <= month.applied <= month.monthly_cap
    assert month.applied <= max(month.annual_cap - Fraction(so_far), 0)
    assert month.applied <= month.after_bonus <= month.after_deductible <= month.gross
