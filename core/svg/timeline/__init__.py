"""Rows on a calendar: outline for what is planned, solid for what is done, hatched for a forecast.

A pin crosses all rows: today is a thin line, the day after which nothing can be done any more a thick one, named
in words above the plot.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from core.engine import formats
from core.engine.months import Month
from core.svg.axes import month_axis
from core.svg.drawing import Drawing
from core.svg.marks import Label, Line, Mark, Path, Rect, n1
from core.svg.scale import Band, Calendar
from core.svg.shapes import clear, hatch
from core.svg.text import shorten, text_width
from core.svg.timeline.data import Kind, Pin, Row, Timeline, describe, twin

__all__ = ["Kind", "Pin", "Row", "Timeline", "draw"]

BAR, GAP, TAIL, ABOVE = 18.0, 16.0, 24.0, 17.0


def draw(data: Timeline, *, width: float = 794) -> Drawing:
    """Under 420 the names stand above their bars."""
    narrow = width < 420
    shown = [row for row in data.rows if row.last >= row.first]
    if not shown:
        empty = Label(width / 2, 28, "Aucune phase", "middle", "muted")
        return Drawing("timeline", width, 48, (empty,), data.title, describe(data), twin(data))
    months = _months(data, shown)
    left = 0.0 if narrow else min(max(text_width(row.name) for row in data.rows), width * 0.3) + 16
    x = Calendar(_at(months[0].first_day), _at(months[-1].shift(1).first_day), left, width)
    marks, top = _pins(data.pins, x, width)
    step = BAR + GAP + (ABOVE if narrow else 0)
    foot = top + len(data.rows) * step
    grid: list[Mark] = [
        Line(x(_at(month.first_day)), top - 4, x(_at(month.first_day)), foot, "hair") for month in months
    ]
    for pin in data.pins:
        ink, thick = ("breached", 3.0) if pin.strong else ("better", 1.6)
        grid.append(Line(x(_at(pin.day)), top - 4, x(_at(pin.day)), foot, ink, thick))
    for rank, row in enumerate(data.rows):
        y = top + rank * step + 4
        lane = y + (ABOVE if narrow else 0)
        marks.append(
            Label(
                0, y + 11 if narrow else lane + 13, shorten(row.name, left - 16 if left else width), halo=True
            )
        )
        marks += _bar(row, x, lane, width) if row in shown else []
    axis = month_axis(months, Band(len(months), left, width), foot + 16, width)
    return Drawing(
        "timeline", width, foot + TAIL, (*grid, *marks, *axis), data.title, describe(data), twin(data)
    )


def _months(data: Timeline, shown: list[Row]) -> list[Month]:
    days = [*(row.first for row in shown), *(row.last for row in shown), *(pin.day for pin in data.pins)]
    first, last = Month.of(min(days)), Month.of(max(days))
    return [first.shift(rank) for rank in range(last.index - first.index + 1)]


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _pins(pins: Sequence[Pin], x: Calendar, width: float) -> tuple[list[Mark], float]:
    """The words of the pins, one pin a line so that none hides another; also returns where the rows begin."""
    marks: list[Mark] = []
    top = 0.0
    for pin in sorted(pins, key=lambda one: one.day):
        at, ink = x(_at(pin.day)), "breached" if pin.strong else "better"
        for text, bold, tone in ((pin.words, True, ink), (pin.note, False, "muted")):
            if not text:
                continue
            top += 16
            wide = text_width(text, bold=bold)
            start = min(max(at, 0), max(width - wide, 0))
            marks.append(Label(start, top - 4, shorten(text, width, bold=bold), "start", tone, bold))
    return marks, top + 10


def _bar(row: Row, x: Calendar, top: float, width: float) -> list[Mark]:
    start, end = x(_at(row.first)), x(_at(row.last + timedelta(days=1)))
    box = (start, top, max(end - start, 2.0), BAR)
    marks: list[Mark] = [Rect(*box, fill="common" if row.kind == "done" else "page")]
    if row.kind == "forecast":
        marks.append(hatch(box, "line", 5, 1))
    marks.append(Rect(box[0] + 0.7, top + 0.7, max(box[2] - 1.4, 0.6), BAR - 1.4, None, "text", 1.4))
    dated = _mark(row.mark, x(_at(row.mark)), (start, end, top), width) if row.mark else []
    inside = end - start - (17 if row.mark else 8)
    if row.tag and row.kind != "forecast" and text_width(row.tag) <= inside:
        ink = "page" if row.kind == "done" else "text"
        tag = Label(start + 4 + inside / 2, top + 13, row.tag, "middle", ink)
        marks += clear([tag], [mark for mark in dated if isinstance(mark, Label)])
    return marks + dated


def _mark(day: date, at: float, bar: tuple[float, float, float], width: float) -> list[Mark]:
    """The diamond of a day and its date: at the right of it, else at the left of the bar, else inside the bar."""
    start, end, top = bar
    words, middle = formats.date_short(day), top + BAR / 2
    room = text_width(words, bold=True)
    diamond = Path(f"M{n1(at)} {n1(middle - 7)}l7 7l-7 7l-7-7Z", "text", "page", 1.2)
    right = max(end, at + 7) + 6
    if right + room <= width:
        return [diamond, Label(right, top + 13, words, "start", "text", True, halo=True)]
    left = start - 6 if start - 6 > room else end - 12
    return [diamond, Label(left, top + 13, words, "end", "text", True, halo=True)]
