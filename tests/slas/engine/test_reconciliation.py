"""Gaps, their causes and status, and the checks of what a report leaves out."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.engine.ratios import Rate, round_half_up
from slas.engine.reconciliation import (
    Cause,
    Correction,
    GapStatus,
    StockFlow,
    expected_numbers,
    gap_status,
    numbering_holes,
    sincerity,
    split_gap,
)
from tests.slas.engine.golden_clock import cases


def corrections(facts):
    if "causes" in facts:
        return {Cause(c["cause"]): Correction(c["delta_met"], c["delta_counted"]) for c in facts["causes"]}
    found = facts["corrections"].items()
    return {Cause(cause): Correction(delta["delta_met"], delta["delta_counted"]) for cause, delta in found}


def four(value):
    return str(round_half_up(value, 4))


@pytest.mark.parametrize("case", cases("rates", "gap"), ids=lambda case: case["id"])
def test_gap_split_by_cause(case):
    facts, expected = case["input"], case["expected"]
    split = split_gap(Rate(*facts["declared"]), corrections(facts))
    assert split.recomputed == Rate(*expected.get("recomputed", facts.get("recomputed")))
    assert four(split.declared) == expected["declared_pct"]
    assert four(split.recomputed.percent) == expected["recomputed_pct"]
    assert four(split.gap) == expected["gap_pt"]
    assert {cause: four(effect) for cause, effect in split.effects.items()} == expected["effects_pt"]
    assert sum(split.effects.values()) == split.gap


def test_order_of_causes():
    (case,) = [case for case in cases("rates", "gap") if "order" in case["input"]]
    mine = [cause.value for cause in Cause if cause.value in case["input"]["order"]]
    assert mine == case["input"]["order"]
    assert [c.value for c in Cause if c.value not in mine] == ["settled", "cancelled", "unexplained"]


def test_the_printed_figure_carries_its_rounding():
    split = split_gap(Rate(20, 21), {Cause.OMITTED: Correction(0, 3)}, Decimal("95.24"))
    assert split.effects[Cause.ROUNDING] == Fraction("95.24") - Fraction(2000, 21)
    assert sum(split.effects.values()) == split.gap == Fraction("95.24") - Fraction(2000, 24)


def test_no_ticket_left_to_compare():
    with pytest.raises(ValueError, match="at least one ticket"):
        split_gap(Rate(0, 1), {Cause.OMITTED: Correction(0, -1)})


@pytest.mark.parametrize("case", cases("rates", "gap_status"), ids=lambda case: case["id"])
def test_status_within_tolerance(case):
    facts, expected = case["input"], case["expected"]
    gap = Fraction(facts["declared_pct"]) - Fraction(facts["recomputed_pct"])
    assert gap == Fraction(expected["gap_pt"])
    assert gap_status(gap, explained=facts["explained"]) == expected["status"]


def test_other_statuses():
    assert gap_status(Fraction(-1), explained=True) is GapStatus.EXPLAINED
    assert gap_status(Fraction(-1, 10), explained=False) is GapStatus.CONCORDANT
    assert gap_status(None, explained=False) is GapStatus.UNVERIFIABLE
    assert gap_status(Fraction(0), explained=False, complete=False) is GapStatus.INCOMPLETE


@pytest.mark.parametrize("case", cases("rates", "stock"), ids=lambda case: case["id"])
def test_stock_identity(case):
    facts, expected = dict(case["input"]), case["expected"]
    declared = facts.pop("declared_open_end")
    flow = StockFlow(**facts)
    assert (flow.open_end, flow.missing(declared)) == (expected["computed_open_end"], expected["missing"])


@pytest.mark.parametrize("case", cases("rates", "sequence"), ids=lambda case: case["id"])
def test_numbering(case):
    facts, expected = case["input"], case["expected"]
    assert expected_numbers(facts["first"], facts["last"]) == expected["expected_count"]
    kept = [facts["first"], *range(facts["last"] - facts["received"] + 2, facts["last"] + 1)]
    assert len(kept) == facts["received"]
    assert len(numbering_holes(kept)) == expected["holes"]


def test_holes_are_named():
    assert numbering_holes([12, 8, 9, 8]) == (10, 11)
    assert numbering_holes([]) == ()


@pytest.mark.parametrize("case", cases("rates", "sincerity"), ids=lambda case: case["id"])
def test_sincerity(case):
    index, expected = sincerity(case["input"]["submissions"]), case["expected"]
    assert (None if index is None else f"{index.met}/{index.total}") == expected["index"]
    if index is not None:
        assert str(round_half_up(index.percent, 2)) == expected["pct"]
    assert sincerity([False, *[True] * 12]) == Rate(12, 12)
