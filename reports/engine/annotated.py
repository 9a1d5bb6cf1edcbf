"""The annotated copy of a delivery: its rows as text cells, the cells to correct coloured, the findings beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape

from reports.engine.headers import header_key
from reports.engine.rawrows import RawSheet, Row
from reports.engine.tables import column_letters

Line = dict[str, Any]
STYLES = {"error": 1, "question": 2, "warning": 3}
WORDS = {"error": "À corriger", "question": "Question", "warning": "Avertissement"}
HEAD = ("Gravité", "Fichier", "Feuille", "Ligne", "Colonne", "Ticket", "Valeur lue", "Problème", "Remède")
LONGEST = 32_000
"""Characters that a spreadsheet accepts in a cell, less a margin."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BAD_TITLE = re.compile(r"[\[\]:*?/\\']")
_OPENING = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<cols><col min="1" max="1" width="60" customWidth="1"/><col min="2" max="40" width="20" customWidth="1"/></cols>'
    "<sheetData>"
)
_CLOSING = "</sheetData></worksheet>"


def titles(sheets: Sequence[RawSheet]) -> list[str]:
    """Names of the pages of the copy: those of the sheets, else of the files; short and all different."""
    found = ["Constats"]
    for sheet in sheets:
        wanted = _BAD_TITLE.sub(" ", _FORBIDDEN.sub("", sheet.title or sheet.file))[:24].strip() or "Feuille"
        taken = {title.casefold() for title in found}
        tries = chain([wanted], (f"{wanted} ({n})" for n in range(2, len(sheets) + 2)))
        found.append(next(title for title in tries if title.casefold() not in taken))
    return found


def findings_page(findings: Iterable[Line]) -> Iterator[str]:
    """The page of all findings, as XML text piece by piece."""
    yield _OPENING
    yield _row(1, [(text, 4) for text in HEAD])
    for number, item in enumerate(findings, start=2):
        cells = (
            WORDS[item["severity"]], item["file"], item["sheet"], item["line"] or "", item["column"],
            item["reference"], item["value"], item["message"], item["remedy"],
        )  # fmt: skip
        yield _row(
            number, [(str(cells[0]), STYLES[item["severity"]]), *((str(cell), 0) for cell in cells[1:])]
        )
    yield _CLOSING


def annotated_page(sheet: RawSheet, findings: Iterable[Line]) -> Iterator[str]:
    """One sheet of the delivery with its findings, as XML text piece by piece; rows keep their line."""
    by_line: dict[int, list[Line]] = {}
    for item in findings:
        if item["file"] == sheet.file and item["line"] and item["sheet"] in {"", sheet.title}:
            by_line.setdefault(item["line"], []).append(item)
    head = list(islice(sheet.rows, 20))
    header = _header(head, {item["column"] for items in by_line.values() for item in items})
    yield _OPENING
    last = 0
    for line, cells in chain(head, sheet.rows):
        last = max(line, last + 1)  # two rows never share a line, whatever the file says
        yield _annotated_row(last, cells, by_line.get(line, []), header, is_first=last == 1)
    yield _CLOSING


def _header(rows: Sequence[Row], named: set[str]) -> dict[str, int]:
    """Place of each column by its name, from the row that holds most of the names that findings tell."""
    wanted = {header_key(name) for name in named if name}
    places = [{header_key(cell): k for k, cell in reversed(list(enumerate(cells)))} for _, cells in rows]
    return max(places, key=lambda place: len(wanted & set(place)), default={})


def _annotated_row(
    line: int, cells: Sequence[str], items: list[Line], header: dict[str, int], *, is_first: bool
) -> str:
    messages = " · ".join(dict.fromkeys(f"{item['message']} {item['remedy']}" for item in items))
    worst = min((STYLES[item["severity"]] for item in items), default=0)
    styles: dict[int, int] = {}
    for item in items:
        place = header.get(header_key(item["column"])) if item["column"] else None
        if place is not None:
            styles[place] = min(styles.get(place, 9), STYLES[item["severity"]])
    first = ("Constats" if is_first and not messages else messages, worst or (4 if is_first else 0))
    return _row(line, [first, *((cell, styles.get(k, 0)) for k, cell in enumerate(cells))])


def _row(number: int, cells: Iterable[tuple[str, int]]) -> str:
    parts = [
        f'<c r="{column_letters(k)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'
        for k, (text, style) in enumerate(cells)
        if text or style
    ]
    return f'<row r="{number}">{"".join(parts)}</row>'


def _text(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text[:LONGEST]
    return escape(_FORBIDDEN.sub("�", text[:LONGEST]))
