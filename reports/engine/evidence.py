"""What the cells of an unknown column show: dates, words of a known kind, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reports.engine.celltext import text_of
from reports.engine.cleaning import plain_date, plain_text
from reports.engine.dates import Written, take_apart
from reports.engine.durations import read_duration
from reports.engine.proposed_words import proposed_status, proposed_type
from reports.engine.tables import Table

LOOKED_AT = 2_000
"""Rows of a file looked at to propose a mapping."""
MOST_LABELS = 60
"""Different values beyond which a column holds no choice."""
MOSTLY = 0.8


@dataclass(frozen=True)
class Shown:
    """One column: its header and its first cells as trimmed text."""

    header: str
    cells: Sequence[str]

    @classmethod
    def of(cls, table: Table, index: int, missing: frozenset[str]) -> Shown:
        texts = (text_of(cell).strip() for cell in table.columns[index][:LOOKED_AT])
        return cls(table.header[index], ["" if text in missing else text for text in texts])

    @cached_property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]

    @cached_property
    def labels(self) -> list[str]:
        """Different values, the most frequent first."""
        return [label for label, _ in Counter(plain_text(cell) for cell in self.filled).most_common()]

    @cached_property
    def written(self) -> Written:
        return take_apart([plain_date(cell) for cell in self.cells])

    @cached_property
    def is_dates(self) -> bool:
        return bool(self.filled) and int(self.written.ok.sum()) >= MOSTLY * len(self.filled)

    @property
    def is_durations(self) -> bool:
        return self._mostly(lambda cell: read_duration(cell) is not None)

    @property
    def is_reference(self) -> bool:
        return (
            bool(self.filled)
            and len(self.filled) == len(self.cells)
            and len(set(self.filled)) == len(self.filled)
        )

    @property
    def is_choice(self) -> bool:
        few = min(MOST_LABELS, max(2, len(self.filled) // 2))
        return bool(self.filled) and len(self.labels) <= few and not self.is_dates

    def shows(self, kind: str) -> bool:
        """Whether most different values are words of that kind."""
        known = {"status": proposed_status, "type": proposed_type}[kind]
        return self.is_choice and sum(bool(known(label)) for label in self.labels) >= MOSTLY * len(
            self.labels
        )

    def _mostly(self, fits: Callable[[str], bool]) -> bool:
        return bool(self.filled) and sum(map(fits, self.filled)) >= MOSTLY * len(self.filled)


def fits(field_kind: str, column: Shown) -> bool:
    """Whether the cells can hold a field of that kind; an empty column says nothing against it."""
    if not column.filled:
        return True
    if field_kind == "date":
        return column.is_dates
    if field_kind == "duration":
        return column.is_durations and not column.is_dates
    if field_kind == "choice":
        return len(column.labels) <= MOST_LABELS and not column.is_dates
    return field_kind not in {"text", "reference"} or not column.is_dates


def order_evidence(columns: Sequence[Shown]) -> str:
    """dmy or mdy where a number above 12 settles it, iso where the year leads, else ""."""
    days = [
        (c.written.a[c.written.ok & ~c.written.iso], c.written.b[c.written.ok & ~c.written.iso])
        for c in columns
    ]
    a, b = (np.concatenate([pair[k] for pair in days]) if days else np.empty(0) for k in (0, 1))
    if not a.size:
        return "iso" if any(c.written.ok.any() for c in columns) else ""
    if (a > 12).any():
        return "" if (b > 12).any() else "dmy"
    return "mdy" if (b > 12).any() else ""
