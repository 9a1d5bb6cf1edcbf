"""Proofs through time, the standard plan, exercises: tables and properties."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.months import Month
from reversibility.engine.drills import Measure, minutes_of, next_due, words_of
from reversibility.engine.proofs import Proof, ProofRefused, Trail, check_day, evolution, score_on
from reversibility.engine.readiness import Deliverable, valid_through
from reversibility.engine.standard_plan import STANDARD_PLAN

LINE = Deliverable("001", 3)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_the_latest_proof_of_the_day_stands() -> None:
    trail = Trail(LINE, (Proof(date(2025, 3, 1), True, 1), Proof(date(2026, 2, 1), False, 2)))
    told = [(trail.on(day).proof_on, trail.on(day).accepted) for day in (date(2025, 2, 28), date(2025, 3, 1))]
    assert told == [(None, False), (date(2025, 3, 1), True)]
    assert trail.on(date(2026, 2, 1)).accepted is False


def test_of_two_proofs_of_one_day_the_signed_one_stands() -> None:
    trail = Trail(LINE, (Proof(date(2026, 1, 12), True, 1), Proof(date(2026, 1, 12), False, 2)))
    assert trail.on(date(2026, 6, 1)).accepted is True


@given(dated=DAYS, step=st.integers(-30, 500))
def test_an_expired_proof_counts_nothing_from_that_night(dated: date, step: int) -> None:
    day = dated + timedelta(days=step)
    counts = dated <= day <= valid_through(dated)
    assert score_on([Trail(LINE, (Proof(dated),))], day) == Fraction(int(counts))


def test_an_empty_plan_has_no_score() -> None:
    assert score_on([], date(2026, 1, 1)) is None


def test_readiness_month_by_month() -> None:
    plan = [
        Trail(Deliverable("001", 3), (Proof(date(2025, 6, 10)),)),
        Trail(Deliverable("002", 1), (Proof(date(2026, 4, 12)),)),
    ]
    found = evolution(plan, date(2026, 6, 11), date(2024, 1, 1))
    assert [str(month) for month, _ in found][:2] == ["2025-06", "2025-07"]
    assert len(found) == 13
    scores = {str(month): score for month, score in found}
    assert scores["2026-03"] == Fraction(3, 4)
    assert scores["2026-04"] == scores["2026-05"] == 1
    assert scores["2026-06"] == Fraction(1, 4)


def test_nothing_is_told_of_the_time_before_the_contract() -> None:
    found = evolution([Trail(LINE)], date(2026, 6, 11), date(2026, 5, 15))
    assert found == [(Month(2026, 5), Fraction(0)), (Month(2026, 6), Fraction(0))]


def test_a_proof_is_not_dated_tomorrow() -> None:
    check_day(date(2026, 4, 10), date(2026, 4, 10))
    with pytest.raises(ProofRefused, match="au plus tard le 10/04/2026"):
        check_day(date(2026, 4, 11), date(2026, 4, 10))


def test_the_standard_plan_is_the_28_deliverables_of_practice() -> None:
    assert [line.number for line in STANDARD_PLAN] == list(range(1, 29))
    counts = {letter: sum(line.family == letter for line in STANDARD_PLAN) for letter in "ABCDEFGH"}
    assert counts == {"A": 5, "B": 6, "C": 3, "D": 5, "E": 4, "F": 2, "G": 2, "H": 1}
    assert all(line.criterion and line.due and len(line.criterion) <= 300 for line in STANDARD_PLAN)
    assert all(1 <= line.weight <= 5 and line.owner_side in {"client", "provider"} for line in STANDARD_PLAN)


@pytest.mark.parametrize(
    ("committed", "measured", "kept", "over"),
    [(480, 480, True, 0), (480, 481, False, 1), (None, 5, None, 0), (60, None, None, 0)],
)
def test_a_measure_against_its_commitment(
    committed: int | None, measured: int | None, kept: bool | None, over: int
) -> None:
    measure = Measure(committed, measured)
    assert (measure.kept, measure.over) == (kept, over)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 h 10", 130), ("2h", 120), ("45 min", 45), ("130", 130), ("0", 0), (" 1 h 05 ", 65),
        ("", None), ("2 h 75", None), ("deux heures", None), ("-5", None), ("99999999", None),
    ],
)  # fmt: skip
def test_a_length_of_time_as_it_is_typed(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


@given(st.integers(0, 500_000))
def test_minutes_are_read_back_as_written(minutes: int) -> None:
    assert minutes_of(words_of(minutes)) == minutes


def test_the_next_exercise() -> None:
    start = date(2024, 1, 1)
    assert next_due([], 6, start) == date(2024, 7, 1)
    assert next_due([date(2025, 5, 22), date(2026, 5, 21)], 6, start) == date(2026, 11, 21)
    assert next_due([date(2026, 5, 21)], 0, start) is None
