"""The status journal of tickets: each change of status, and the times a ticket that was over came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.engine.rows import SEPARATOR, Instants, Move, instant_texts

OVER = frozenset({"resolved", "closed"})
OPEN = frozenset({"new", "in_progress", "waiting"})
FIELDS = ("reference", "position", "at", "before", "after", "actor", "reason")


def chained(reference: str, steps: Iterable[Move]) -> list[Move]:
    """The moves of one ticket in time order: a repeated status is no move, an absent `before` is the last `after`."""
    moves: list[Move] = []
    for step in steps:
        last = moves[-1].after if moves else ""
        if step.after != last:
            moves.append(step._replace(reference=reference, before=step.before or last))
    return moves


def packed_moves(moves: Sequence[Move], start: int, stop: int) -> dict[str, str]:
    """Moves `start` to `stop` as one text a column, as tickets are; `position` counts inside a ticket, from 0.

    Moves of one ticket follow each other.
    """
    piece = moves[start:stop]
    columns: dict[str, Any] = dict(zip(Move._fields, zip(*piece, strict=True), strict=True))
    columns["at"] = instant_texts(np.array(columns["at"], dtype="datetime64[s]"))
    columns["position"] = map(str, _positions(moves, start, stop))
    return {name: SEPARATOR.join(columns[name]) for name in FIELDS}


def unpacked_moves(columns: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """Rows of a packed piece, in the order of `FIELDS`. Raises ValueError or KeyError for foreign content."""
    cells = {name: columns[name].split(SEPARATOR) for name in FIELDS}
    cells["position"] = map(int, cells["position"])  # type: ignore[assignment]
    return zip(*cells.values(), strict=True)


def _positions(moves: Sequence[Move], start: int, stop: int) -> list[int]:
    first = start
    while first and moves[first - 1].reference == moves[start].reference:
        first -= 1
    positions, place, last = [], -1, None
    for move in moves[first:stop]:
        place = place + 1 if move.reference == last else 0
        last = move.reference
        positions.append(place)
    return positions[start - first :]


def returned_only(
    tickets: NDArray[np.int64], at: Instants, before: Sequence[str], after: Sequence[str]
) -> tuple[NDArray[np.int64], Instants, list[str]]:
    """Moves of the tickets of which one move at least is a return, in the columns that `reopenings` reads."""
    returns = [old in OVER and new in OPEN for old, new in zip(before, after, strict=True)]
    kept = np.isin(tickets, tickets[np.array(returns, dtype=bool)])
    return tickets[kept], at[kept], [status for status, keep in zip(after, kept, strict=True) if keep]


def reopenings(
    tickets: NDArray[np.int64], at: Instants, after: Sequence[str]
) -> tuple[NDArray[np.int64], Instants, Instants]:
    """Ticket, instant it was over, instant it was open again: one row for each time a ticket came back.

    Parallel arrays of moves, those of a ticket together and in order. « Over » is resolved or closed, from the
    first of such moves that follow each other; a cancellation is not a return. A journal that begins by a
    return does not tell since when the ticket was over: that return is left out.
    """
    found: list[tuple[int, Any, Any]] = []
    ticket, since = None, None
    for number, instant, status in zip(tickets.tolist(), at, after, strict=True):
        if number != ticket:
            ticket, since = number, None
        if status in OVER:
            since = instant if since is None else since
        else:
            if since is not None and status in OPEN:
                found.append((number, since, instant))
            since = None
    numbers, resolved, reopened = zip(*found, strict=True) if found else ((), (), ())
    return (
        np.array(numbers, dtype=np.int64),
        np.array(resolved, dtype="datetime64[s]"),
        np.array(reopened, dtype="datetime64[s]"),
    )
