"""One cell as text."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from reports.engine.headers import header_key
from reports.engine.tables import Cell


def choice_key(text: str) -> str:
    """Values are compared as headers are."""
    return header_key(text)


def text_of(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell if unicodedata.is_normalized("NFC", cell) else unicodedata.normalize("NFC", cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def without_guard(cell: str) -> str:
    """Exports put an apostrophe before `= + - @`, tab and carriage return; a reload takes exactly that off."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t", "\r"} else cell
