"""A delivered file as it is written, row by row, whatever is wrong with its content: for an annotated copy only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reports.engine.archive import scan_workbook
from reports.engine.celltext import text_of
from reports.engine.container import TEXT, WORKBOOK, check_type
from reports.engine.findings import Findings
from reports.engine.headers import keys_of
from reports.engine.limits import Limits
from reports.engine.profiles import PROFILES
from reports.engine.separated import delimiter_of
from reports.engine.text import MARKS

Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class RawSheet:
    """The rows of a file, or of one sheet of a workbook, each with its line; at most what a delivery may hold."""

    file: str
    title: str
    rows: Iterator[Row]


def raw_sheets(name: str, content: bytes, limits: Limits) -> list[RawSheet]:
    """The sheets of a file; none when it cannot be opened without risk."""
    ignored = Findings()
    kind = check_type(name, content, name, ignored)
    if kind == TEXT:
        return [RawSheet(name, "", _bounded(_text_rows(_lenient_text(content)), limits))]
    if kind == WORKBOOK and scan_workbook(content, name, limits, ignored) is not None:
        return _workbook_sheets(name, content, limits)
    return []


def _bounded(rows: Iterator[Row], limits: Limits) -> Iterator[Row]:
    for number, (line, cells) in enumerate(rows):
        if number > limits.rows:
            return
        yield line, cells[: limits.columns]


def _lenient_text(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(map(_lenient_line, content.split(b"\n")))


def _lenient_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _text_rows(text: str) -> Iterator[Row]:
    delimiter = delimiter_of(text, frozenset().union(*(keys_of(p.columns) for p in PROFILES.values())))
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    last = 0
    try:
        for cells in reader:
            rows.append((last + 1, cells))
            last = reader.line_num
    except csv.Error:
        # A stray quote: physical lines then tell more than rows.
        return ((n, line.split(delimiter)) for n, line in enumerate(text.splitlines(), start=1))
    return iter(rows)


def _workbook_sheets(name: str, content: bytes, limits: Limits) -> list[RawSheet]:
    # openpyxl refuses entity bombs only where defusedxml is installed, and is slow to import.
    import defusedxml
    import openpyxl

    assert defusedxml
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return [
            RawSheet(name, sheet.title, _bounded(_sheet_rows(sheet), limits)) for sheet in book.worksheets
        ]
    except (KeyError, ValueError, TypeError, OSError, AttributeError):
        return []


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield line, [text_of(cell) for cell in cells]
