"""XmR control chart: monthly values, natural limits, signals, moving range, projection.

The figures come computed (limits = mean ± 2.66 × mean moving range, range limit = 3.268 × mean moving
range); this module places them. A usual month is ●, an improvement ■, a deterioration ▲, another signal ◆;
a month counted on few cases is hollow, with its number. A rebase breaks the limit lines.
"""

from __future__ import annotations

from core.svg.axes import month_axis, tick_texts, value_axis
from core.svg.control import lines, series
from core.svg.control.data import Control, Limits, Note, Point, Signal
from core.svg.control.frame import Frame
from core.svg.control.words import describe, twin
from core.svg.drawing import Drawing
from core.svg.marks import Label, Mark

__all__ = ["Control", "Limits", "Note", "Point", "Signal", "draw"]


def draw(data: Control, *, width: float = 640, compact: bool = False) -> Drawing:
    """`compact` is the card of a committee pack: no value axis, no moving range, limits as a grey band."""
    frame = Frame.of(data, width, compact)
    marks: list[Mark] = []
    if not data.measured:
        marks = [Label(width / 2, frame.height / 2, "Aucune donnée", "middle", "muted")]
    else:
        if data.projection:
            marks += series.future(frame, len(data.points))
        if not compact:
            marks += value_axis(tick_texts(frame.y.low, frame.y.high), frame.y, frame.left, frame.right)
        marks += lines.limits(data, frame)
        marks += lines.notes(data, frame)
        marks += series.projection(data, frame)
        marks += series.points(data, frame)
        if not compact:
            marks += series.moving_ranges(data, frame)
        marks += month_axis(data.months, frame.x, frame.height - 5, width)
    return Drawing("control", width, frame.height, tuple(marks), data.title, describe(data), twin(data))
