"""Looking once at the bytes of a whole text, which spares looking at each of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

_C0 = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_C1 = re.compile(b"\xc2[\x80-\x9f]")
# One pattern for each first bytes: a pattern that begins with fixed bytes is searched ten times faster.
_SPACELESS = (re.compile(b"\xe2\x80[\x8b-\x8f\xaa-\xae]"), re.compile(b"\xe2\x81[\xa0-\xa4\xa6-\xa9]"))
_ALONE = ("\u00ad".encode(), "\u061c".encode(), "\ufeff".encode())
ANY_LENGTH = 1 << 40


@dataclass(frozen=True)
class Oddities:
    """What the cells of a table may hold somewhere; `longest` is no less than the length of any cell."""

    controls: bool = True
    invisible: bool = True
    guards: bool = True
    longest: int = ANY_LENGTH


def oddities_of(raw: bytes, delimiter: str, longest: int = ANY_LENGTH) -> Oddities:
    """The oddities of a text in UTF-8."""
    return Oddities(
        controls=len(raw.translate(None, _C0)) != len(raw) or bool(_C1.search(raw)),
        invisible=any(pattern.search(raw) for pattern in _SPACELESS) or any(mark in raw for mark in _ALONE),
        guards=any(f"{before}'".encode() in raw for before in (delimiter, "\n", "\r", '"')),
        longest=longest,
    )


def flat_columns(text: str, raw: bytes, delimiter: str) -> tuple[list[list[str]], int] | None:
    """The columns of a text where slicing gives what the strict reader would, and a bound on cell lengths.

    That is: no quote, one kind of line end, the same number of delimiters on every line, no blank line. None
    otherwise. It takes a third of the reader's time.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    if '"' in text or (raw.count(b"\r") != (raw.count(b"\n") if end == "\r\n" else 0)):
        return None
    if end == "\r\n" and raw.count(b"\r\n") != raw.count(b"\n"):
        return None
    if not text.endswith(end):
        text, raw = text + end, raw + end.encode()
    octets = np.frombuffer(raw, dtype=np.uint8)
    marks = np.flatnonzero((octets == ord(delimiter)) | (octets == ord("\n")))
    width = int(np.argmax(octets[marks] == ord("\n"))) + 1
    if marks.size % width or width == 1:
        return None
    ends = (octets[marks] == ord("\n")).reshape(-1, width)
    if ends[:, :-1].any() or not ends[:, -1].all():
        return None
    cells = text.replace(end, delimiter).split(delimiter)
    cells.pop()
    longest = int(np.diff(marks, prepend=-1).max())
    return [cells[k::width] for k in range(width)], longest
