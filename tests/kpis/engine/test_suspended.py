"""Waits of tickets on the wall clock."""

import numpy as np

from kpis.engine.suspended import gross_seconds, suspended_seconds


def at(*texts):
    return np.array(texts, dtype="datetime64[s]")


def waits(*rows):
    numbers, starts, ends = zip(*rows, strict=True) if rows else ((), (), ())
    return np.array(numbers, dtype=np.int64), at(*starts), at(*ends)


OPENED = at("2026-03-02T08:00", "2026-03-02T08:00", "2026-03-02T08:00", "2026-03-02T08:00")
RESOLVED = at("2026-03-02T09:00", "NaT", "2026-03-02T07:00", "2026-03-02T08:00")
NOTHING = np.zeros(4, dtype=np.int64)


def test_life_of_a_ticket():
    assert gross_seconds(OPENED, RESOLVED).tolist() == [3600, -1, -1, 0]


def test_waits_are_cut_to_the_life_and_never_counted_twice():
    found = suspended_seconds(
        OPENED,
        RESOLVED,
        waits(
            (0, "2026-03-02T07:30", "2026-03-02T08:10"),
            (0, "2026-03-02T08:05", "2026-03-02T08:15"),
            (0, "2026-03-02T08:50", "NaT"),
            (1, "2026-03-02T08:50", "NaT"),
            (-1, "2026-03-02T08:00", "2026-03-02T09:00"),
            (2, "2026-03-02T08:00", "2026-03-02T09:00"),
        ),
        NOTHING,
    )
    assert found.tolist() == [25 * 60, -1, -1, 0]


def test_a_declared_total_serves_where_the_journal_says_nothing():
    declared = np.array([600, 600, 600, 600])
    assert suspended_seconds(OPENED, RESOLVED, waits(), declared).tolist() == [600, -1, -1, 0]
    told = waits((0, "2026-03-02T08:00", "2026-03-02T08:01"))
    assert suspended_seconds(OPENED, RESOLVED, told, declared).tolist() == [60, -1, -1, 0]
    assert suspended_seconds(OPENED, RESOLVED, waits(), declared * 100)[0] == 3600
