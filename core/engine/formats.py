"""Every French format of the portal: pages, PDF, drawings, mails and CSV call these and nothing else.

Numbers and words are here, dates in `dates`, typed and CSV cells in `cells`; all are called from here.
Rounding belongs to `ratios`; this module dresses digits. A number is an int, Decimal, Fraction, or a float
that comes out of statistics; None and NaN give « — ». U+202F between thousands, U+00A0 before a unit.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from core.engine.cells import csv_cell, parse_date, parse_decimal
from core.engine.dates import (
    date_long,
    date_short,
    datetime_short,
    day_long,
    month_long,
    month_of,
    month_short,
    time_short,
)
from core.engine.ratios import Rate, Sense, decimals_of, display_percent, round_half_up
from core.engine.typography import ABSENT, MINUS, NBSP, NNBSP, plural

__all__ = [
    "ABSENT",
    "business_duration",
    "count",
    "csv_cell",
    "date_long",
    "date_short",
    "datetime_short",
    "day_long",
    "duration",
    "file_size",
    "glyph",
    "money",
    "month_long",
    "month_of",
    "month_short",
    "number",
    "ordinal",
    "parse_date",
    "parse_decimal",
    "percent",
    "points",
    "rate",
    "signed",
    "time_short",
    "verdict",
]

Number = int | Decimal | Fraction | float

VERDICTS = {
    "met": "Respecté",
    "watch": "Sous surveillance",
    "met_low_volume": "Respecté (volume réduit)",
    "breached": "Non respecté",
    "not_applicable": "Sans objet",
    "not_measurable": "Non mesurable",
    "pending": "En cours",
}
GLYPHS = {"met": "✓", "met_low_volume": "✓", "watch": "!", "breached": "✕"}
"""Sign of a verdict; every other state is « – »."""


def number(value: Number | None, decimals: int | None = None) -> str:
    """« 1 234 567,89 ». Without `decimals`: a Decimal keeps its digits, others show at most two."""
    exact = _exact(value)
    if exact is None:
        return ABSENT
    if decimals is not None:
        shown = round_half_up(exact, decimals)
    elif isinstance(value, Decimal):
        shown = value
    else:
        shown = round_half_up(exact, 2)
        shown = round_half_up(shown, decimals_of(shown))
    text = f"{abs(shown):,f}".replace(",", NNBSP).replace(".", ",")
    return MINUS + text if shown < 0 else text


def signed(value: Number | None, decimals: int | None = None, unit: str = "") -> str:
    """A variance: « +15,83 % », « −9 tickets » (the unit takes its plural). Zero has no sign."""
    text = number(value, decimals)
    plus = "+" if text[0] not in MINUS + ABSENT and text.strip("0,") else ""
    if not unit or text == ABSENT:
        return plus + text
    return f"{plus}{text}{NBSP}{plural(unit, _many(value))}"


def money(value: Number | None, decimals: int | None = None) -> str:
    """« 2 035 € », « 84,50 € »: cents only where there are some; « 84,00 € » with `decimals=2`."""
    exact = _exact(value)
    if exact is None:
        return ABSENT
    cents = round_half_up(exact, 2)
    whole = cents == cents.to_integral_value()
    return f"{number(cents, (0 if whole else 2) if decimals is None else decimals)}{NBSP}€"


def percent(value: Number | None, decimals: int | None = None) -> str:
    """« 85,1 % » from 85.1, a percentage, not a share. Near a target, give it `display_percent`."""
    text = number(value, decimals)
    return text if text == ABSENT else f"{text}{NBSP}%"


def rate(
    value: Rate | None, target: Decimal | None = None, decimals: int | None = None, sense: Sense = "min"
) -> str:
    """A rate beside its target, never rounded across it; « Sans objet » when nothing was counted."""
    if value is None:
        return ABSENT
    exact = value.percent
    return (
        VERDICTS["not_applicable"]
        if exact is None
        else percent(display_percent(exact, target, decimals, sense))
    )


def points(value: Number | None, decimals: int | None = None) -> str:
    """A gap between two percentages: « +7,2 pt »."""
    return signed(value, decimals, "pt")


def count(value: Number | None, noun: str = "") -> str:
    """« 0 ticket », « 1 ticket », « 2 tickets »: the French plural starts at 2 and marks the first word.

    Give both forms where that is not enough: « point stable|points stables », « travail|travaux ».
    """
    text = number(value)
    return text if not noun or text == ABSENT else f"{text}{NBSP}{plural(noun, _many(value))}"


def file_size(size: int) -> str:
    """« 640 ko », « 1,2 Mo » for a number of bytes."""
    if size < 1_000_000:
        return f"{number(-(-size // 1000))}{NBSP}ko"
    return f"{number(Fraction(size, 1_000_000), 1)}{NBSP}Mo"


def ordinal(value: int, feminine: bool = False) -> str:
    """« 1er », « 1re », « 4e »."""
    return f"{number(value)}{('re' if feminine else 'er') if value == 1 else 'e'}"


def duration(seconds: Number | None, sign: bool = False) -> str:
    """« 26 h 20 », « 45 min », « 8 h », rounded up to the minute; « +6 h 20 » with `sign`."""
    exact = _exact(seconds)
    if exact is None:
        return ABSENT
    total = math.ceil(exact / 60)
    hours, minutes = divmod(abs(total), 60)
    lead = MINUS if total < 0 else "+" if sign and total else ""
    if not hours:
        return f"{lead}{minutes}{NBSP}min"
    return f"{lead}{number(hours)}{NBSP}h" + (f"{NBSP}{minutes:02d}" if minutes else "")


def business_duration(seconds: Number | None, day: int | None = None) -> str:
    """« 8 h ouvrées »; with `day`, the seconds of a working day, whole days read « 2 j ouvrés »."""
    exact = _exact(seconds)
    if exact is None:
        return ABSENT
    if day and exact >= day and exact % day == 0:
        return count(int(exact // day), "j ouvré|j ouvrés")
    total = math.ceil(exact / 60)
    amount = Fraction(total, 1 if total < 60 else 60)
    return f"{duration(seconds)} ouvrée{'s' if abs(amount) >= 2 else ''}"


def verdict(state: str | None) -> str:
    """The word of a state; KeyError for a state that does not exist."""
    return VERDICTS[state] if state else ABSENT


def glyph(state: str | None) -> str:
    """The sign that doubles the colour of a state: ✓, !, ✕, or – where nothing was judged."""
    return GLYPHS.get(state or "", "–")


def _exact(value: Number | None) -> Fraction | None:
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else Fraction(value)


def _many(value: Number | None) -> bool:
    exact = _exact(value)
    return exact is not None and abs(exact) >= 2
