"""Suspensions of many tickets at once, and their union on the service axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.engine.intervals import clip, disjoint_by_row
from slas.engine.timeline import Seconds, Timeline

NEVER = 2**40
"""Where a suspension that still runs ends on the service axis: beyond what any span of years holds."""


@dataclass(frozen=True, eq=False)
class Suspensions:
    """Accepted suspensions of some tickets: three parallel arrays, in any order, which may overlap.

    `row` is the index of the ticket in the arrays given beside; `start` and `end` are UTC instants
    (`datetime64[s]`). An end of NaT is a suspension that still runs; a start of NaT or an end before its
    start counts for nothing. Raises ValueError when the arrays differ in length.
    """

    row: NDArray[np.int64]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]

    def __init__(self, row: ArrayLike, start: ArrayLike, end: ArrayLike) -> None:
        object.__setattr__(self, "row", np.asarray(row, dtype=np.int64))
        object.__setattr__(self, "start", np.asarray(start, dtype="datetime64[s]"))
        object.__setattr__(self, "end", np.asarray(end, dtype="datetime64[s]"))
        if not self.row.shape == self.start.shape == self.end.shape or self.row.ndim != 1:
            raise ValueError("suspensions need three arrays of one length")

    def __len__(self) -> int:
        return int(self.row.size)

    def fit(self, rows: int) -> bool:
        """Whether every suspension names one of `rows` tickets."""
        return not len(self) or (int(self.row.min()) >= 0 and int(self.row.max()) < rows)

    def kept(self, mask: NDArray[np.bool_]) -> Suspensions:
        """Those of the mask."""
        return Suspensions(self.row[mask], self.start[mask], self.end[mask])

    def ended_by(self, instants: NDArray[np.datetime64]) -> Suspensions:
        """The same, none ending after the instant of its row (one per ticket): those that still run end
        there.
        """
        return Suspensions(self.row, self.start, np.fmin(self.end, instants[self.row]))

    def and_also(self, other: Suspensions) -> Suspensions:
        """These and others of the same tickets."""
        if not len(other):
            return self
        columns = ((self.row, other.row), (self.start, other.start), (self.end, other.end))
        return Suspensions(*(np.concatenate(pair) for pair in columns))

    def of_rows(self, mask: NDArray[np.bool_]) -> Suspensions:
        """Those of the rows of a mask over the tickets, renumbered for the tickets so kept."""
        kept = self.kept(mask[self.row])
        return Suspensions((np.cumsum(mask) - 1)[kept.row], kept.start, kept.end)


@dataclass(frozen=True, eq=False)
class ServicePauses:
    """Suspensions on the service axis, each overlap counted once: sorted by row, then position."""

    row: Seconds
    start: Seconds
    length: Seconds

    def total(self, rows: int) -> Seconds:
        """Suspended service seconds of each of the `rows` tickets."""
        result = np.zeros(rows, dtype=np.int64)
        np.add.at(result, self.row, self.length)
        return result

    def earlier(self) -> Seconds:
        """The suspended seconds of the same row before each suspension."""
        running = np.cumsum(self.length) - self.length
        first = np.ones(self.row.size, dtype=bool)
        first[1:] = self.row[1:] != self.row[:-1]
        return running - np.repeat(running[first], np.diff(np.append(np.flatnonzero(first), first.size)))

    def passed(self, budgets: Seconds, *, inclusive: bool) -> Seconds:
        """The suspended seconds a budget meets before it runs out, per ticket.

        `budgets` are positions on the service axis where the budget would end without any suspension.
        `inclusive` also takes a suspension that starts exactly when the budget ends.
        """
        # The budget used when a suspension starts only grows from one to the next: those met come first.
        spent, budget = self.start - self.earlier(), budgets[self.row]
        met = spent <= budget if inclusive else spent < budget
        return ServicePauses(self.row[met], self.start[met], self.length[met]).total(budgets.size)


def on_service_axis(
    axis: Timeline, suspensions: Suspensions, starts: Seconds, stops: Seconds | None = None
) -> ServicePauses:
    """Suspensions clipped to `[start, stop)` of their ticket and measured in service seconds.

    Without stops, those that still run have no end (`NEVER`).
    """
    row, running = suspensions.row, np.isnat(suspensions.end)
    begin = suspensions.start.view(np.int64)
    end = np.where(running, axis.end - 1, suspensions.end.view(np.int64))
    end = np.where(np.isnat(suspensions.start), begin, end)
    begin, end = clip(begin, end, starts[row], axis.end - 1 if stops is None else stops[row])
    low, high = axis.position(begin), axis.position(end)
    if stops is None:
        high[running & ~np.isnat(suspensions.start)] = NEVER
    served = high > low
    return ServicePauses(*disjoint_by_row(row[served], low[served], high[served]))
