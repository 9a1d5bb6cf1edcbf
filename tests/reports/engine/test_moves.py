"""Changes of status: chained, packed, and the returns they tell."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reports.engine.moves import chained, packed_moves, reopenings, unpacked_moves
from reports.engine.rows import Move


def at(minute: int) -> np.datetime64:
    return np.datetime64("2026-03-02T08:00:00", "s") + np.timedelta64(minute, "m")


def moves(reference: str, *statuses: str) -> list[Move]:
    return chained(reference, [Move(reference, at(k), "", status) for k, status in enumerate(statuses)])


def test_a_repeated_status_is_no_move_and_an_absent_start_is_the_last_end():
    found = moves("A", "new", "new", "in_progress", "resolved")
    assert [(m.before, m.after) for m in found] == [
        ("", "new"),
        ("new", "in_progress"),
        ("in_progress", "resolved"),
    ]


def test_positions_restart_with_each_ticket_wherever_pieces_are_cut():
    told = [*moves("A", "new", "in_progress", "closed"), *moves("B", "new", "resolved")]
    whole = [row[1] for row in unpacked_moves(packed_moves(told, 0, 10))]
    cut = [row[1] for start in range(0, 5, 2) for row in unpacked_moves(packed_moves(told, start, start + 2))]
    assert whole == cut == [0, 1, 2, 0, 1]


def test_a_return_starts_at_the_first_of_the_moves_that_end_the_ticket():
    tickets = np.array([7] * 5 + [8] * 3 + [9] * 2)
    after = [
        *("in_progress", "resolved", "closed", "in_progress", "closed"),
        *("resolved", "cancelled", "in_progress"),
        *("in_progress", "resolved"),
    ]
    instants = np.array([at(k) for k in range(10)])
    found = reopenings(tickets, instants, after)
    assert [column.tolist() for column in found] == [[7], [at(1).tolist()], [at(3).tolist()]]


@given(st.lists(st.sampled_from(["new", "in_progress", "waiting", "resolved", "closed", "cancelled"])))
def test_returns_follow_each_other_and_never_overlap(statuses):
    told = moves("A", *statuses)
    instants = np.array([m.at for m in told], dtype="datetime64[s]")
    ticket, since, back = reopenings(np.zeros(len(told), dtype=np.int64), instants, [m.after for m in told])
    assert len(ticket) <= len(told) // 2
    assert (since < back).all()
    assert (back[:-1] <= since[1:]).all()
