"""A range of euros on one scale: solid up to what is held to, hatched beyond, with named limits.

The bar runs from zero; `low` to `high` is the range of reference; a `limit` is a thick line named above it.
"""

from __future__ import annotations

from core.engine import formats
from core.svg.drawing import Drawing
from core.svg.marks import Label, Line, Mark, Rect
from core.svg.scale import Linear, ticks
from core.svg.shapes import clear, hatch
from core.svg.span.data import Span, describe, twin
from core.svg.text import shorten, text_width

__all__ = ["Span", "draw"]

THICK, HEAD = 20.0, 34.0


def draw(data: Span, *, width: float = 456) -> Drawing:
    """Solid from zero to the firm amount, hatched from there to the high end."""
    most = max(float(data.high), float(data.firm), float(data.limit or 0)) or 1.0
    x = Linear(0, most * 1.06, 0, width - 1)
    limit_words = [data.limit_name, data.limit_note] if data.limit is not None else []
    top = HEAD + (18 if limit_words else 0)
    firm, high = x(data.firm), x(data.high)
    marks: list[Mark] = [Rect(0, top, max(firm, 1.5), THICK, "common")]
    if high > firm:
        box = (firm, top, high - firm, THICK)
        marks += [Rect(*box, fill="page"), hatch(box, "line", 5, 1)]
        marks.append(Rect(firm + 0.5, top + 0.5, high - firm - 1, THICK - 1, None, "line"))
    lines = [Label(width, top - 8, shorten(data.high_words, width), "end", "text")]
    if data.limit is not None:
        at = x(data.limit)
        marks.append(Line(at, top - 3, at, top + THICK + 4, "text", 3))
        for rank, words in enumerate(word for word in limit_words if word):
            wide = text_width(words, bold=not rank)
            start = min(max(at - wide / 2, 0), max(width - wide, 0))
            marks.append(Label(start, 12 + 15 * rank, shorten(words, width), "start", "text", not rank))
    foot = top + THICK
    marks += [*lines, Line(0, foot + 6, width, foot + 6, "line")]
    marks += _axis(x, foot, width)
    return Drawing("span", width, foot + 28, tuple(marks), data.title, describe(data), twin(data))


def _axis(x: Linear, foot: float, width: float) -> list[Mark]:
    values = ticks(0, x.high, 4)
    labels = []
    for value in values:
        words = formats.money(value)
        half = text_width(words) / 2
        labels.append(Label(min(max(x(value), half), width - half), foot + 22, words, "middle", "muted"))
    strokes: list[Mark] = [Line(x(value), foot + 6, x(value), foot + 10, "line") for value in values]
    return [*strokes, *clear(labels, gap=8)]
