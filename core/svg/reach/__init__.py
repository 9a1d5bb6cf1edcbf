"""Where a figure may end: a hatched bar from the worst to the best, ◆ the likely end, ┃ the target.

One row per commitment, in the caller's order; its state is a glyph and a word, never a colour alone.
"""

from __future__ import annotations

from core.svg.axes import Key, legend, tick_texts
from core.svg.drawing import Drawing
from core.svg.marks import Label, Line, Mark, Rect
from core.svg.reach.data import Reach, Reaches, describe, twin
from core.svg.scale import Linear
from core.svg.shapes import clear, glyph, hatch, sign
from core.svg.text import shorten, text_width

__all__ = ["Reach", "Reaches", "draw"]

HEAD, FOOT, BAR = 26.0, 22.0, 12.0
INKS = {"met": "met", "watch": "watch", "breached": "breached"}


def draw(data: Reaches, *, width: float = 640) -> Drawing:
    """Under 420 the name and the state go above the bar."""
    narrow = width < 420
    if not data.rows:
        empty = Label(width / 2, 28, "Rien à prévoir", "middle", "muted")
        return Drawing("reach", width, 48, (empty,), data.title, describe(data), twin(data))
    rise = 56.0 if narrow else 32.0
    marks, foot = _legend(width)
    top = foot + 12
    height = top + rise * len(data.rows) + FOOT
    x = _scale(data, width, narrow)
    texts = _ticks(x, 4 if narrow else 6, width)
    for row in data.rows:
        middle = top + (40 if narrow else rise / 2)
        marks += [Line(x(value), middle - 11, x(value), middle + 11, "hair") for value, _ in texts]
        marks += [*_names(row, top, middle, width, narrow, x), *_bar(row, x, middle)]
        top += rise
    marks += [Label(x(value), height - 5, text, "middle", "muted") for value, text in texts]
    return Drawing("reach", width, height, tuple(marks), data.title, describe(data), twin(data))


def _legend(width: float) -> tuple[list[Mark], float]:
    entries: list[tuple[Key, str]] = [
        (lambda x, y: _hatched(x, y - 10, 16, 10), "du pire au meilleur"),
        (lambda x, y: [sign("neutral", x + 10, y - 4, 4, "text")], "probable"),
        (lambda x, y: [Line(x + 13, y - 10, x + 13, y + 3, "text", 2.5)], "cible"),
    ]
    return legend(entries, 0, 13, width)


def _hatched(x: float, y: float, wide: float, high: float) -> list[Mark]:
    box = (x, y, wide, high)
    return [
        Rect(*box, fill="page"),
        hatch(box, "hatch", 4, 1),
        Rect(x + 0.5, y + 0.5, max(wide - 1, 1), high - 1, None, "line"),
    ]


def _scale(data: Reaches, width: float, narrow: bool) -> Linear:
    left = 8.0 if narrow else min(max(text_width(row.name) for row in data.rows), width * 0.34) + 14
    right = 12.0 if narrow else _words(data) + 16
    low = max(min(float(row.low) for row in data.rows), float(data.floor))
    low = min(low, *(float(row.target) for row in data.rows))
    return Linear(low - (100 - low) * 0.03, 100, left, width - right)


def _words(data: Reaches) -> float:
    """Room for the glyph and the longest state at the right."""
    return max(text_width(row.word, bold=True) for row in data.rows) + 20


def _ticks(x: Linear, most: int, width: float) -> list[tuple[float, str]]:
    """Round values whose words stand side by side, inside the drawing."""
    for count in range(most, 1, -1):
        found = [(float(value), text) for value, text in tick_texts(x.low, x.high, "%", count)]
        kept = [
            (value, text) for value, text in found if text_width(text) / 2 <= min(x(value), width - x(value))
        ]
        labels = [Label(x(value), 0, text, "middle") for value, text in kept]
        if len(clear(labels, gap=8)) == len(labels):
            break
    return kept


def _names(row: Reach, top: float, middle: float, width: float, narrow: bool, x: Linear) -> list[Mark]:
    ink = INKS.get(row.state, "muted")
    word = Label(width - 4, (top + 16) if narrow else middle + 4, row.word, "end", ink, True)
    left = word.box[0]
    base = top + 16 if narrow else middle + 4
    room = (left - 28) if narrow else x.start - 14
    return [
        Label(4, base, shorten(row.name, room)),
        glyph(row.state, left - 10, base - 4, 9, ink),
        word,
    ]


def _bar(row: Reach, x: Linear, middle: float) -> list[Mark]:
    start, end = max(x(row.low), x.start), max(x(row.high), x.start)
    marks = _hatched(start, middle - BAR / 2, max(end - start, 3), BAR)
    marks.append(Line(x(row.target), middle - 11, x(row.target), middle + 11, "text", 2.5))
    if row.likely is not None:
        marks.append(sign("neutral", max(x(row.likely), x.start), middle, 4.5, "text"))
    return marks
