"""Dates of a delivered file: explicit formats only, one order of day and month for the whole file.

Accepted: `jj/mm/aaaa hh:mm[:ss]`, `jj-mm-aaaa hh:mm[:ss]`, ISO 8601 with a space or `T`, with or without an offset.
Never guessed: two-digit years, dates without a time, 24:00, epoch numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Letters = NDArray[np.int32]
Flags = NDArray[np.bool_]

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
ISO_TEMPLATES = ("YYYY-MM-DD hh:mm", "YYYY-MM-DD hh:mm:ss", "YYYY-MM-DDThh:mm", "YYYY-MM-DDThh:mm:ss")
OTHER_TEMPLATES = ("aa/bb/YYYY hh:mm", "aa/bb/YYYY hh:mm:ss", "aa-bb-YYYY hh:mm", "aa-bb-YYYY hh:mm:ss")
LONGEST = 40
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)? ?(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
_OTHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}) +(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_SPACES = re.compile("[\u00a0\u202f]")


@dataclass(frozen=True)
class Written:
    """Date cells taken apart, before the order of day and month is known.

    `a`, `b`: the two numbers before the year (day and month for ISO); `offset`: seconds east of UTC where
    written, else `NO_OFFSET`; `blank`: empty cell; `ok`: the cell has one of the accepted shapes.
    """

    a: Ints
    b: Ints
    year: Ints
    seconds: Ints
    offset: Ints
    iso: Flags
    blank: Flags
    ok: Flags


NO_OFFSET = 10**6
WESTMOST, EASTMOST = -12 * 3600, 14 * 3600


def take_apart(cells: Sequence[str]) -> Written:
    """Split stripped cells into their numbers; cells of no accepted shape have `ok` false."""
    size = len(cells)
    lengths = np.fromiter(map(len, cells), dtype=np.int64, count=size)
    parts = np.zeros((4, size), dtype=np.int64)
    offset = np.full(size, NO_OFFSET, dtype=np.int64)
    iso = np.zeros(size, dtype=bool)
    ok = np.zeros(size, dtype=bool)
    blank = lengths == 0
    if size:
        codes = np.array(cells, dtype="U19").view(np.int32).reshape(size, 19)
        for template in (*OTHER_TEMPLATES, *ISO_TEMPLATES):
            _read_template(codes, lengths, template, parts, ok, iso)
    for row in np.flatnonzero(~ok & ~blank & (lengths <= LONGEST)):
        _read_cell(cells[int(row)], int(row), parts, offset, ok, iso)
    return Written(parts[0], parts[1], parts[2], parts[3], offset, iso, blank, ok)


def _read_template(codes: Letters, lengths: Ints, template: str, parts: Ints, ok: Flags, iso: Flags) -> None:
    rows = np.flatnonzero((lengths == len(template)) & ~ok)
    if not rows.size:
        return
    part = codes[rows, : len(template)]
    digits = part - ord("0")
    fit = np.ones(rows.size, dtype=bool)
    for place, letter in enumerate(template):
        if letter.isalpha() and letter != "T":
            fit &= (digits[:, place] >= 0) & (digits[:, place] <= 9)
        else:
            fit &= part[:, place] == ord(letter)

    def number(letter: str) -> Ints:
        total = np.zeros(rows.size, dtype=np.int64)
        for place, own in enumerate(template):
            if own == letter:
                total = total * 10 + digits[:, place]
        return total

    is_iso = template.startswith("Y")
    first, second = (number("D"), number("M")) if is_iso else (number("a"), number("b"))
    hours, minutes, seconds = number("h"), number("m"), number("s")
    fit &= (hours <= 23) & (minutes <= 59) & (seconds <= 59)
    chosen = rows[fit]
    parts[0, chosen], parts[1, chosen], parts[2, chosen] = first[fit], second[fit], number("Y")[fit]
    parts[3, chosen] = (hours * 3600 + minutes * 60 + seconds)[fit]
    ok[chosen], iso[chosen] = True, is_iso


def _read_cell(cell: str, row: int, parts: Ints, offset: Ints, ok: Flags, iso: Flags) -> None:
    text = _SPACES.sub(" ", cell)
    if match := _ISO.fullmatch(text):
        year, second, first, hours, minutes, seconds, shift = match.groups()
        shifted = _shift(shift) if shift else NO_OFFSET
        if shifted is None:
            return
        iso[row], offset[row] = True, shifted
    elif match := _OTHER.fullmatch(text):
        first, _, second, year, hours, minutes, seconds = match.groups()
    else:
        return
    clock = int(hours), int(minutes), int(seconds or 0)
    if clock[0] > 23 or clock[1] > 59 or clock[2] > 59:
        return
    parts[:, row] = int(first), int(second), int(year), clock[0] * 3600 + clock[1] * 60 + clock[2]
    ok[row] = True


def _shift(text: str) -> int | None:
    """Seconds east of UTC; None for an offset that no clock of the world has."""
    if text == "Z":
        return 0
    sign, minutes = (-1 if text[0] == "-" else 1), int(text[-2:])
    seconds = sign * (int(text[1:3]) * 3600 + minutes * 60)
    return seconds if minutes < 60 and WESTMOST <= seconds <= EASTMOST else None


def walls(written: Written, order: str) -> tuple[Ints, Flags]:
    """Seconds of the written wall time since 1970, and which cells are real dates under that order."""
    swap = ~written.iso & (order == MONTH_FIRST)
    day, month = np.where(swap, written.b, written.a), np.where(swap, written.a, written.b)
    good = written.ok & (month >= 1) & (month <= 12) & (day >= 1) & (written.year >= 1)
    months = np.where(good, (written.year - 1970) * 12 + month - 1, 0)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    good &= day <= following - first
    return np.where(good, (first + day - 1) * 86_400 + written.seconds, 0), good


def settle_order(columns: Sequence[Written], month: tuple[date, date] | None) -> str | None:
    """The order of day and month of a whole file, or None when it cannot be told.

    A number above 12 decides. Otherwise day first holds if it dates no opening (the first column) after the
    delivered month (its first and last days), unless month first explains the file as well. Without a month to
    confront, day first holds.
    """
    a, b = (_numbers(columns, name) for name in ("a", "b"))
    if (a > 12).any() or not a.size:
        return DAY_FIRST
    if (b > 12).any():
        return None
    if month is None or np.array_equal(a, b):
        return DAY_FIRST
    day_first, _ = _fits(columns[0], DAY_FIRST, *month)
    return DAY_FIRST if day_first and not all(_fits(columns[0], MONTH_FIRST, *month)) else None


def _numbers(columns: Sequence[Written], name: str) -> Ints:
    return np.concatenate([getattr(w, name)[w.ok & ~w.iso] for w in columns] or [np.empty(0, dtype=np.int64)])


def _fits(openings: Written, order: str, first: date, last: date) -> tuple[bool, bool]:
    """Whether no opening lies after the month, and whether most lie within it."""
    seconds, good = walls(openings, order)
    days = seconds[good & ~openings.iso] // 86_400
    low, high = (np.datetime64(day, "D").astype(np.int64) for day in (first, last))
    return bool((days <= high).all()), bool(2 * (days >= low).sum() >= days.size)
