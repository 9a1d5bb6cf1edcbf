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

_UNUSUAL = (
    (b"<f", b"<f"),
    (b"<!", b"<!"),
    (b"eC", b"mergeCell"),
    (b'"e', b't="e"'),
    (b"='", b"='"),
    (b":c", b":c "),
    (b":r", b":row"),
)
"""What a plain sheet lacks: two octets compared everywhere, then the whole mark looked for where they stand."""
_HIDDEN_MARK = (b"dd", b'hidden="')
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
        octets = np.frombuffer(piece + b" " * LONGEST_REFERENCE, dtype=np.uint8)
        if b"\0" in piece or any(_holds(piece, octets, *mark) for mark in _UNUSUAL):
            raise Unusual
        rows, columns = _references(octets)
        begun = _matches(octets, b"<c")
        after = octets[2 : begun.size + 2]
        cells = np.count_nonzero(begun & (after == ord(" ")))
        # A letter goes on with another name. Cells without a reference, or with one written another way, are
        # counted otherwise.
        if cells != np.count_nonzero(columns) or cells != np.count_nonzero(begun & (after < ord("A"))):
            raise Unusual
        if _holds(piece, octets, *_HIDDEN_MARK):
            self._note_hidden(piece)
        facts = self.facts
        facts.cells += int(cells)
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


def _matches(octets: NDArray[np.uint8], mark: bytes) -> NDArray[np.bool_]:
    """Whether the mark begins at each octet; searching it takes ten times as long where its first one is frequent."""
    size = octets.size - LONGEST_REFERENCE
    found = octets[:size] == mark[0]
    for step in range(1, len(mark)):
        found &= octets[step : size + step] == mark[step]
    return found


def _holds(piece: bytes, octets: NDArray[np.uint8], pair: bytes, mark: bytes) -> bool:
    return bool(_matches(octets, pair).any()) and mark in piece


def _references(octets: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of every `r="…"`; column 0 for the reference of a row. Raises Unusual for any other text."""
    at = np.flatnonzero(_matches(octets, _REFERENCE)) + len(_REFERENCE)
    rows, columns = np.zeros(at.size, dtype=np.int64), np.zeros(at.size, dtype=np.int64)
    running, numbered = np.ones(at.size, dtype=bool), np.zeros(at.size, dtype=bool)
    for step in range(LONGEST_REFERENCE):
        signs = octets.take(at + step, mode="clip")
        # Octets wrap around below nought: one comparison tells both ends of a range.
        digits, letters = signs - ord("0"), signs - ord("A")
        digit = running & (digits < 10)
        capital = running & ~numbered & (letters < 26)
        if capital.any():
            columns = np.where(capital, columns * 26 + letters + 1, columns)
        rows = np.where(digit, rows * 10 + digits, rows)
        numbered |= digit
        if (running & ~capital & ~digit & (signs != ord('"'))).any():
            raise Unusual
        running = capital | digit
        if not running.any():
            break
    if running.any() or not numbered.all():
        raise Unusual
    return rows, columns
