"""The rows of one sheet to columns, taken from the native reader a block at a time.

The reader holds the whole sheet; what is built beside it must stay small. So equal texts of a column are one object,
and no list of all the rows ever exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import numpy as np

from reports.engine.tables import Cell

BLOCK = 1_000
MOST_SHARED = 5_000
"""Different texts beyond which a column is taken to repeat none."""
MIDNIGHT = time()
EXACT = 2**53
"""Whole numbers beneath it are the same as floats and as integers."""


@dataclass(frozen=True)
class SheetRows:
    """What a sheet holds under its header: columns of equal length, the line of each row, lines that spill over."""

    header: tuple[str, ...]
    columns: tuple[list[Cell], ...]
    lines: list[int]
    spilt: list[int]


def sheet_rows(sheet: Any, above: int) -> SheetRows:
    """The rows under the header, which stands below `above` lines; those that hold nothing are left out."""
    rows = _from_first_column(sheet)
    names = [str(cell).strip() for cell in next(islice(rows, above, None))]
    while names and not names[-1]:
        names.pop()
    width = len(names)
    columns = [_Column() for _ in names]
    lines: list[int] = []
    spilt: list[int] = []
    start = above + 2
    while block := list(islice(rows, BLOCK)):
        kept, own = _filled(block, start)
        lines += own
        spilt += _spilling(kept, own, width)
        for column, cells in zip(columns, zip(*kept, strict=True), strict=False):
            column.extend(cells)
        start += len(block)
    return SheetRows(tuple(names), tuple(column.cells for column in columns), lines, spilt)


def _filled(block: list[list[Any]], start: int) -> tuple[list[list[Any]], Sequence[int]]:
    """The rows of a block that hold something, and the line of each."""
    if all(map(any, block)):  # no row is blank, nor made of noughts alone
        return block, range(start, start + len(block))
    held = [(line, row) for line, row in enumerate(block, start) if any(cell != "" for cell in row)]
    return [row for _, row in held], [line for line, _ in held]


def _spilling(rows: list[list[Any]], lines: Sequence[int], width: int) -> list[int]:
    """Lines that hold something beyond the header; all rows of a sheet are as wide as its widest."""
    if not rows or len(rows[0]) <= width:
        return []
    return [line for line, row in zip(lines, rows, strict=True) if any(cell != "" for cell in row[width:])]


def _from_first_column(sheet: Any) -> Iterator[list[Any]]:
    """The reader begins at the first column that holds something."""
    missing = [""] * (sheet.start[1] if sheet.start else 0)
    return (missing + row for row in sheet.iter_rows()) if missing else sheet.iter_rows()


class _Column:
    """The cells of one column in plain form, equal texts being one object where they repeat."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self._shared: dict[str, str] = {}
        self._repeats = True

    def extend(self, cells: Sequence[Any]) -> None:
        kinds = set(map(type, cells))
        if self._repeats and kinds == {str}:
            self.cells += map(self._shared.setdefault, cells, cells)
            self._repeats = len(self._shared) <= MOST_SHARED
            self._shared = self._shared if self._repeats else {}
        else:
            self.cells += _plain(cells, kinds)


def _plain(cells: Sequence[Any], kinds: set[type]) -> Sequence[Cell]:
    """A day without time is the instant it begins; a whole number is written without decimals."""
    if date in kinds:
        cells = [datetime.combine(cell, MIDNIGHT) if type(cell) is date else cell for cell in cells]
    if kinds == {float}:
        numbers = np.array(cells)
        if (np.abs(numbers) < EXACT).all() and (numbers == np.trunc(numbers)).all():
            return numbers.astype(np.int64).tolist()
    if float in kinds:
        cells = [int(cell) if type(cell) is float and cell.is_integer() else cell for cell in cells]
    return cells
