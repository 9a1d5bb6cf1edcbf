"""When an obligation is due again: by hand, and for every rhythm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.obligations import Duty, nearest, occurrence

TODAY = date(2026, 4, 10)
DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
RHYTHMS = st.integers(1, 60)


@pytest.mark.parametrize(
    ("duty", "due", "standing"),
    [
        (Duty(None), None, "standing"),
        (Duty(None, done_on=date(2026, 1, 1)), None, "done"),
        (Duty(date(2026, 4, 9)), date(2026, 4, 9), "late"),
        (Duty(date(2026, 4, 10)), date(2026, 4, 10), "soon"),
        (Duty(date(2026, 5, 10)), date(2026, 5, 10), "soon"),
        (Duty(date(2026, 5, 11)), date(2026, 5, 11), "ahead"),
        (Duty(date(2026, 4, 9), done_on=date(2026, 4, 9)), None, "done"),
        (Duty(date(2024, 7, 1), 6), date(2024, 7, 1), "late"),
        (Duty(date(2026, 4, 9), ended_on=date(2026, 4, 9)), date(2026, 4, 9), "late"),
        (Duty(date(2026, 4, 9), ended_on=date(2026, 4, 8)), None, "over"),
        (Duty(None, ended_on=date(2026, 4, 10)), None, "standing"),
        (Duty(date(2026, 1, 8), 1, date(2026, 3, 8), ended_on=date(2026, 4, 7)), None, "over"),
        (Duty(date(2026, 1, 8), 1, date(2026, 3, 8), ended_on=date(2026, 4, 8)), date(2026, 4, 8), "late"),
        # Done six days early or late, it counts for the date it was meant for.
        (Duty(date(2024, 7, 1), 6, date(2025, 12, 26)), date(2026, 7, 1), "done"),
        (Duty(date(2024, 7, 1), 6, date(2026, 1, 7)), date(2026, 7, 1), "done"),
        (Duty(date(2024, 7, 1), 6, date(2025, 9, 1)), date(2026, 1, 1), "late"),
        (Duty(date(2024, 7, 1), 6, date(2023, 1, 1)), date(2024, 7, 1), "late"),
        (Duty(date(2024, 2, 5), 1, date(2026, 4, 4)), date(2026, 5, 5), "soon"),
        (Duty(date(2025, 8, 31), 6, date(2025, 8, 31)), date(2026, 2, 28), "late"),
    ],
)
def test_an_obligation_is_due_again(duty: Duty, due: date | None, standing: str) -> None:
    assert (duty.next_due, duty.standing(TODAY)) == (due, standing)


@given(DAYS, RHYTHMS, st.integers(0, 40))
def test_done_on_its_day_it_is_due_at_the_next_one(first: date, every: int, rank: int) -> None:
    done = occurrence(first, every, rank)
    assert Duty(first, every, done).next_due == occurrence(first, every, rank + 1)


@given(DAYS, RHYTHMS, DAYS)
def test_no_other_due_date_is_nearer(first: date, every: int, done: date) -> None:
    found = nearest(first, every, done)
    gaps = {rank: abs((occurrence(first, every, rank) - done).days) for rank in range(found - 2, found + 3)}
    if found > -1:
        assert gaps[found] == min(gaps.values())
        assert gaps[found + 1] > gaps[found]
    else:
        assert gaps[-1] < gaps[0]


@given(DAYS, RHYTHMS, DAYS, st.integers(0, 2_000))
def test_a_later_act_never_brings_the_date_closer(first: date, every: int, done: date, more: int) -> None:
    sooner, later = Duty(first, every, done), Duty(first, every, done + timedelta(days=more))
    assert sooner.next_due is not None
    assert later.next_due is not None
    assert sooner.next_due <= later.next_due


@pytest.mark.parametrize(
    ("said", "standing"), [(None, "late"), (date(2026, 6, 28), "answer"), (date(2025, 12, 30), "late")]
)
def test_done_in_time_and_not_yet_answered_is_not_late(said: date | None, standing: str) -> None:
    duty = Duty(date(2026, 1, 1), 6, date(2026, 1, 1), said)
    assert duty.standing(date(2026, 9, 1)) == standing
