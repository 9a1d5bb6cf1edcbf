"""Spending against budget: a column a month, the variances as pins below, the running total in its own panel.

Solid is real, outline is the budget, hatched is a forecast. Landmarks are lines of the cumulated panel.
"""

from __future__ import annotations

from core.engine import formats
from core.svg.axes import Key, legend, month_axis, tick_texts, value_axis
from core.svg.columns.data import Column, Columns, describe, percent_of, twin
from core.svg.drawing import Drawing
from core.svg.marks import Dot, Label, Line, Mark, Rect
from core.svg.scale import Band, Linear
from core.svg.shapes import clear, hatch, polyline
from core.svg.text import shorten, text_width

__all__ = ["Column", "Columns", "draw"]

LEAST = 1000.0
"""Euros that the axes reach at least: nothing spent is drawn on a readable scale."""
TOP, PLOT, PINS, TOTAL = 34.0, 128.0, 66.0, 200.0


def draw(data: Columns, *, width: float = 640) -> Drawing:
    """Values are written beside their pins where they fit; the twin table has them all."""
    if not data.columns:
        empty = Label(width / 2, 28, "Aucun mois", "middle", "muted")
        return Drawing("columns", width, 48, (empty,), data.title, describe(data), twin(data))
    left = text_width("300 000 €") + 10 if width >= 420 else text_width("300 k€") + 8
    x = Band(len(data.columns), left, width - 2)
    keys, last = legend(_keys(), 0, 12, width)
    top = max(TOP, last + 22)
    marks: list[Mark] = [*keys, *_columns(data, x, top)]
    marks += _pins(data, x, top + PLOT)
    months = [column.month for column in data.columns]
    axis = top + PLOT + PINS + 14
    marks += month_axis(months, x, axis, width)
    marks += _cumulated(data, x, axis + 36, width)
    return Drawing(
        "columns", width, axis + 36 + TOTAL + 8, tuple(marks), data.title, describe(data), twin(data)
    )


def _keys() -> list[tuple[Key, str]]:
    return [
        (lambda x, y: [Rect(x, y - 10.5, 12, 12, "common")], "réel"),
        (lambda x, y: [Rect(x + 0.5, y - 10, 11, 11, stroke="text", stroke_width=1.4)], "budget"),
        (lambda x, y: _hatched((x, y - 10.5, 12, 12)), "prévision"),
    ]


def _hatched(box: tuple[float, float, float, float]) -> list[Mark]:
    x, y, wide, high = box
    return [
        Rect(*box, fill="page"),
        hatch(box, "common"),
        Rect(x + 0.5, y + 0.5, max(wide - 1, 0), max(high - 1, 0), stroke="common"),
    ]


def _axis(high: float, left: float, right: float, y: Linear) -> list[Mark]:
    """Round amounts, in thousands where the margin is narrow."""
    if left > 60:
        return value_axis(tick_texts(0, high, "€", 4), y, left, right)
    texts = [(value, f"{formats.number(value / 1000)}\u00a0k€") for value, _ in tick_texts(0, high, "", 4)]
    return value_axis(texts, y, left, right)


def _columns(data: Columns, x: Band, top: float) -> list[Mark]:
    amounts = [float(value) for c in data.columns for value in (c.amount, c.budget or 0)]
    high = max(max(amounts) * 1.05, LEAST)
    y = Linear(0, high, top + PLOT, top)
    marks = _axis(high, x.start, x.end, y)
    wide = min(x.step * 0.62, 34)
    for rank, column in enumerate(data.columns):
        edge, tall = x(rank) - wide / 2, y(0) - y(float(column.amount))
        box = (edge, y(0) - tall, wide, tall)
        marks += [Rect(*box, fill="common")] if column.known else _hatched(box)
        if column.budget is not None:
            high_budget = y(0) - y(float(column.budget))
            marks.append(
                Rect(edge - 2.5, y(0) - high_budget, wide + 5, high_budget, stroke="text", stroke_width=1.4)
            )
    return [*marks, Line(x.start, y(0), x.end, y(0), "line")]


def _pins(data: Columns, x: Band, top: float) -> list[Mark]:
    """Variances in euros and percent: above the line what is over the budget, below it what is under."""
    known = [(rank, c) for rank, c in enumerate(data.columns) if c.known and c.variance is not None]
    if not known:
        return []
    middle = top + 20
    most = max(abs(float(c.variance or 0)) for _, c in known) or 1.0
    marks: list[Mark] = [Line(x.start, middle, x.end, middle, "hair")]
    labels = []
    for rank, column in known:
        over = float(column.variance or 0) > 0
        tip = middle - float(column.variance or 0) / most * 12
        ink = "breached" if over else "met"
        marks += [Line(x(rank), middle, x(rank), tip, ink, 2), Dot(x(rank), tip, 3.4, ink)]
        labels.append(Label(x(rank), middle + 22, formats.signed(column.variance, 0), "middle"))
    euros = clear(labels, gap=3)
    if len(euros) < len(labels):
        return marks
    shares = [Label(x(rank), middle + 36, percent_of(column), "middle", "muted") for rank, column in known]
    whole = clear(shares, gap=3)
    return [*marks, *euros, *(whole if len(whole) == len(shares) else [])]


def _cumulated(data: Columns, x: Band, top: float, width: float) -> list[Mark]:
    totals = data.cumulated
    tops = [totals[-1], *(float(value) for value, _ in data.marks), *(float(end) for end in data.ends or ())]
    high = max(max(tops) * 1.06, LEAST)
    y = Linear(0, high, top + TOTAL, top)
    marks = [Label(0, top - 10, "Cumul", ink="muted"), *_axis(high, x.start, x.end, y)]
    names = []
    for value, name in data.marks:
        marks.append(Line(x.start, y(value), x.end, y(value), "text", 1.2, "5 4"))
        words = shorten(f"{name}\u00a0: {formats.money(value, 0)}", width - x.start - 8)
        names.append(Label(x.start + 4, y(value) - 5, words, halo=True))
    points = [(x(rank), y(total)) for rank, total in enumerate(totals)]
    known = [point for point, column in zip(points, data.columns, strict=True) if column.known]
    marks.append(polyline(points, "common", 1.8, "3 4"))
    if known:
        marks.append(polyline(known, "common", 2.6))
    if data.ends and len(known) < len(points):
        low, up = (y(end) for end in data.ends)
        marks.append(Line(points[-1][0], low, points[-1][0], up, "common", 5))
    marks.append(Dot(*points[-1], 4, "text", "page"))
    return [*marks, *clear(names, gap=2)]
