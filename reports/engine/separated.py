"""Separated text to a table: strict, every row as wide as its header, nothing shifted."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from reports.engine.findings import Findings
from reports.engine.headers import header_key
from reports.engine.limits import Limits
from reports.engine.preamble import ask_header, find_header
from reports.engine.scanning import flat_columns, oddities_of
from reports.engine.tables import Cell, Table

DELIMITERS = (";", ",", "\t", "|", "¤")


def read_text_table(
    text: str, file: str, known: frozenset[str], limits: Limits, findings: Findings
) -> Table | None:
    """Rows of separated text under the header on line 1, or None with the reason among the findings.

    `known` holds the header keys that any accepted format uses: the delimiter is the one that recognises most.
    """
    text, skipped = _without_separator_line(text)
    delimiter, raw = delimiter_of(text, known), text.encode()
    if raw.count(delimiter.encode()) + raw.count(b"\n") > limits.cells:
        # Each cell takes far more once apart than the two bytes it may be written with.
        findings.error(
            "too_many_cells",
            f"Plus de {limits.cells} cellules.",
            "Gardez les colonnes du format, ou découpez l’export par période.",
            file=file,
        )
        return None
    flat = flat_columns(text, raw, delimiter) if delimiter.isascii() else None
    if flat and _is_plain(flat[0], known, limits):
        columns, longest = flat
        header = tuple(column[0].strip() for column in columns)
        cells: tuple[list[Cell], ...] = tuple([*column[1:]] for column in columns)
        lines: Sequence[int] = range(2 + skipped, 2 + skipped + len(cells[0]))
        return Table(
            file, header, cells, lines, oddities=oddities_of(raw, delimiter, longest), delimiter=delimiter
        )
    return _read_strictly(_Source(text, delimiter, file, skipped), known, limits, findings)


def _is_plain(columns: list[list[str]], known: frozenset[str], limits: Limits) -> bool:
    """Whether nothing needs the strict reader's care: header first, within the limits, no row of blanks."""
    named = sum(header_key(column[0]) in known for column in columns) >= 3
    return named and len(columns) <= limits.columns and len(columns[0]) <= limits.rows and all(columns[0])


@dataclass(frozen=True)
class _Source:
    text: str
    delimiter: str
    file: str
    skipped: int


def _read_strictly(
    source: _Source, known: frozenset[str], limits: Limits, findings: Findings
) -> Table | None:
    file = source.file
    rows = _parse(source.text, source.delimiter)
    if isinstance(rows, int):
        _report_quote(rows + source.skipped, file, findings)
        return None
    if not rows or not any(any(map(str.strip, row)) for row in rows[:50]):
        findings.error(
            "empty_file",
            "Le fichier est vide.",
            "Vérifiez l’export, puis déposez le fichier rempli.",
            file=file,
        )
        return None
    above = find_header(rows[:20], known)
    if above and not ask_header(file, "", above + 1 + source.skipped, above, findings):
        return None
    lines = _line_numbers(source, rows)[above:]
    header = tuple(cell.strip() for cell in rows[above])
    rows = rows[above + 1 :]
    if len(header) > limits.columns:
        findings.error(
            "too_many_columns",
            f"{len(header)} colonnes lues, {limits.columns} au plus sont admises.",
            "Gardez les colonnes décrites dans le format du rapport.",
            file=file,
        )
        return None
    rows, lines = _without_blank_rows(rows, lines)
    if not _rows_fit(rows, lines, len(header), file, limits=limits, findings=findings):
        return None
    columns = tuple(map(list, zip(*rows, strict=True))) if rows else tuple([] for _ in header)
    oddities = oddities_of(source.text.encode(), source.delimiter)
    return Table(file, header, columns, lines, oddities=oddities, delimiter=source.delimiter)


def _without_separator_line(text: str) -> tuple[str, int]:
    """Drop an optional `sep=;` first line; how many lines were dropped."""
    first, _, rest = text.partition("\n")
    return (rest, 1) if first.strip().lower() in {f"sep={d}".strip() for d in DELIMITERS} else (text, 0)


def delimiter_of(text: str, known: frozenset[str]) -> str:
    """The separator that recognises most of the first line."""
    first = next((line for line in _stream(text[:100_000]) if line.strip()), "")

    def score(delimiter: str) -> tuple[int, int]:
        cells = first.strip().split(delimiter)
        return sum(header_key(cell.strip('"')) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def _parse(text: str, delimiter: str) -> list[list[str]] | int:
    """Rows of the strict reader, or the first line of the row it refuses."""
    # A cell that is too long is named later with its column; here it must not stop the reader.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(_stream(text), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    started = 0
    try:
        for row in reader:
            rows.append(row)
            started = reader.line_num
    except csv.Error:
        return started + 1
    return rows


def _stream(text: str) -> io.TextIOWrapper:
    """The text as lines, ends kept as they are; a StringIO would hold four bytes a character."""
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="")


def _report_quote(line: int, file: str, findings: Findings) -> None:
    findings.error(
        "bad_quoting",
        "Un guillemet ouvert sur cette ligne n’est pas fermé, ou du texte suit un guillemet fermant.",
        "Doublez les guillemets à l’intérieur d’une cellule, ou exportez de nouveau depuis l’outil.",
        file=file,
        line=line,
    )


def _line_numbers(source: _Source, rows: list[list[str]]) -> Sequence[int]:
    """First line of each row after the first; a row takes several lines when a cell holds line breaks."""
    first = 2 + source.skipped
    if '"' not in source.text:
        return range(first, first + len(rows) - 1)
    reader = csv.reader(_stream(source.text), delimiter=source.delimiter, strict=True)
    ends = [reader.line_num for _ in reader]
    return [end + 1 + source.skipped for end in ends[:-1]]


def _without_blank_rows(rows: list[list[str]], lines: Sequence[int]) -> tuple[list[list[str]], Sequence[int]]:
    if all(row and row[0] for row in rows):
        return rows, lines
    kept = [any(cell and not cell.isspace() for cell in row) for row in rows]
    if all(kept):
        return rows, lines
    return list(compress(rows, kept)), list(compress(lines, kept))


def _rows_fit(
    rows: list[list[str]], lines: Sequence[int], width: int, file: str, *, limits: Limits, findings: Findings
) -> bool:
    if len(rows) > limits.rows:
        findings.error(
            "too_many_rows",
            f"{len(rows)} lignes lues, {limits.rows} au plus sont admises.",
            "Découpez l’export par période.",
            file=file,
        )
        return False
    if {width}.issuperset(map(len, rows)):
        return True
    for row, line in zip(rows, lines, strict=True):
        if len(row) != width:
            findings.error(
                "bad_field_count",
                f"{len(row)} cellules lues, {width} attendues d’après l’en-tête : les colonnes seraient décalées.",
                "Mettez entre guillemets les textes qui contiennent le séparateur, ou complétez l’en-tête.",
                file=file,
                line=line,
            )
    return False
