"""A rectangular table read from a file, and the strict reading of separated text into one."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress

from reports.engine.findings import Findings
from reports.engine.limits import Limits

Cell = str | int | float | bool | datetime | None
DELIMITERS = (";", ",", "\t")
_NAMES = {";": "point-virgule", ",": "virgule", "\t": "tabulation"}


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

    def __len__(self) -> int:
        return len(self.lines)

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


def read_text_table(
    text: str, file: str, known: frozenset[str], limits: Limits, findings: Findings
) -> Table | None:
    """Rows of separated text under the header on line 1, or None with the reason among the findings.

    `known` holds the header keys that any accepted format uses: the delimiter is the one that recognises most.
    """
    text, skipped = _without_separator_line(text)
    delimiter = _delimiter(text, known)
    rows = _parse(text, delimiter, file, skipped, findings)
    if rows is None:
        return None
    if not rows or not any(map(str.strip, rows[0])):
        findings.error(
            "empty_file",
            "Le fichier est vide.",
            "Vérifiez l’export, puis déposez le fichier rempli.",
            file=file,
        )
        return None
    if _header_is_lower(rows, known, file, skipped, findings):
        return None
    header = tuple(cell.strip() for cell in rows.pop(0))
    if len(header) > limits.columns:
        findings.error(
            "too_many_columns",
            f"{len(header)} colonnes lues, {limits.columns} au plus sont admises.",
            "Gardez les colonnes décrites dans le format du rapport.",
            file=file,
        )
        return None
    lines = _line_numbers(text, delimiter, rows, skipped)
    rows, lines = _without_blank_rows(rows, lines)
    if not _rows_fit(rows, lines, len(header), file, limits, findings):
        return None
    columns = tuple(map(list, zip(*rows, strict=True))) if rows else tuple([] for _ in header)
    return Table(file, header, columns, lines)


def _without_separator_line(text: str) -> tuple[str, int]:
    """Drop an optional `sep=;` first line; how many lines were dropped."""
    first, _, rest = text.partition("\n")
    return (rest, 1) if first.strip().lower() in {f"sep={d}".strip() for d in DELIMITERS} else (text, 0)


def _delimiter(text: str, known: frozenset[str]) -> str:
    from reports.engine.headers import header_key

    first = next((line for line in io.StringIO(text[:100_000], newline="") if line.strip()), "")

    def score(delimiter: str) -> tuple[int, int]:
        cells = first.strip().split(delimiter)
        return sum(header_key(cell.strip('"')) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def _header_is_lower(
    rows: list[list[str]], known: frozenset[str], file: str, skipped: int, findings: Findings
) -> bool:
    """Whether title lines stand before the header, which is then named rather than guessed around."""
    from reports.engine.headers import header_key

    scores = [sum(header_key(cell) in known for cell in row[:300]) for row in rows[:20]]
    best = max(range(len(scores)), key=lambda k: scores[k])
    if best == 0 or scores[best] < 3 or scores[0] >= 3:
        return False
    line = best + 1 + skipped
    findings.error(
        "header_not_first",
        f"L’en-tête est à la ligne {line} au lieu de la ligne 1.",
        f"Supprimez les {best} lignes qui le précèdent, puis déposez le fichier de nouveau.",
        file=file,
        line=line,
    )
    return True


def _parse(text: str, delimiter: str, file: str, skipped: int, findings: Findings) -> list[list[str]] | None:
    # The limit on a cell is checked with its column's name later; here it only must not stop the reader.
    csv.field_size_limit(len(text) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    started = 0
    try:
        for row in reader:
            rows.append(row)
            started = reader.line_num
    except csv.Error:
        findings.error(
            "bad_quoting",
            "Un guillemet ouvert sur cette ligne n’est pas fermé, ou du texte suit un guillemet fermant.",
            "Doublez les guillemets à l’intérieur d’une cellule, ou exportez de nouveau depuis l’outil.",
            file=file,
            line=started + 1 + skipped,
        )
        return None
    return rows


def _line_numbers(text: str, delimiter: str, rows: list[list[str]], skipped: int) -> Sequence[int]:
    """First line of each row; rows spread over several lines when a cell holds line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    if '"' not in text:
        return range(2 + skipped, 2 + skipped + len(rows))
    ends = [reader.line_num for _ in reader]
    return [end + 1 + skipped for end in ends[:-1]]


def _without_blank_rows(rows: list[list[str]], lines: Sequence[int]) -> tuple[list[list[str]], Sequence[int]]:
    if all(row and row[0] for row in rows):
        return rows, lines
    kept = [any(cell and not cell.isspace() for cell in row) for row in rows]
    if all(kept):
        return rows, lines
    return list(compress(rows, kept)), list(compress(lines, kept))


def _rows_fit(
    rows: list[list[str]], lines: Sequence[int], width: int, file: str, limits: Limits, findings: Findings
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


def delimiter_name(delimiter: str) -> str:
    """The delimiter in words, for the assumptions shown with the delivery."""
    return _NAMES[delimiter]
