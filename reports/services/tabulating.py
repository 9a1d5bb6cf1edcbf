"""Any list of a few columns as rows of text, whatever its separator or its workbook, read where it harms nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import BinaryIO

from django.conf import settings

from core.engine.filetypes import safe_name
from core.storage import FileTooLarge, discard_file, private_path, store_file
from reports.engine.celltext import without_guard
from reports.engine.headers import header_key
from reports.services.sandbox import ParserDied, limited_output

MOST_ROWS = 5_000
Rows = list[tuple[int, dict[str, str]]]


class TableUnreadable(Exception):
    """The file gives no table; the message is in French, with the remedy."""


def read_rows(*, name: str, content: BinaryIO | bytes, columns: Sequence[str]) -> Rows:
    """Line number and cells by column of the first sheet; the file is dropped once read.

    Columns are known by their name, whatever their case, accents and order; others are left out.
    Raises TableUnreadable when there is no table, or none of the columns.
    """
    try:
        stored = store_file(content, most=settings.UPLOAD_MAX_BYTES)
    except FileTooLarge as error:
        raise TableUnreadable("Fichier trop lourd. Découpez la liste.") from error
    try:
        lines = _lines(safe_name(name), str(private_path(stored.name)))
    finally:
        discard_file(stored.name)
    if not lines:
        raise TableUnreadable("Fichier vide ou illisible. Enregistrez-le en CSV UTF-8 ou en XLSX.")
    if len(lines) > MOST_ROWS:
        raise TableUnreadable(f"Plus de {MOST_ROWS} lignes. Découpez la liste.")
    return _by_column(lines, columns)


def _lines(name: str, path: str) -> list[tuple[int, list[str]]]:
    """Every row of the file, its head included; none when it cannot be opened."""
    request = {"name": name, "path": path, "rows": MOST_ROWS + 1}
    try:
        output = limited_output("reports.tabulator", request)
        read = [json.loads(line) for line in output.splitlines()]
    except (ParserDied, ValueError):
        return []
    return [(row["line"], row["cells"]) for row in read if row["type"] == "row" and any(row["cells"])]


def _by_column(lines: list[tuple[int, list[str]]], columns: Sequence[str]) -> Rows:
    keys = {header_key(column): column for column in columns}
    head = [keys.get(header_key(cell), "") for cell in lines[0][1]]
    if not any(head):
        raise TableUnreadable(f"Aucune colonne reconnue. Colonnes attendues\u00a0: {', '.join(columns)}.")
    return [
        (line, {name: without_guard(cell.strip()) for name, cell in zip(head, cells, strict=False) if name})
        for line, cells in lines[1:]
    ]
