"""What people type into a field, and what a CSV cell may hold."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import isnan
from zoneinfo import ZoneInfo

from core.engine.ratios import round_half_up

SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")
_FRENCH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n")


def parse_decimal(text: str) -> Decimal:
    """Read « 1 234,56 » or « 1234.56 »; thousands only by spaces.

    Raises ValueError, with a sentence for the person who typed it, for anything else.
    """
    found = _NUMBER.fullmatch(text.translate(SPACES).strip())
    if not found:
        raise ValueError("Nombre attendu, par exemple 1\u202f234,56.")
    sign, whole, cents = found.groups()
    digits = whole.replace(" ", "")
    return Decimal(f"{sign}{digits}.{cents}" if cents else f"{sign}{digits}")


def parse_date(text: str) -> date:
    """Read « 16/04/2026 » or « 2026-04-16 ». Raises ValueError, with a French sentence, for anything else."""
    cleaned = text.translate(SPACES).strip()
    try:
        if found := _FRENCH_DAY.fullmatch(cleaned):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        if found := _ISO_DAY.fullmatch(cleaned):
            return date(*map(int, found.groups()))
    except ValueError as impossible:
        raise ValueError(f"Date impossible\u00a0: {cleaned}.") from impossible
    raise ValueError("Date attendue, par exemple 16/04/2026.")


def csv_cell(value: object, zone: str = "Europe/Paris") -> str:
    """One cell of a CSV for a French spreadsheet: decimal comma, ISO dates, local time, nothing for None.

    Text that a spreadsheet would run as a formula is preceded by an apostrophe; numbers keep their sign.
    """
    match value:
        case None:
            text = ""
        case bool():
            text = "oui" if value else "non"
        case Fraction() | float():
            text = (
                ""
                if isinstance(value, float) and isnan(value)
                else _digits(round_half_up(Fraction(value), 4))
            )
        case int() | Decimal():
            text = _digits(Decimal(value))
        case datetime():
            text = value.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
        case _:
            text = str(value)
            text = f"'{text}" if text.startswith(_FORMULA_START) else text
    return text


def _digits(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")
