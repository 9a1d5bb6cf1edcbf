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

from reports.engine.tables import Cell

BLOCK = 2_000
MOST_SHARED = 5_000
"""Different texts beyond which a column is taken to repeat none."""
MIDNIGHT = time()


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
        kept = [(line, row) for line, row in enumerate(block, start) if any(cell != "" for cell in row)]
        spilt += [line for line, row in kept if any(cell != "" for cell in row[width:])]
        lines += [line for line, _ in kept]
        for column, cells in zip(columns, zip(*(row[:width] for _, row in kept), strict=True), strict=False):
            column.extend(cells)
        start += len(block)
    return SheetRows(tuple(names), tuple(column.cells for column in columns), lines, spilt)


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
        plain = [_plain(cell) for cell in cells] if kinds & {float, date} else cells
        if self._repeats and kinds == {str}:
            self.cells += map(self._shared.setdefault, plain, plain)
            self._repeats = len(self._shared) <= MOST_SHARED
            self._shared = self._shared if self._repeats else {}
        else:
            self.cells += plain


def _plain(cell: Any) -> Any:
    """A day without time is the instant it begins; a whole number is written without decimals."""
    if type(cell) is date:
        return datetime.combine(cell, MIDNIGHT)
    return int(cell) if type(cell) is float and cell.is_integer() else cell
