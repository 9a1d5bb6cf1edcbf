"""The columns of normalised tickets, as they leave the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

Instants = NDArray[np.datetime64]

TEXTS = ("title", "category", "site", "service", "requester", "group", "pause_reason", "parent_reference")
DATES = ("opened_at", "picked_up_at", "resolved_at", "closed_at", "priority_changed_at")
TICKET_COLUMNS = (
    "reference", "type", "title", "priority", "initial_priority", "priority_changed_at", "status", "opened_at",
    "picked_up_at", "resolved_at", "closed_at", "declared_pause_seconds", "pause_reason", "category", "site",
    "service", "requester", "group", "reopen_count", "satisfaction", "declared_met", "parent_reference",
)  # fmt: skip
HUNDREDTH = Decimal("0.01")


@dataclass
class Tickets:
    """Columns of equal length by name, and the line each ticket came from."""

    columns: dict[str, Any]
    lines: Sequence[int]
    pauses: list[Pause] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.columns["reference"])


@dataclass(frozen=True)
class Pause:
    """One waiting interval, instants in UTC; `ended` None while it lasts."""

    reference: str
    started: np.datetime64
    ended: np.datetime64 | None
    reason: str
    label: str = ""


def instant_texts(instants: Instants) -> list[str | None]:
    """UTC instants as `2026-03-31 08:30:00`, None for NaT."""
    texts = np.datetime_as_string(instants.astype("datetime64[s]")).tolist()
    return [None if text == "NaT" else text.replace("T", " ") for text in texts]


def plain_columns(tickets: Tickets) -> dict[str, list[Any]]:
    """Every column as values JSON can carry: instants as text, decimals as text."""
    plain: dict[str, list[Any]] = {}
    for name in TICKET_COLUMNS:
        column = tickets.columns[name]
        if isinstance(column, np.ndarray):
            plain[name] = instant_texts(column) if column.dtype.kind == "M" else column.tolist()
        elif name == "satisfaction":
            plain[name] = [None if v is None else str(v.quantize(HUNDREDTH, ROUND_HALF_UP)) for v in column]
        else:
            plain[name] = column
    return plain
