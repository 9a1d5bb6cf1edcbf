"""A rectangular table read from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reports.engine.scanning import Oddities

Cell = str | int | float | bool | datetime | None


@dataclass(frozen=True)
class Table:
    """Columns of equal length under a header; `lines[k]` is the line of row k as a spreadsheet numbers it."""

    file: str
    header: tuple[str, ...]
    columns: tuple[list[Cell], ...]
    lines: Sequence[int]
    sheet: str = ""
    is_workbook: bool = False
    first_serial_year: int = 1900
    oddities: Oddities = field(default_factory=Oddities)
    delimiter: str = ""

    def __len__(self) -> int:
        return len(self.lines)

    def is_blank(self, index: int) -> bool:
        """Whether a column holds nothing at all: lines that end with a separator make one."""
        return not any(cell is not None and str(cell).strip() for cell in self.columns[index])

    def place(self, row: int | None = None, column: int | None = None) -> dict[str, object]:
        """Where a row or a cell stands, for a finding."""
        found: dict[str, object] = {"file": self.file, "sheet": self.sheet}
        if row is not None:
            found["line"] = self.lines[row]
        if column is not None:
            found["column"] = self.header[column]
            if row is not None and self.is_workbook:
                found["cell"] = f"{column_letters(column)}{self.lines[row]}"
        return found


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
