"""The remaining kinds of the worked cases, and the proof that no case of the file is left out."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.engine.rules import Rules
from core.engine.ratios import round_half_up
from slas.engine.penalties import (
    NOTHING,
    Before,
    CcagTerms,
    MonthRules,
    MonthTerms,
    Outcome,
    PricedLine,
    PriceTerms,
    Schedule,
    TerminationClause,
    bill_month,
    ccag_delay,
    ccag_due,
    ccag_unavailability,
    convert_points,
    price_line,
    termination_right,
)
from slas.services.prices.penalising import ccag_terms
from tests.slas.engine import test_penalties, test_penalty_cases
from tests.slas.engine.golden_clock import FOLDER, cases

ALL = json.loads((FOLDER / "penalties.json").read_text())["cases"]


def ids(case):
    return case["id"]


def test_no_case_is_left_out():
    """Every case of the file is given to some test of these two modules, under its own identifier."""
    given = [
        case["id"]
        for module in (test_penalties, test_penalty_cases)
        for name, test in vars(module).items()
        if name.startswith("test_")
        for mark in getattr(test, "pytestmark", [])
        if mark.name == "parametrize" and mark.args[0] == "case"
        for case in mark.args[1]
    ]
    assert sorted(given) == [case["id"] for case in ALL]
    assert len(ALL) == 38


PROFILES = {
    "2009_14_1": {"ccag_profile": "2009"},
    "2009_14_2_6": {"ccag_profile": "2009", "ccag_exemption": "0"},
    "derogation_0_5": {"ccag_profile": "derogation"},
}


@pytest.mark.parametrize("case", cases("penalties", "ccag_tic"), ids=ids)
def test_ccag(case):
    facts, expected = case["input"], case["expected"]
    rules = Rules.from_mapping(PROFILES[facts["profile"]])
    terms = ccag_terms(rules, Decimal(0))
    formula = ccag_unavailability if facts["profile"].endswith("14_2_6") else ccag_delay
    penalty = formula(terms, Decimal(facts["V"]), facts["R_days"])
    assert str(penalty.euros) == expected["amount"]
    assert str(rules.ccag_exemption) == facts.get("exemption_total", "0")
    due = ccag_due(terms, penalty.amount)
    assert str(round_half_up(due, 2)) == expected["due"]
    assert (due == 0) is expected["exempt"]


@pytest.mark.parametrize("case", cases("penalties", "settled"), ids=ids)
def test_a_disputed_amount_is_moved_never_dropped(case):
    def line(facts, accepted):
        amount = 0 if accepted and facts["state"] == "disputed" else Decimal(facts["amount"])
        outcome = Outcome("breached", Decimal(95), Fraction(90), failures=1 if amount else 0)
        return price_line("E", Schedule("occurrence", amount=Decimal(facts["amount"])), outcome, terms.price)

    terms = MonthTerms(PriceTerms(Decimal(18500)), MonthRules())
    whole, least = ([line(x, accepted) for x in case["input"]["lines"]] for accepted in (False, True))
    bill = bill_month(whole, terms, Before(), least)
    shown = {"firm": str(bill.firm), "disputed": str(bill.disputed), "total": str(bill.due)}
    assert shown == case["expected"]


@pytest.mark.parametrize("case", cases("penalties", "points"), ids=ids)
def test_points(case):
    facts, expected = case["input"], case["expected"]
    found = convert_points(sum(facts["points"]), 0, facts["points_per_pct"], Decimal(facts["monthly_fee"]))
    shown = {
        "points_total": found.total,
        "pct": found.percent,
        "amount": str(found.penalty.euros),
        "carried_over": found.left,
    }
    assert shown == expected
    given = [PricedLine("E", Schedule("points", points=n), NOTHING, n) for n in facts["points"]]
    terms = MonthTerms(PriceTerms(Decimal(facts["monthly_fee"])), MonthRules(), facts["points_per_pct"])
    bill = bill_month(given, terms, Before())
    assert (str(bill.due), bill.points_left) == (expected["amount"], expected["carried_over"])


@pytest.mark.parametrize("case", cases("penalties", "termination_right"), ids=ids)
def test_termination_right(case):
    rule, expected = case["input"]["rule"], case["expected"]
    right = termination_right(
        case["input"]["last_months"], TerminationClause(rule["consecutive"], rule["or_in_12"])
    )
    assert (right.open, right.because) == (expected["open"], expected["because"])


def test_months_that_are_not_judged_do_not_open_a_right():
    clause = TerminationClause(3, 4)
    assert not termination_right(["breached", "pending", "not_measurable", "breached"], clause).open
    assert not termination_right(["breached", "breached", "met", "breached"], clause).open
    assert not termination_right(["breached"] * 12, TerminationClause()).open
    assert (
        termination_right(["breached"] + ["met"] * 8 + ["breached"] * 2 + ["not_applicable"], clause).count
        == 0
    )
    # The thirteenth month back no longer counts.
    old = ["breached", *["met", "breached"] * 3, *["met"] * 6]
    assert not termination_right(old, clause).open


def test_the_profile_of_2021_is_stated_by_settings():
    rules = Rules.from_mapping({"ccag_profile": "2021"})
    assert (rules.ccag_exemption, rules.ccag_cap) == (1000, 10)
    assert Rules.from_mapping({"ccag_profile": "2021", "ccag_exemption": "500"}).ccag_exemption == 500
    terms = ccag_terms(rules, Decimal(120_000))
    assert terms == CcagTerms(exemption=Decimal(1000), cap=Decimal(12_000))
