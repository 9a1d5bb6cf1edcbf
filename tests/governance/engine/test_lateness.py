"""What counts as kept: actions of a year, and decisions by all of their actions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from governance.engine.lateness import Dated, kept_in_year, kept_together

DAY = date(2026, 11, 17)


def action(due: int, done: int | None = None, state: str = "doing") -> Dated:
    """Due and done so many days before the day."""
    done_on = None if done is None else DAY - timedelta(days=done)
    return Dated(DAY - timedelta(days=due), "done" if done_on else state, done_on)


@pytest.mark.parametrize(
    ("actions", "kept"),
    [
        # Done in time eight months ago weighs as much as still late today.
        ([action(240, 250), action(200, 200), action(30), action(100, 99)], (2, 4)),
        # Due today and under way, due later, dropped: nothing can be said yet, or any more.
        ([action(0), action(-9), action(-9, 3), action(40, state="dropped")], (0, 0)),
        ([action(0, 0)], (1, 1)),
        # Twelve months, to the day.
        ([action(364, 380), action(365, 380)], (1, 1)),
        # Done after the committee: still late on its day.
        ([action(10, -2)], (0, 1)),
        ([], (0, 0)),
    ],
)
def test_actions_due_in_a_year(actions: list[Dated], kept: tuple[int, int]) -> None:
    assert kept_in_year(actions, DAY) == kept


@pytest.mark.parametrize(
    ("actions", "kept"),
    [
        ([action(40, 41), action(9, 9)], (1, 1)),
        ([action(40, 41), action(9, 8)], (0, 1)),
        ([action(40, 41), action(-9)], (0, 0)),
        ([action(40, 41), action(9, state="dropped")], (1, 1)),
        ([action(9, state="dropped")], (0, 0)),
        ([], (0, 0)),
    ],
)
def test_a_decision_is_carried_out_by_all_of_its_actions(actions: list[Dated], kept: tuple[int, int]) -> None:
    assert kept_together([actions], DAY) == kept
