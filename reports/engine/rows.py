"""The columns of normalised tickets, as they leave the reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Instants = NDArray[np.datetime64]

TEXTS = (
    "title", "category", "site", "service", "requester", "group", "pause_reason", "parent_reference", "duplicate_of",
    "cancelled_by", "cancel_reason",
)  # fmt: skip
DATES = (
    "opened_at",
    "picked_up_at",
    "resolved_at",
    "closed_at",
    "priority_changed_at",
    "assigned_at",
    "restored_at",
)
TICKET_COLUMNS = (
    "reference", "type", "title", "priority", "initial_priority", "priority_changed_at", "status", "opened_at",
    "picked_up_at", "resolved_at", "closed_at", "declared_pause_seconds", "pause_reason", "category", "site",
    "service", "requester", "group", "reopen_count", "satisfaction", "declared_met", "parent_reference",
    "duplicate_of", "cancelled_by", "cancel_reason", "assigned_at", "restored_at", "lowering_approved",
)  # fmt: skip
NULLABLE = frozenset(("satisfaction", *DATES))
WHOLE = frozenset(("declared_pause_seconds", "reopen_count"))
ANSWERS = frozenset(("declared_met", "lowering_approved"))
FLAGS = {"": None, "True": True, "False": False}
EPOCH = np.datetime64(0, "s")
HUNDREDTH = Decimal("0.01")


@dataclass
class Tickets:
    """Columns of equal length by name, and the line each ticket came from."""

    columns: dict[str, Any]
    lines: Sequence[int]
    pauses: list[Pause] = field(default_factory=list)
    file: str = ""
    moves: list[Move] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.columns["reference"])


def no_tickets(file: str) -> Tickets:
    """The columns of a file without tickets."""
    nothing = np.empty(0, dtype="datetime64[s]")
    return Tickets({name: nothing if name in DATES else [] for name in TICKET_COLUMNS}, [], file=file)


@dataclass(frozen=True)
class Pause:
    """One waiting interval, instants in UTC; `ended` None while it lasts."""

    reference: str
    started: np.datetime64
    ended: np.datetime64 | None
    reason: str
    label: str = ""


class Move(NamedTuple):
    """From `at` on (UTC), the ticket is `after`; `before` is empty when the journal begins there."""

    reference: str
    at: np.datetime64
    before: str
    after: str
    actor: str = ""
    reason: str = ""


def instant_texts(instants: Instants) -> list[str]:
    """UTC instants as `2026-03-31 08:30:00`, empty for NaT."""
    known = ~np.isnat(instants)
    if not known.any():
        return [""] * len(instants)
    texts = np.datetime_as_string(np.where(known, instants, EPOCH).astype("datetime64[s]"))
    letters = texts.view("U1").reshape(texts.size, -1)
    letters[:, 10] = " "
    return np.where(known, texts, "").tolist()


SEPARATOR = "\x1f"
"""Between the cells of a packed column: a control character, so no accepted text holds it."""


def packed_columns(tickets: Tickets, names: Iterable[str], start: int, stop: int) -> dict[str, str]:
    """Rows `start` to `stop` as one text a column: cheap to write as JSON, whatever the number of rows."""
    return {name: SEPARATOR.join(_texts(tickets.columns[name][start:stop])) for name in names}


def constant_columns(read: Sequence[Tickets]) -> list[str]:
    """Columns that hold one value on every row, of a delivery with one file of tickets: they are sent once."""
    if len(read) != 1 or not len(read[0]):
        return []
    return [name for name in TICKET_COLUMNS if name != "reference" and _is_constant(read[0].columns[name])]


def _is_constant(column: Any) -> bool:
    if isinstance(column, np.ndarray):
        return bool(np.isnat(column).all() or (column == column[0]).all())
    return bool(column[0] == column[-1]) and column.count(column[0]) == len(column)


def unpacked_column(name: str, packed: str) -> list[Any]:
    """The values of a packed column, ready for the database. Raises ValueError or KeyError for foreign content."""
    cells = packed.split(SEPARATOR)
    if name in NULLABLE:
        return [cell or None for cell in cells]
    if name in WHOLE:
        return list(map(int, cells))
    return [FLAGS[cell] for cell in cells] if name in ANSWERS else cells


def _texts(column: Any) -> list[str]:
    if isinstance(column, np.ndarray):
        return instant_texts(column)
    if column and isinstance(column[0], str):
        return column
    words = {value: _text(value) for value in set(column)}
    return [words[value] for value in column]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(value.quantize(HUNDREDTH, ROUND_HALF_UP))
    return str(value)
