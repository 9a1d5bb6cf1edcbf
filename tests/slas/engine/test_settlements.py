"""The overlay of decided verdicts, and the range that open disputes leave: tables and properties."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.ratios import Rate
from slas.engine.effects import possible_effect
from slas.engine.judgement import Judgement
from slas.engine.rates import VolumeClause
from slas.engine.settlements import EXCLUDED, NO_SETTLEMENT, Decided, Settlements, settle_verdicts

STATES = ("met", "breached", "not_applicable", "not_measurable", "pending")
MEASURES = {"elapsed", "paused", "deadline", "verdict_at", "open", "until"}


def judgement_of(states):
    size = len(states)
    seconds = np.arange(size, dtype=np.int64) * 3600
    instants = np.datetime64("2026-03-02T08:00", "s") + seconds
    anomaly = np.full(size, "", dtype="U25")
    return Judgement(
        np.array(states, dtype="U14"),
        seconds,
        seconds // 2,
        instants,
        instants,
        anomaly,
        seconds > 0,
        instants,
    )


def test_the_last_decision_on_a_ticket_stands():
    decided = [Decided(1, "E06", "2026-03", 12, "not_applicable"), Decided(2, "E06", "2026-03", 12, "met")]
    found, disputes = settle_verdicts(
        judgement_of(["breached", "breached"]),
        (np.array([11, 12]), np.array([1, 1])),
        Settlements.of(decided),
        "E06",
    )
    assert found.state.tolist() == ["breached", "met"]
    assert found.anomaly.tolist() == ["", ""]
    assert disputes.tolist() == [0, 2]


def test_an_exclusion_names_its_reason_and_stays_on_its_commitment():
    decided = Settlements.of([Decided(7, "E06", "2026-03", 11, "not_applicable")])
    before, ids = judgement_of(["breached", "met"]), (np.array([11, 12]), np.array([1, 1]))
    after, disputes = settle_verdicts(before, ids, decided, "E06")
    assert (after.state.tolist(), after.anomaly.tolist()) == (["not_applicable", "met"], [EXCLUDED, ""])
    assert disputes.tolist() == [7, 0]
    other, none = settle_verdicts(before, ids, decided, "E03")
    assert other is before
    assert none.tolist() == [0, 0]


def test_a_decision_stands_on_the_life_it_names():
    before, lives = judgement_of(["breached"] * 4), (np.array([11, 11, 12, 12]), np.array([1, 2, 1, 2]))
    decided = [Decided(7, "E06", "2026-03", 11, "met", 2), Decided(8, "E06", "2026-03", 12, "met")]
    after, disputes = settle_verdicts(before, lives, Settlements.of(decided), "E06")
    assert after.state.tolist() == ["breached", "met", "met", "met"]
    assert disputes.tolist() == [0, 7, 8, 8]
    assert Settlements.of(decided).settled_tickets().tolist() == [11, 12]


def test_a_decision_on_the_month_touches_no_ticket():
    decided = Settlements.of([Decided(3, "E08", "2026-03", None, "met")])
    assert decided.on_month("E08", "2026-03").dispute == 3
    assert decided.on_month("E08", "2026-02") is None
    before = judgement_of(["breached"])
    assert settle_verdicts(before, (np.array([1]), np.array([1])), decided, "E08")[0] is before


@given(
    st.lists(st.sampled_from(STATES), max_size=30),
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from(["met", "breached", "not_applicable"])), max_size=20
    ),
)
def test_a_decision_changes_no_measure(states, asked):
    decided = Settlements.of(
        Decided(n, "E06", "2026-03", ticket, state) for n, (ticket, state) in enumerate(asked, start=1)
    )
    before, ids = judgement_of(states), np.arange(len(states), dtype=np.int64)
    after, disputes = settle_verdicts(before, (ids, np.ones_like(ids)), decided, "E06")
    for column in fields(Judgement):
        if column.name in MEASURES:
            assert np.array_equal(getattr(after, column.name), getattr(before, column.name))
    last = dict(asked)
    assert after.state.tolist() == [last.get(ticket, state) for ticket, state in enumerate(states)]
    assert (disputes > 0).tolist() == [ticket in last for ticket in range(len(states))]


def test_nothing_decided_changes_nothing():
    before = judgement_of(["met"])
    assert settle_verdicts(before, (np.array([1]), np.array([1])), NO_SETTLEMENT, "E06")[0] is before


@pytest.mark.parametrize(
    ("changes", "low", "high", "flips"),
    [
        ([], "143/168", "143/168", False),
        ([("breached", "met")] * 4, "143/168", "147/168", False),
        ([("breached", "met")] * 9, "143/168", "152/168", True),
        ([("breached", "not_applicable"), ("met", "breached")], "142/168", "143/167", False),
        ([("met", "not_applicable"), ("not_applicable", "met")], "142/167", "144/169", False),
        ([("breached", "breached")], "143/168", "143/168", False),
    ],
)
def test_the_range_of_a_month(changes, low, high, flips):
    found = possible_effect(Rate(143, 168), changes, Decimal(90), VolumeClause())
    assert f"{found.low.met}/{found.low.total}" == low
    assert f"{found.high.met}/{found.high.total}" == high
    assert found.flips is flips


def test_firm_and_disputed_make_the_judged():
    changes = [("breached", "met"), ("not_applicable", "met"), ("met", "not_applicable")]
    found = possible_effect(Rate(143, 168), changes, Decimal(90))
    assert (found.firm, found.disputed) == (166, 2)


def test_the_only_judged_ticket_may_leave_the_base():
    found = possible_effect(Rate(0, 1), [("breached", "not_applicable")], Decimal(90))
    assert found.high.percent is None
    assert (found.low_state, found.high_state, found.flips) == ("breached", "not_applicable", True)


@given(
    met=st.integers(0, 6),
    breached=st.integers(0, 6),
    changes=st.lists(
        st.tuples(st.sampled_from(["met", "breached", "not_applicable"]), st.sampled_from(STATES[:3])),
        max_size=5,
    ),
)
def test_no_set_of_acceptances_leaves_the_range(met, breached, changes):
    met += sum(before == "met" for before, _ in changes)
    breached += sum(before == "breached" for before, _ in changes)
    found = possible_effect(Rate(met, met + breached), changes, Decimal(90))
    for size in range(len(changes) + 1):
        for accepted in combinations(changes, size):
            m = met + sum((a == "met") - (b == "met") for b, a in accepted)
            f = breached + sum((a == "breached") - (b == "breached") for b, a in accepted)
            rate = Rate(m, m + f).percent
            if rate is not None and found.low.percent is not None:
                assert found.low.percent <= rate
            if rate is not None and found.high.percent is not None:
                assert rate <= found.high.percent
