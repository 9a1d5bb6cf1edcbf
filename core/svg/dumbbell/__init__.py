"""Declared against recomputed: one row per commitment, ○ declared, ● recomputed, ┃ target.

Rows come sorted by the caller (largest gap first). A row whose verdict flips is shaded, its link thick, its
words written. The figures are those already rounded for display: they subtract to the gap.
"""

from __future__ import annotations

from decimal import Decimal

from core.engine import formats
from core.svg.axes import Key, legend, tick_texts
from core.svg.drawing import Drawing
from core.svg.dumbbell.data import FLIPPED, Dumbbell, Pair, describe, twin
from core.svg.marks import Dot, Label, Line, Mark, Rect
from core.svg.scale import Linear
from core.svg.shapes import clear
from core.svg.text import shorten, text_width

__all__ = ["Dumbbell", "Pair", "draw"]

HEAD, FOOT = 26.0, 22.0


def draw(data: Dumbbell, *, width: float = 560) -> Drawing:
    """Under 420 the name and the values go above the dots, the flipped verdict below."""
    narrow = width < 420
    rises = [(70.0 if pair.flipped else 54.0) if narrow else 36.0 for pair in data.pairs]
    if not data.pairs:
        empty = Label(width / 2, 28, "Aucun écart", "middle", "muted")
        return Drawing("dumbbell", width, 48, (empty,), data.title, describe(data), twin(data))
    height = HEAD + sum(rises) + FOOT
    x = _scale(data, width, narrow)
    marks = _legend(x.start, narrow, width)
    texts = _ticks(x, data.unit, 3 if narrow else 5)
    top = HEAD
    for pair, rise in zip(data.pairs, rises, strict=True):
        if pair.flipped:
            marks.append(Rect(0, top + 1, width, rise - 2, "surface"))
        lane = (top + 24, top + 50) if narrow else (top, top + rise)
        marks += [Line(x(value), lane[0], x(value), lane[1], "hair") for value, _ in texts]
        marks += (_tall_row if narrow else _row)(pair, x, top, width)
        top += rise
    marks += [Label(x(value), height - 5, text, "middle", "muted") for value, text in texts]
    return Drawing("dumbbell", width, height, tuple(marks), data.title, describe(data), twin(data))


def _ticks(x: Linear, unit: str, most: int) -> list[tuple[Decimal, str]]:
    """As many round values as stand side by side without touching."""
    for count in range(most, 1, -1):
        texts = tick_texts(x.low, x.high, unit, count)
        labels = [Label(x(value), 0, text, "middle") for value, text in texts]
        if len(clear(labels, gap=8)) == len(labels):
            break
    return texts


def _scale(data: Dumbbell, width: float, narrow: bool) -> Linear:
    values = [float(value) for pair in data.pairs for value in (pair.declared, pair.recomputed, pair.target)]
    low, high = min(values), max(values)
    margin = max((high - low) * 0.08, 0.5)
    name = 0 if narrow else min(max(text_width(pair.name, bold=True) for pair in data.pairs), width * 0.3)
    flips = any(pair.flipped for pair in data.pairs)
    words = 52.0 + (text_width(FLIPPED, bold=True) + 8 if flips and not narrow else 0)
    beside = 14.0 if narrow else 44.0  # a value is written outside each end
    return Linear(low - margin, high + margin, name + beside, width - words - (10 if narrow else 34))


def _legend(left: float, narrow: bool, width: float) -> list[Mark]:
    entries: list[tuple[Key, str]] = [
        (lambda x, y: [Dot(x + 10, y - 4, 4.4, "page", "text", 1.7)], "déclaré"),
        (lambda x, y: [Dot(x + 10, y - 4, 4.8, "text")], "recalculé"),
        (lambda x, y: [Line(x + 13, y - 10, x + 13, y + 3, "text", 2.5)], "cible"),
    ]
    marks, _ = legend(entries, -4 if narrow else left - 10, 13, width)
    return [*marks, Label(width - 2, 13, "Écart, pt" if narrow else "Écart, en pt", "end", "muted")]


def _dots(pair: Pair, x: Linear, y: float) -> list[Mark]:
    ink, thick = ("breached", 3.0) if pair.flipped else ("line", 2.0)
    return [
        Line(x(pair.target), y - 9, x(pair.target), y + 9, "text", 2.5),
        Line(x(pair.recomputed), y, x(pair.declared), y, ink, thick),
        Dot(x(pair.declared), y, 4.8, "page", "text", 1.8),
        Dot(x(pair.recomputed), y, 5, "text"),
    ]


def _row(pair: Pair, x: Linear, top: float, width: float) -> list[Mark]:
    y = top + 18
    room = x.start - 50
    marks: list[Mark] = [Label(4, y + 4, shorten(pair.name, room, bold=pair.flipped), bold=pair.flipped)]
    marks += _dots(pair, x, y)
    left, right = sorted((pair.declared, pair.recomputed))
    bar = x(pair.target)
    start, end = x(left) - 10, x(right) + 10
    start = bar - 8 if start - 36 < bar + 3 and bar < x(left) + 3 and bar > start - 40 else start
    end = bar + 8 if x(right) - 3 < bar < end + 40 else end
    marks.append(Label(start, y + 4, formats.number(left), "end", halo=not pair.flipped))
    marks.append(Label(end, y + 4, formats.number(right), halo=not pair.flipped))
    gap = formats.signed(pair.gap)
    marks.append(Label(width - 4, y + 4, gap, "end", "text", True))
    if pair.flipped:
        edge = width - 4 - max(text_width(gap, bold=True), 40) - 8
        marks.append(Label(edge, y + 4, FLIPPED, "end", "breached", True))
    return marks


def _tall_row(pair: Pair, x: Linear, top: float, width: float) -> list[Mark]:
    values = f"{formats.number(pair.declared)} → {formats.number(pair.recomputed)}"
    end = Label(width - 4, top + 16, values, "end", "muted")
    room = end.box[0] - 12
    marks: list[Mark] = [
        Label(4, top + 16, shorten(pair.name, room, bold=pair.flipped), bold=pair.flipped),
        end,
    ]
    marks += _dots(pair, x, top + 37)
    marks.append(Label(width - 4, top + 41, formats.signed(pair.gap), "end", "text", True))
    if pair.flipped:
        marks.append(Label(width - 4, top + 60, FLIPPED, "end", "breached", True))
    return marks
