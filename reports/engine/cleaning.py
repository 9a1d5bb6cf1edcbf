"""Cells of tools put in plain form: markup, entities, several lines, spaced numbers, dates written in words.

Only exports of tools go through it: the portal's own template is read to the letter.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from reports.engine.headers import header_key

_NEEDS = re.compile(r"[\n\r\t&<\u00a0\u202f]")
_BREAK = re.compile(r"<\s*br\s*/?\s*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\u00a0\u202f]+")
_SPACED_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+", re.ASCII)
_PROGRESS = re.compile(r"\s+\d{1,3}\s*%$", re.ASCII)
_SHAPES = (
    # 25/Feb/26 10:17 PM, 25 févr. 2026 22:17:05, 25-Feb-2026 22:17
    re.compile(r"(?P<d>\d{1,2})[/\- ](?P<name>[^\W\d_]{3,10})\.?,?[/\- ](?P<y>\d{4}|\d{2}),?\s+(?P<clock>.+)"),
    # Feb 25, 2026 10:17 PM
    re.compile(r"(?P<name>[^\W\d_]{3,10})\.? (?P<d>\d{1,2}),? (?P<y>\d{4}),?\s+(?P<clock>.+)"),
)  # fmt: skip
_CLOCK = re.compile(r"(?:at |à )?(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[ T]+(.+))?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(\D.*)", re.ASCII | re.DOTALL)
_NUMBERS_FIRST = re.compile(
    r"(\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}-\d{2}-\d{2}),? +(.*[ap]\.?m\.?)", re.IGNORECASE
)
_MONTH_WORDS = (
    ("jan", "janv", "january", "janvier", "janeiro", "januar", "ene", "enero"),
    ("feb", "fev", "fevr", "february", "fevrier", "fevereiro", "februar", "febrero"),
    ("mar", "mars", "march", "marco", "marz", "mrz", "marzo"),
    ("apr", "avr", "abr", "april", "avril", "abril"),
    ("may", "mai", "maio", "mayo"),
    ("jun", "juin", "june", "junho", "juni", "junio"),
    ("jul", "juil", "july", "juillet", "julho", "juli", "julio"),
    ("aug", "aou", "aout", "ago", "august", "agosto"),
    ("sep", "sept", "set", "september", "septembre", "setembro", "septiembre"),
    ("oct", "out", "okt", "october", "octobre", "outubro", "oktober", "octubre"),
    ("nov", "november", "novembre", "novembro", "noviembre"),
    ("dec", "dez", "dic", "december", "decembre", "dezembro", "dezember", "diciembre"),
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, start=1) for word in words}


def cleaned(kind: str, name: str, cells: Sequence[str]) -> list[str]:
    """The cells of one column in plain form, by what they hold; each different text is looked at once."""
    clean = _cleaner(kind, name)
    words = {cell: clean(cell) for cell in set(cells)}
    return [words[cell] for cell in cells]


def _cleaner(kind: str, name: str) -> Callable[[str], str]:
    if kind == "date":
        return plain_date
    if kind == "reference":
        return plain_reference
    return (lambda cell: plain_text(cell, " ")) if name == "title" else plain_text


def plain_text(cell: str, link: str = ", ") -> str:
    """One line of text: entities read, lines (real ones or `<br>`) joined."""
    if not _NEEDS.search(cell):
        return cell
    lines = _BREAK.sub("\n", html.unescape(cell)).splitlines()
    parts = (_BLANKS.sub(" ", line).strip() for line in lines)
    return link.join(part for part in parts if part)


def plain_reference(cell: str) -> str:
    """A number whose thousands are spaced is the same number: `5 732 943` → `5732943`."""
    text = plain_text(cell, " ")
    return _BLANKS.sub("", text) if _SPACED_NUMBER.fullmatch(text) else text


def plain_date(cell: str) -> str:
    """The date of a cell in a shape that the reading of dates admits; a text that is no date stays as it is.

    Only the first line counts: some tools write a progress below. Months in words are never ambiguous.
    """
    text = _PROGRESS.sub("", plain_text(next(iter(_BREAK.sub("\n", cell.strip()).splitlines()), ""))).strip()
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        month = MONTHS.get(header_key(match["name"])) if match else None
        clock = _plain_clock(match["clock"]) if match else None
        if match and month and clock:
            year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
            return f"{year:04}-{month:02}-{int(match['d']):02} {clock}"
    if match := _DOTTED.fullmatch(text):
        text = f"{match[1]}/{match[2]}/{match[3]}{match[4]}"
    if match := _YEAR_FIRST.fullmatch(text):
        text = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02} {match[4] or ''}".strip()
    match = _NUMBERS_FIRST.fullmatch(text)
    clock = _plain_clock(match[2]) if match else None
    return f"{match[1]} {clock}" if match and clock else text


def _plain_clock(text: str) -> str | None:
    """`10:17 PM` → `22:17`; None for what is no time of day."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds, half = int(match[1]), match[2], match[3], (match[4] or "").lower()
    if half and not 1 <= hours <= 12:
        return None
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    return f"{hours:02}:{minutes}" + (f":{seconds}" if seconds else "")
