"""The exit simulator: seed cases, the reference contract, the cliff, and what holds for every contract."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.engine.dates import Clause, add_months, term
from reversibility.engine.costs import CostClause, cost_of
from reversibility.engine.phases import REFERENCE_PHASES, Phase, plan
from reversibility.engine.simulator import (
    ExitTerms,
    NoticeRefused,
    cliff,
    compare,
    months_started,
    simulate,
)

FOLDER = Path(__file__).parents[2] / "golden"
GOLDEN = json.loads((FOLDER / "dates.json").read_text("utf-8"))["cases"]
PRICES = json.loads((FOLDER / "revision.json").read_text("utf-8"))["cases"]
SEEDS = [pytest.param(case, id=case["id"]) for case in GOLDEN if case["kind"] == "exit_simulation"]
INF = Clause(date(2026, 12, 31), "tacit", 12, 2, 6)
FEE = Decimal(18500)
CAPPED = ExitTerms(cost=CostClause(cap_fees=Decimal(4)))
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("case", SEEDS)
def test_the_seed_cases(case: Any) -> None:
    asked, due = case["input"], case["expected"]
    fixed, cap = asked["fixed_exit_cost"], asked["contract_cap_fees"]
    clause = Clause(
        day(asked["initial_end"]),
        "tacit",
        asked["renewal_months"],
        asked["max_renewals"],
        asked["notice_months"],
    )
    terms = ExitTerms(
        transition_min=asked["transition_months"][0],
        transition_max=asked["transition_months"][1],
        cost=CostClause(
            Decimal(asked["cost_fees"][0]),
            Decimal(asked["cost_fees"][1]),
            fixed=Decimal(fixed) if fixed else None,
            cap_fees=Decimal(cap) if cap else None,
        ),
    )
    found = simulate(clause, terms, Decimal(asked["monthly_fee"]), day(asked["notice_received"]))
    assert found.contract_end == day(due["contract_end"])
    assert found.window == tuple(map(day, due["transition_window"]))
    assert found.take_over == day(due["earliest_takeover"])
    assert [str(found.cost.low), str(found.cost.high)] == due["cost_range"]
    assert found.cost.cap == (Decimal(due["contract_cap"]) if "contract_cap" in due else None)


def test_the_golden_range_of_an_exit() -> None:
    """V37: from four to seven monthly fees."""
    (case,) = (one for one in PRICES if one["kind"] == "exit_range")
    asked, due = case["input"], case["expected"]
    low, high = map(Decimal, asked["fees"])
    found = cost_of(CostClause(low, high), Decimal(asked["monthly_fee"]))
    assert (case["id"], str(found.low), str(found.high)) == ("V37", due["low"], due["high"])


class TestReferenceContract:
    """INF-2024-07: end 31/12/2026, notice 6 months, 18 500 € a month, four fees at most."""

    def test_the_phases_stand_on_the_calendar(self) -> None:
        found = simulate(INF, CAPPED, FEE, date(2026, 6, 30))
        assert [(one.phase.label, one.first, one.last) for one in found.phases] == [
            ("M1", date(2026, 6, 30), date(2026, 7, 29)),
            ("M2–M4", date(2026, 7, 30), date(2026, 10, 29)),
            ("M5", date(2026, 11, 1), date(2026, 11, 30)),
            ("M6", date(2026, 12, 1), date(2026, 12, 31)),
            ("M7–M8", date(2027, 1, 1), date(2027, 2, 28)),
        ]
        assert found.last_day == date(2026, 12, 31)
        assert (found.double_run_months, found.double_run_fees) == (1, Decimal("18500.00"))

    def test_the_longest_transition_may_outlast_what_the_shortest_does_not(self) -> None:
        found = simulate(INF, CAPPED, FEE, date(2026, 6, 30))
        assert (found.extension_days, found.longest_extension_days) == (0, 180)

    def test_the_transfer_keeps_its_three_months_however_long_one_waits(self) -> None:
        found = simulate(INF, CAPPED, FEE, date(2026, 1, 15))
        assert [(one.phase.label, one.first, one.last) for one in found.phases] == [
            ("M1", date(2026, 1, 15), date(2026, 2, 14)),
            ("M2–M4", date(2026, 2, 15), date(2026, 5, 14)),
            ("M5", date(2026, 11, 1), date(2026, 11, 30)),
            ("M6", date(2026, 12, 1), date(2026, 12, 31)),
            ("M7–M8", date(2027, 1, 1), date(2027, 2, 28)),
        ]

    def test_the_cap_holds_what_is_due(self) -> None:
        cost = simulate(INF, CAPPED, FEE, date(2026, 6, 30)).cost
        assert (cost.low, cost.high) == (Decimal(74000), Decimal(129500))
        assert (cost.due_low, cost.due_high, cost.is_capped) == (Decimal(74000), Decimal(74000), True)
        assert cost.low_reference == Decimal(22200)
        assert cost.in_fees(cost.due_high) == 4

    def test_the_longest_transition_outlasts_the_contract(self) -> None:
        assert simulate(INF, CAPPED, FEE, date(2026, 6, 30)).cautions == ("may_outlast",)
        assert simulate(INF, CAPPED, FEE, date(2025, 12, 1)).cautions == ()

    def test_one_day_across_the_safe_date_moves_the_exit_by_one_renewal(self) -> None:
        found = cliff(INF, CAPPED, FEE, date(2026, 4, 10))
        assert found is not None
        assert (found.safe.notice, found.late.notice) == (date(2026, 6, 30), date(2026, 7, 1))
        assert (found.safe.contract_end, found.late.contract_end) == (date(2026, 12, 31), date(2027, 12, 31))
        assert (found.months, found.committed) == (12, Decimal(222000))

    def test_past_the_safe_date_the_next_cliff_is_shown(self) -> None:
        found = cliff(INF, CAPPED, FEE, date(2026, 7, 1))
        assert found is not None
        assert found.safe.notice == date(2027, 6, 30)

    def test_the_last_renewal_has_no_cliff(self) -> None:
        assert cliff(INF, CAPPED, FEE, date(2028, 3, 1)) is None
        assert simulate(INF, CAPPED, FEE, date(2028, 12, 31)).contract_end == date(2028, 12, 31)

    def test_a_contract_that_is_over_is_refused_with_its_date(self) -> None:
        with pytest.raises(NoticeRefused, match="31/12/2028"):
            simulate(INF, CAPPED, FEE, date(2029, 1, 1))
        assert cliff(INF, CAPPED, FEE, date(2029, 1, 1)) is None

    def test_dates_are_compared_in_order_each_once(self) -> None:
        asked = [date(2026, 7, 1), date(2026, 6, 30), date(2026, 7, 1)]
        ends = [(one.notice, one.contract_end) for one in compare(INF, CAPPED, FEE, asked)]
        assert ends == [(asked[1], date(2026, 12, 31)), (asked[0], date(2027, 12, 31))]


class TestShortNotice:
    """Three months' notice, six of transition: services must be extended by an amendment."""

    CLAUSE = Clause(date(2026, 12, 31), "tacit", 12, 2, 3)

    def test_it_warns_and_counts_the_extension(self) -> None:
        found = simulate(self.CLAUSE, ExitTerms(), FEE, date(2026, 9, 30))
        assert (found.contract_end, found.take_over) == (date(2026, 12, 31), date(2027, 3, 30))
        assert found.cautions == ("outlasts",)
        assert (found.extension_days, found.extension_months) == (88, 3)
        assert found.extension_fees == Decimal(55500)

    def test_the_phases_are_then_those_of_the_clause_to_the_day(self) -> None:
        found = simulate(self.CLAUSE, ExitTerms(), FEE, date(2026, 9, 30))
        assert [one.first for one in found.phases] == [
            add_months(date(2026, 9, 30), months) for months in (0, 1)
        ] + [add_months(date(2027, 3, 30), months) for months in (-2, -1, 0)]


def test_a_transition_shorter_than_its_phases_is_told() -> None:
    clause = Clause(date(2026, 12, 31), notice_months=1)
    found = simulate(clause, ExitTerms(transition_min=2, transition_max=3), FEE, date(2026, 11, 30))
    assert found.cautions == ("outlasts", "tight")
    assert [one.phase.name for one in found.phases if one.is_empty] == ["Transfert", "Double exploitation"]


def test_an_express_renewal_does_not_follow_a_late_notice() -> None:
    clause = Clause(date(2026, 12, 31), "express", 12, 2, 6)
    assert simulate(clause, ExitTerms(), FEE, date(2026, 7, 1)).contract_end == date(2026, 12, 31)
    assert cliff(clause, ExitTerms(), FEE, date(2026, 4, 1)) is None


def test_work_units_add_to_the_fixed_cost_under_the_cap() -> None:
    units = {"units_low": Decimal(2400), "units_high": Decimal(9600)}
    free = cost_of(CostClause(fixed=Decimal(180000), **units), FEE)
    assert (free.due_low, free.due_high) == (Decimal(182400), Decimal(189600))
    held = cost_of(CostClause(fixed=Decimal(180000), cap=Decimal(185000), **units), FEE)
    assert (held.due_low, held.due_high, held.is_capped) == (Decimal(182400), Decimal(185000), True)


def test_a_free_contract_has_no_cost_in_fees() -> None:
    assert cost_of(CostClause(fixed=Decimal(100)), Decimal(0)).in_fees(Decimal(100)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"fees_low": Decimal(8)},
        {"fees_low": Decimal(-1)},
        {"units_low": Decimal(1)},
        {"cap": Decimal(1), "cap_fees": Decimal(1)},
    ],
)
def test_a_cost_that_makes_no_sense_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"range|cap"):
        CostClause(**wrong)


def test_months_are_counted_once_begun() -> None:
    start = date(2027, 1, 1)
    assert [months_started(start, until) for until in (start, date(2027, 1, 2), date(2027, 2, 1))] == [
        0,
        1,
        1,
    ]
    assert months_started(date(2026, 4, 10), date(2027, 1, 1)) == 9


days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
clauses = st.builds(
    Clause,
    initial_end=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    renewal=st.just("tacit"),
    renewal_months=st.integers(6, 24),
    max_renewals=st.integers(0, 4),
    notice_months=st.integers(0, 6),  # a notice longer than a renewal would skip one
)
transitions = st.tuples(st.integers(1, 18), st.integers(0, 12)).map(
    lambda pair: ExitTerms(transition_min=pair[0], transition_max=pair[0] + pair[1])
)


@given(clauses, transitions, days)
def test_nobody_takes_over_before_the_contract_ends_nor_before_the_transition(
    clause: Clause, terms: ExitTerms, notice: date
) -> None:
    assume(not term(clause, notice).expired)
    found = simulate(clause, terms, FEE, notice)
    assert found.take_over == max(found.contract_end + DAY, found.window[0])
    assert found.extension_days == (found.last_day - found.contract_end).days >= 0
    assert ("outlasts" in found.cautions) == (found.extension_days > 0)


@given(clauses, transitions, days)
def test_the_cliff_is_one_day_wide_and_one_renewal_high(clause: Clause, terms: ExitTerms, day: date) -> None:
    found = cliff(clause, terms, FEE, day)
    assume(found is not None)
    assert found is not None
    assert found.late.notice - found.safe.notice == DAY
    assert found.safe.notice >= day
    ends = [clause.end(renewals) for renewals in range((clause.max_renewals or 0) + 1)]
    assert (found.safe.contract_end, found.late.contract_end) in set(pairwise(ends))


@given(days, st.integers(1, 30))
def test_the_phases_follow_one_another_and_keep_their_length(notice: date, months: int) -> None:
    take_over = add_months(notice, months)
    planned = plan(REFERENCE_PHASES, notice, take_over)
    assert planned[0].first == notice
    assert planned[3].last == take_over - DAY
    assert all(one.last < other.first for one, other in pairwise(planned))
    for one in planned if months >= 7 else planned[4:]:
        assert abs((one.last + DAY - add_months(one.first, one.phase.ends - one.phase.starts)).days) <= 3


def test_phases_of_a_contract_are_its_own() -> None:
    own = (Phase("Départ", 0, 2, "client"), Phase("Relève", 2, 3, "both", double_run=True))
    planned = plan(own, date(2026, 1, 31), date(2026, 7, 1), cutover=3)
    assert [(one.first, one.last) for one in planned] == [
        (date(2026, 1, 31), date(2026, 3, 30)),
        (date(2026, 6, 1), date(2026, 6, 30)),
    ]


def test_one_phase_alone_is_the_whole_exit() -> None:
    (only,) = plan((Phase("Sortie", 0, 6, "both"),), date(2026, 1, 15), date(2027, 1, 1))
    assert (only.first, only.last) == (date(2026, 1, 15), date(2026, 12, 31))
