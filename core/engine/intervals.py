"""Sets of half-open intervals `[start, end)` on an integer axis (seconds), handled as parallel arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Axis = NDArray[np.int64]


def union(starts: Axis, ends: Axis) -> tuple[Axis, Axis]:
    """The same points as disjoint, sorted, non-touching intervals. Empty or reversed ones vanish."""
    kept = ends > starts
    starts, ends = starts[kept], ends[kept]
    if starts.size == 0:
        return starts, ends
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    first = np.ones(starts.size, dtype=bool)
    first[1:] = starts[1:] > reach[:-1]
    last = np.append(first[1:], True)
    return starts[first], reach[last]


def clip(starts: Axis, ends: Axis, low: Axis | int, high: Axis | int) -> tuple[Axis, Axis]:
    """Each interval cut at its bounds (scalars or one per row); one left with nothing has zero length."""
    starts = np.clip(starts, low, np.maximum(low, high))
    return starts, np.maximum(starts, np.minimum(ends, high))


def measure(starts: Axis, ends: Axis) -> int:
    """The length of the union."""
    starts, ends = union(starts, ends)
    return int((ends - starts).sum())


def intersect(starts: Axis, ends: Axis, other_starts: Axis, other_ends: Axis) -> tuple[Axis, Axis]:
    """The points in both sets, disjoint and sorted."""
    starts, ends = union(starts, ends)
    other_starts, other_ends = union(other_starts, other_ends)
    first = np.searchsorted(other_ends, starts, side="right")
    count = np.maximum(np.searchsorted(other_starts, ends, side="left") - first, 0)
    mine = np.repeat(np.arange(starts.size), count)
    rank = np.arange(mine.size) - np.repeat(np.cumsum(count) - count, count)
    theirs = np.repeat(first, count) + rank
    return np.maximum(starts[mine], other_starts[theirs]), np.minimum(ends[mine], other_ends[theirs])


def subtract(starts: Axis, ends: Axis, other_starts: Axis, other_ends: Axis) -> tuple[Axis, Axis]:
    """The points of the first set outside the second, disjoint and sorted."""
    starts, ends = union(starts, ends)
    if starts.size == 0:
        return starts, ends
    other_starts, other_ends = union(other_starts, other_ends)
    gap_starts = np.concatenate([starts[:1], other_ends])
    gap_ends = np.concatenate([other_starts, ends[-1:]])
    return intersect(starts, ends, gap_starts, gap_ends)


def disjoint_by_row(row: Axis, starts: Axis, ends: Axis) -> tuple[Axis, Axis, Axis]:
    """Intervals of many rows with, inside each row, every overlap given to the earliest only.

    `row` is the group of each interval; starts and ends must be ≥ 0. Returns (row, start, length) sorted
    by row then start, where the lengths of a row sum to the measure of its union.
    """
    if row.size == 0:
        return row, starts, ends
    # One axis for all rows, each on its own stretch: a single running maximum then serves them all.
    shift = row * (int(ends.max()) + 1)
    lows, highs = starts + shift, np.maximum(starts, ends) + shift
    if (lows[1:] < lows[:-1]).any():
        order = np.argsort(lows, kind="stable")
        row, lows, highs, shift = row[order], lows[order], highs[order], shift[order]
    reach = np.maximum.accumulate(highs)
    np.maximum(lows[1:], reach[:-1], out=lows[1:])
    return row, lows - shift, np.maximum(highs - lows, 0)
