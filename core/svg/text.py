"""How wide a label may get, and how labels keep clear of one another.

Widths are those of DejaVu Sans, the widest of the families a reader may get: a label that fits here fits
everywhere. Sizes are in units of the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

SIZE = 12
"""Body size of a drawing: 12 px on the web, 9 pt in the PDF."""

BOLD = 1.14
"""Widening of a semi-bold run; no character of the bold face exceeds it by more than a label's margin."""

# Thousandths of the body size, rounded up, and the characters that have them.
_GROUPS = {
    205: "\u202f",
    280: "'ijl",
    320: "IJ ,.·’\u00a0",
    365: "/:;\\|f-",
    415: "()[]t!²³r",
    500: '"*_`°–',
    550: "szc?",
    595: "LFkvxy",
    640: "PTYo«»aeßEhnuSbdgpq$0123456789{}€",
    698: "KAVΔXZBRC",
    752: "UNH",
    790: "▲◆▶◇DG&OQ",
    840: "w#+<=>^~×±−→≥≤≠≈✓✕",
    875: "M●○",
    985: "%½mÆæ■W",
    1075: "@—…œŒ",
}
_WIDTHS = {character: width for width, characters in _GROUPS.items() for character in characters}
_UNKNOWN = 1000


@lru_cache(maxsize=2048)
def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Upper bound of the printed width."""
    plain = text if text.isascii() else "".join(_base(character) for character in text)
    return sum(_WIDTHS.get(character, _UNKNOWN) for character in plain) * size / 1000 * (BOLD if bold else 1)


def _base(character: str) -> str:
    """An accented letter is as wide as its base."""
    return character if character in _WIDTHS else normalize("NFD", character)[0]


def shorten(text: str, room: float, size: float = SIZE, bold: bool = False) -> str:
    """The text if it fits in `room`, else its beginning and « … »."""
    if text_width(text, size, bold) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size, bold) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,.;:\u00a0") + "…"


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to the `wanted` ones, `gap` apart, inside `low`…`high`; order is kept.

    When they cannot all fit, the gap shrinks rather than a label leaving the drawing.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    if len(order) > 1:
        gap = min(gap, (high - low) / (len(order) - 1))
    placed: list[float] = []
    for index in order:
        least = placed[-1] + gap if placed else low
        placed.append(max(wanted[index], least))
    ceiling = high
    for rank in range(len(placed) - 1, -1, -1):
        placed[rank] = min(placed[rank], ceiling)
        ceiling = placed[rank] - gap
    result = [0.0] * len(wanted)
    for index, position in zip(order, placed, strict=True):
        result[index] = position
    return result
