"""Whole bills worked by hand, to the cent: one row per case, the calculation in its comment."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slas.engine.penalties import (
    NOTHING,
    Before,
    CcagTerms,
    MonthRules,
    MonthTerms,
    Outcome,
    Penalty,
    PricedLine,
    PriceTerms,
    Schedule,
    Tier,
    bill_month,
    price_line,
)

D = Decimal
FREE = MonthRules()
USUAL = MonthRules("threshold", D(100), D(15), D(10))
BANDS = (Tier(D(95), D(1)), Tier(D(90), D(3)), Tier(D(80), D(6)))
FLAT = (Tier(D("99.9"), amount=D(250)), Tier(D("99.5"), amount=D("999.99")))
EARNED = (Tier(D(98), D("0.5")), Tier(D(99), D(1)))


def missed(actual, required="95", **values):
    return Outcome("breached", D(required), Fraction(actual), **values)


def kept(actual, required="95", **values):
    return Outcome("met", D(required), Fraction(actual), **values)


def late(*seconds, verdict="met"):
    return Outcome(verdict, D(95), Fraction(96), failures=len(seconds), late=tuple(enumerate(seconds)))


def share(percent="1", step="1", unit="", sense="penalty"):
    return Schedule("fee_share", sense, D(step), D(percent), unit=unit)


def euros(kind, amount, sense="penalty"):
    return Schedule(kind, sense, amount=D(amount))


REPORT = Outcome("breached", D(100), Fraction(0), failures=1, days=4, calendar_days=6)
EARLY = Outcome("met", D(100), Fraction(100), met=1, days=-2, calendar_days=-4)

# name: lines, rules, earlier months, points per 1 %, due, cut, gross less due and cut
CASES = {
    # 95 − 94,2 = 0,8 of a point: one started, 18 500 × 1 %
    "started point": ([(share(), missed("94.2"))], FREE, Before(), 0, "185.00", "0.00", "0.00"),
    # 0,8 × 185
    "exact points": ([(share(unit="exact"), missed("94.2"))], FREE, Before(), 0, "148.00", "0.00", "0.00"),
    # 2,5 points, steps of 1, whole ones only: 2 × 185
    "whole steps": ([(share(unit="full"), missed("92.5"))], FREE, Before(), 0, "370.00", "0.00", "0.00"),
    # 99,9 − 99,617 = 0,283 by steps of 0,1: 3 × 2 % × 18 500
    "tenths": ([(share("2", "0.1"), missed("99.617", "99.9"))], FREE, Before(), 0, "1110.00", "0.00", "0.00"),
    # 1/3 of 100 = 33,33…: 61,66… points, exact, × 185 = 11 408,333…
    "a third": ([(share(unit="exact"), missed("100/3"))], FREE, Before(), 0, "11408.33", "0.00", "0.00"),
    # a rate on its target is not missed, whatever is priced
    "on target": ([(share(), kept("95"))], FREE, Before(), 0, "0.00", "0.00", "0.00"),
    # small volume: 75 % is under the target, the clause keeps it
    "small volume": ([(share(), kept("75"))], FREE, Before(), 0, "0.00", "0.00", "0.00"),
    # under 95 and not under 90: 1 % × 18 500
    "first band": ([(Schedule("tiers", tiers=BANDS), missed("92"))], FREE, Before(), 0, "185.00", "0.00", "0.00"),
    # exactly 90 is still the first band
    "edge of a band": (
        [(Schedule("tiers", tiers=BANDS), missed("90"))], FREE, Before(), 0, "185.00", "0.00", "0.00"),
    # 89,999: second band, 3 %
    "second band": (
        [(Schedule("tiers", tiers=BANDS), missed("89.999"))], FREE, Before(), 0, "555.00", "0.00", "0.00"),
    # 12 %: last band, 6 %
    "last band": ([(Schedule("tiers", tiers=BANDS), missed("12"))], FREE, Before(), 0, "1110.00", "0.00", "0.00"),
    "band in euros": (
        [(Schedule("tiers", tiers=FLAT), missed("99.2", "99.9"))], FREE, Before(), 0, "999.99", "0.00", "0.00"),
    # 2 h 20 → 3, 1 s → 1, 3 h exactly → 3: 7 × 300
    "hours": ([(euros("late_hour", 300), late(8400, 1, 10800))], FREE, Before(), 0, "2100.00", "0.00", "0.00"),
    "business days": ([(euros("late_day", 100), REPORT)], FREE, Before(), 0, "400.00", "0.00", "0.00"),
    "calendar days": ([(euros("late_calendar_day", "33.33"), REPORT)], FREE, Before(), 0, "199.98", "0.00", "0.00"),
    # 2 % × 18 500 × 3 failures, the rate being kept
    "share of each failure": (
        [(Schedule("occurrence", percent=D(2)), kept("99.7", failures=3))], FREE, Before(), 0, "1110.00", "0.00", "0.00"),
    "failed drill": (
        [(euros("occurrence", 5000), missed("0", "100", failures=1))], FREE, Before(), 0, "5000.00", "0.00", "0.00"),
    # 4 points and 3 carried: 7 < 10, nothing yet
    "points not enough": (
        [(Schedule("points", points=4), missed("90"))], FREE, Before(points=3), 10, "0.00", "0.00", "0.00"),
    # 4 + 17 = 21: 2 %, one point left
    "points and carried": (
        [(Schedule("points", points=4), missed("90"))], FREE, Before(points=17), 10, "370.00", "0.00", "0.00"),
    "no points when kept": (
        [(Schedule("points", points=4), kept("96"))], FREE, Before(points=9), 10, "0.00", "0.00", "0.00"),
    # 12 % of 18 500 = 2 220, under the month's cap 2 775
    "under the cap": ([(share("12"), missed("94.5"))], USUAL, Before(), 0, "2220.00", "0.00", "0.00"),
    # 5 × 1 110 = 5 550, cut to 2 775
    "month's cap": ([(share("6"), missed("90.2"))], USUAL, Before(), 0, "2775.00", "2775.00", "0.00"),
    # year: 22 200 − 20 000 = 2 200 left of the 2 775
    "year's cap": (
        [(share("6"), missed("90.2"))], USUAL, Before(D(20000)), 0, "2200.00", "3350.00", "0.00"),
    "year's cap used up": (
        [(share(), missed("94.5"))], USUAL, Before(D(22200)), 0, "0.00", "185.00", "0.00"),
    # 99,99 under the threshold of 100
    "threshold not reached": ([(euros("late_day", "24.9975"), REPORT)], USUAL, Before(), 0, "0.00", "0.00", "99.99"),
    # 400 − 150
    "absolute deductible": (
        [(euros("late_day", 100), REPORT)], MonthRules("absolute", D(150)), Before(), 0, "250.00", "0.00", "150.00"),
    # 555 less a bonus of three whole points over 95: 3 × 0,5 % × 18 500 = 277,50
    "bonus of points": (
        [(share(), missed("92.5")), (share("0.5", sense="bonus"), kept("98.9"))],
        FREE, Before(), 0, "277.50", "0.00", "277.50"),
    # 185 less a band of 1 % = 185
    "bonus band": (
        [(share(), missed("94.5")), (Schedule("tiers", "bonus", tiers=EARNED), kept("99.2"))],
        FREE, Before(), 0, "0.00", "0.00", "185.00"),
    # 370 less 2 days early × 50
    "bonus days": (
        [(share(), missed("93.5")), (euros("late_day", 50, "bonus"), EARLY)],
        FREE, Before(), 0, "270.00", "0.00", "100.00"),
    # a bonus that the contract does not set off
    "bonus kept apart": (
        [(share(), missed("94.5")), (euros("occurrence", 100, "bonus"), EARLY)],
        MonthRules(bonus_setoff=False), Before(), 0, "185.00", "0.00", "0.00"),
    # 12 000 × 7 / 1 000 would be 84; here R = 6: 72, exempt up to 300
    "general clauses, exempt": (
        [(euros("ccag_delay", 12000), REPORT)], FREE, Before(), 0, "0.00", "0.00", "72.00"),
    # 250 computed before, 72 now: 322 > 300, all of it falls due this month
    "general clauses, over": (
        [(euros("ccag_delay", 12000), REPORT)], FREE, Before(ccag_total=D(250)), 0, "322.00", "0.00", "-250.00"),
    # 310 was over already: only the month's 72
    "general clauses, after": (
        [(euros("ccag_delay", 12000), REPORT)], FREE, Before(ccag_total=D(310)), 0, "72.00", "0.00", "0.00"),
    # 30 h of 24: two days begun, 3 000 × 2 / 30 = 200, exempt alone
    "unavailability": (
        [(euros("ccag_unavailability", 4800), missed("95.8", "99.9", lost_seconds=108_000))],
        FREE, Before(), 0, "320.00", "0.00", "0.00"),
    # three lines of 0,3350017 make 1,005005: 1,01 rounded once, not three times 0,34
    "rounded once": (
        [(Schedule("occurrence", percent=D("0.00181082")), missed("90", failures=1))] * 3,
        FREE, Before(), 0, "1.01", "0.00", "0.00"),
}  # fmt: skip


def terms(rules=FREE, per_percent=0, grace=False):
    price = PriceTerms(D(18500), ccag=CcagTerms())
    return MonthTerms(price, rules, per_percent, grace)


def priced(lines):
    return [
        price_line(f"E{n}", schedule, outcome, terms().price) for n, (schedule, outcome) in enumerate(lines)
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_bill_by_hand(name):
    lines, rules, before, per_percent, due, cut, spared = CASES[name]
    bill = bill_month(priced(lines), terms(rules, per_percent), before)
    assert (str(bill.due), str(bill.cut), str(bill.spared)) == (due, cut, spared)
    assert bill.gross == bill.due + bill.cut + bill.spared
    assert bill_month(list(reversed(priced(lines))), terms(rules, per_percent), before) == bill


def test_there_are_more_than_thirty():
    assert len(CASES) >= 30


def test_what_is_left_of_a_bonus_is_credited_only_where_the_contract_says_so():
    lines = priced([(share(), missed("94.5")), (euros("occurrence", 500, "bonus"), EARLY)])
    assert bill_month(lines, terms(), Before()).credit == 0
    assert bill_month(lines, terms(MonthRules(bonus_credit=True)), Before()).credit == D("315.00")
    apart = MonthRules(bonus_setoff=False, bonus_credit=True)
    assert bill_month(lines, terms(apart), Before()).credit == D("500.00")


def test_the_ramp_up_shows_what_it_would_have_cost():
    bill = bill_month(priced([(share(), missed("94.5"))]), terms(USUAL, grace=True), Before())
    assert (bill.gross, bill.computed, bill.cut, bill.due) == (185, 185, 185, 0)
    assert bill.proof[-1].step == "start_grace"


def test_general_clauses_of_the_contract_cap_its_total():
    lines = priced([(euros("ccag_delay", 100_000), REPORT)])
    capped = PriceTerms(D(18500), ccag=CcagTerms(cap=D(500)))
    bill = bill_month(lines, MonthTerms(capped, FREE), Before(ccag_total=D(400)))
    # 600 this month: 500 at most for the whole contract, of which 400 already fell due.
    assert (bill.due, bill.ccag) == (100, 600)


def test_business_days_where_the_contract_derogates():
    price = PriceTerms(D(18500), ccag=CcagTerms(D("0.5"), D(100), exemption=D(0)), ccag_business_days=True)
    assert price_line("E", euros("ccag_delay", 12000), REPORT, price).penalty.euros == D("240.00")


cents = st.decimals(0, 9000, places=2)
ranks = st.lists(st.tuples(cents, st.booleans(), st.sampled_from(["penalty", "bonus"])), max_size=8)
rules_of = st.builds(
    MonthRules,
    st.sampled_from(["threshold", "absolute", "none"]),
    cents,
    st.none() | st.decimals(1, 30, places=1),
    st.none() | st.decimals(1, 30, places=1),
    st.booleans(),
    st.booleans(),
)


def line(amount, sense):
    return PricedLine("E", Schedule("fee_share", sense), Penalty(Fraction(amount), ()))


@given(ranks, rules_of, cents, st.booleans(), cents, st.randoms(use_true_random=False))
def test_properties_of_a_bill(found, rules, so_far, grace, waived, rng: Random):
    lines = [line(amount / 3, sense) for amount, _, sense in found]
    least = [line(0 if open_ and sense == "penalty" else amount / 3, sense) for amount, open_, sense in found]
    month = terms(rules, grace=grace)
    bill = bill_month(lines, month, Before(so_far), least)
    parts = (bill.firm, bill.disputed, bill.cut, bill.computed, bill.gross)
    assert all(part >= 0 for part in parts)
    given_up = min(waived, bill.due)
    left_firm = bill.due - bill.disputed - given_up
    assert left_firm + bill.disputed + bill.cut + given_up == bill.computed
    assert bill.computed + bill.spared == bill.gross
    if rules.cap_month is not None:
        assert bill.due <= D(18500) * rules.cap_month / 100 + D("0.005")
    if rules.cap_year is not None:
        assert bill.due <= max(D(18500) * 12 * rules.cap_year / 100 - so_far, D(0)) + D("0.005")
    order = list(range(len(lines)))
    rng.shuffle(order)
    assert bill_month([lines[n] for n in order], month, Before(so_far), [least[n] for n in order]) == bill
    assert bill_month(lines, month, Before(so_far)).due == bill.due


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(1, 20))
def test_points_are_never_lost(points, per_percent):
    carried, percents = 0, 0
    for n in points:
        lines = [PricedLine("E", Schedule("points", points=n), NOTHING, n)]
        bill = bill_month(lines, terms(FREE, per_percent), Before(points=carried))
        percents, carried = percents + int(bill.due / 185), bill.points_left
    assert percents * per_percent + carried == sum(points)


@given(st.fractions(0, 100), st.fractions(0, 100))
def test_a_lower_rate_never_costs_less(one, other):
    low, high = sorted((one, other))
    for schedule in (share(), share(unit="exact"), share(unit="full"), Schedule("tiers", tiers=BANDS)):
        cost = [price_line("E", schedule, missed(x), terms().price).penalty.amount for x in (low, high)]
        assert cost[0] >= cost[1]
