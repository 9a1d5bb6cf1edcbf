"""A plain sheet looked at in whole pieces: where its cells lie, which rows are hidden.

Most exports hold nothing else than rows of plain cells; looking at their bytes with numpy takes a twentieth of the
time of following their markup event by event. Whatever is unusual (formulas, merges, errors, prefixes, comments,
another spelling of a reference) is `Unusual`: the part is then read again by `PartScanner`, event by event.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from reports.engine.limits import Limits
from reports.engine.partscan import SheetFacts, check_reach

_UNUSUAL = (b"<f", b"<!", b"mergeCell", b't="e"', b"='", b":c ", b":row", b"\0")
_ROW = re.compile(rb"<row [^>]*>")
_NUMBER = re.compile(rb' r="([0-9]+)"')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_REFERENCE = b' r="'
LONGEST_REFERENCE = 10


class Unusual(Exception):
    """The part is not made of plain rows of plain cells."""


class SheetScanner:
    """Streams one sheet part; `facts` are those of `PartScanner` for the same bytes."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.facts = SheetFacts()
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """Look at everything up to the last tag that begins in the chunk."""
        data = self._rest + chunk
        cut = data.rfind(b"<")
        if cut > 0:
            self._look(data[:cut])
            data = data[cut:]
        self._rest = data

    def close(self) -> None:
        self._look(self._rest)

    def _look(self, piece: bytes) -> None:
        if any(mark in piece for mark in _UNUSUAL):
            raise Unusual
        rows, columns = _references(piece)
        cells = piece.count(b"<c ")
        # Cells without a reference, or with one written another way, are counted otherwise.
        if cells != np.count_nonzero(columns) or b"<c>" in piece or b"<c/" in piece or _has_blank_tag(piece):
            raise Unusual
        if b'hidden="' in piece:
            self._note_hidden(piece)
        facts = self.facts
        facts.cells += cells
        if rows.size:
            facts.last_row = max(facts.last_row, int(rows.max()))
            facts.last_column = max(facts.last_column, int(columns.max()))
            check_reach(facts, self.limits)

    def _note_hidden(self, piece: bytes) -> None:
        for row in _ROW.findall(piece):
            if _HIDDEN.search(row):
                number = _NUMBER.search(row)
                if number is None:
                    raise Unusual
                self.facts.hidden_rows.append(int(number[1]))


def _has_blank_tag(piece: bytes) -> bool:
    """A tag name followed by a blank that is not a space."""
    return any(b"<c" + blank in piece for blank in (b"\t", b"\n", b"\r"))


def _references(piece: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of every `r="…"`; column 0 for the reference of a row. Raises Unusual for any other text."""
    octets = np.frombuffer(piece + b" " * LONGEST_REFERENCE, dtype=np.uint8)
    found = octets[: len(piece)] == _REFERENCE[0]
    for step in range(1, len(_REFERENCE)):
        found &= octets[step : len(piece) + step] == _REFERENCE[step]
    at = np.flatnonzero(found) + len(_REFERENCE)
    rows, columns = np.zeros(at.size, dtype=np.int64), np.zeros(at.size, dtype=np.int64)
    running, numbered = np.ones(at.size, dtype=bool), np.zeros(at.size, dtype=bool)
    for step in range(LONGEST_REFERENCE):
        letters = octets.take(at + step, mode="clip").astype(np.int64)
        capital = running & ~numbered & (letters >= ord("A")) & (letters <= ord("Z"))
        digit = running & (letters >= ord("0")) & (letters <= ord("9"))
        columns = np.where(capital, columns * 26 + letters - 64, columns)
        rows = np.where(digit, rows * 10 + letters - 48, rows)
        numbered |= digit
        if (running & ~capital & ~digit & (letters != ord('"'))).any():
            raise Unusual
        running = capital | digit
        if not running.any():
            break
    if running.any() or not numbered.all():
        raise Unusual
    return rows, columns
