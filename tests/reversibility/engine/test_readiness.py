"""Readiness for exit: a proof counts or it does not."""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reversibility.engine.readiness import Deliverable, readiness, state_on, valid_through

GOLDEN = Path(__file__).parents[2] / "golden" / "stats.json"
CASES = [case for case in json.loads(GOLDEN.read_text())["cases"] if case["kind"] == "readiness"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_reference_case(case):
    given_ = case["input"]
    plan = [
        Deliverable(
            code=str(position),
            weight=item["weight"],
            proof_on=item["proof_on"] and date.fromisoformat(item["proof_on"]),
            accepted=item["state"] == "accepted",
            validity_months=given_["validity_months"],
        )
        for position, item in enumerate(given_["items"])
    ]
    score = readiness(plan, date.fromisoformat(given_["as_of"])).score
    assert score * 100 == Fraction(case["expected"]["score_pct"])


@pytest.mark.parametrize(
    ("proof_on", "accepted", "state"),
    [
        (None, False, "absent"),
        (date(2026, 4, 2), False, "absent"),
        (date(2025, 3, 31), True, "obsolete"),
        (date(2025, 4, 1), False, "current"),
        (date(2025, 4, 1), True, "accepted"),
        (date(2026, 4, 1), True, "accepted"),
    ],
)
def test_state_comes_from_the_proof(proof_on, accepted, state):
    assert state_on(Deliverable("L07", 5, proof_on, accepted), date(2026, 4, 1)) == state


def test_a_day_that_the_month_lacks_gives_its_last_day():
    assert valid_through(date(2024, 2, 29)) == date(2025, 2, 28)
    assert valid_through(date(2025, 8, 31), 6) == date(2026, 2, 28)


def test_accepted_share_is_apart_and_missing_is_heaviest_first():
    plan = [
        Deliverable("L01", 2, date(2026, 1, 10)),
        Deliverable("L07", 3, date(2026, 1, 10), accepted=True),
        Deliverable("L15", 4),
        Deliverable("L09", 4, date(2024, 1, 1), accepted=True),
        Deliverable("L22", 1),
    ]
    result = readiness(plan, date(2026, 3, 31))
    assert (result.total, result.proven, result.accepted) == (14, 5, 3)
    assert result.score == Fraction(5, 14)
    assert result.accepted_share == Fraction(3, 14)
    assert [deliverable.code for deliverable in result.missing] == ["L09", "L15", "L22"]


def test_an_empty_plan_has_no_score():
    empty = readiness([], date(2026, 3, 31))
    assert empty.score is None
    assert empty.accepted_share is None


@pytest.mark.parametrize(("weight", "months"), [(0, 12), (6, 12), (3, 0)])
def test_impossible_deliverables_are_refused(weight, months):
    with pytest.raises(ValueError, match=r"weight|valid"):
        Deliverable("L01", weight, validity_months=months)


@settings(max_examples=100)
@given(
    proof_on=st.dates(date(2000, 1, 1), date(2090, 1, 1)), months=st.integers(1, 36), weight=st.integers(1, 5)
)
def test_a_proof_counts_from_its_day_to_its_last_and_not_the_night_after(proof_on, months, weight):
    proof = Deliverable("L01", weight, proof_on, validity_months=months)
    last = valid_through(proof_on, months)
    assert last > proof_on
    assert [readiness([proof], day).proven for day in (proof_on, last, last + timedelta(days=1))] == [
        weight,
        weight,
        0,
    ]
    assert readiness([proof], proof_on - timedelta(days=1)).proven == 0
