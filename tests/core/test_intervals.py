"""Interval sets against plain sets of integers."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.intervals import clip, disjoint_by_row, intersect, measure, subtract, union

sets = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)
quick = settings(max_examples=150, deadline=None)


def arrays(pairs):
    return tuple(np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))


def points(starts, ends):
    return {point for low, high in zip(starts, ends, strict=True) for point in range(low, high)}


def test_union_joins_what_touches():
    starts, ends = union(*arrays([(5, 7), (1, 3), (3, 4), (6, 6), (9, 8)]))
    assert (starts.tolist(), ends.tolist()) == ([1, 5], [4, 7])


def test_clip_leaves_zero_length_outside():
    starts, ends = clip(*arrays([(1, 3), (2, 9), (8, 9), (0, 1)]), 2, 5)
    assert (starts.tolist(), ends.tolist()) == ([2, 2, 5, 2], [3, 5, 5, 2])


def test_empty_sets():
    none = arrays([])
    assert measure(*none) == 0
    assert subtract(*none, *arrays([(1, 2)]))[0].tolist() == []
    assert disjoint_by_row(none[0], *none)[2].tolist() == []


@quick
@given(sets, sets)
def test_set_laws(one, two):
    first, second = arrays(one), arrays(two)
    left, right = points(*first), points(*second)
    assert points(*union(*first)) == left
    assert measure(*first) == len(left)
    for combine, expected in ((intersect, left & right), (subtract, left - right)):
        starts, ends = combine(*first, *second)
        assert points(starts, ends) == expected
        assert (ends > starts).all()
        assert (starts[1:] >= ends[:-1]).all()


@quick
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(0, 40)), max_size=10))
def test_each_row_counts_its_overlaps_once(marks):
    row = np.array([mark[0] for mark in marks], dtype=np.int64)
    starts, ends = arrays([mark[1:] for mark in marks])
    owner, low, length = disjoint_by_row(row, starts, ends)
    for number in range(4):
        mine = owner == number
        assert length[mine].sum() == len(points(starts[row == number], ends[row == number]))
        assert points(low[mine], (low + length)[mine]) == points(starts[row == number], ends[row == number])
