"""Reopenings from the times tickets came back."""

from __future__ import annotations

import numpy as np

from slas.engine.detectors.practices import Instants, Reopenings, Seconds


def reopenings(row: Seconds, done: Instants, back: Instants, resolved: Instants) -> Reopenings:
    """Parallel arrays in time order by ticket: `row`, since when it was over (`done`), when it was open again
    (`back`); `resolved`: the last resolution of every ticket.

    The next resolution is the one before the ticket's next return, or its last one.
    """
    follows = np.r_[row[1:] == row[:-1], False] if row.size else np.zeros(0, dtype=bool)
    following = np.where(follows, np.r_[done[1:], done[:1]], resolved[row])
    until = np.where(following >= back, (following - back).astype(np.int64), -1)
    return Reopenings(row, (back - done).astype(np.int64), until)
