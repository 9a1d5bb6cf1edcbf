"""The values of a control chart: the months known, those to come, the moving range."""

from __future__ import annotations

from core.engine import formats
from core.svg.control.data import Control
from core.svg.control.frame import Frame, range_name
from core.svg.marks import Dot, Label, Line, Mark, Rect
from core.svg.scale import Linear
from core.svg.shapes import hatch, polyline, sign
from core.svg.text import text_width

RANGE_HEIGHT = 34.0
LINE = 14.0
"""Height of a line of text: two labels nearer than that touch."""

NAME_ROOM = 13.0
"""From one line of names to the one above it, in pixels."""


def points(data: Control, frame: Frame) -> list[Mark]:
    """The line of values and, over it, one sign per month."""
    marks: list[Mark] = []
    radius = 3.4 if frame.x.step >= 9 else 2.4
    run: list[tuple[float, float]] = []
    signs: list[Mark] = []
    for rank, point in enumerate(data.points):
        if point.value is None:
            marks += [polyline(run, "common")] if len(run) > 1 else []
            run = []
            continue
        x, y = frame.x(rank), frame.y(float(point.value))
        run.append((x, y))
        if point.few is not None:
            signs.append(Dot(x, y, radius, "page", point.signal))
            continue
        size = radius if point.signal == "common" else radius + 1.2
        signs.append(sign(point.signal, x, y, size, point.signal))
    marks += [polyline(run, "common")] if len(run) > 1 else []
    return marks + signs


def future(frame: Frame, known: int) -> list[Mark]:
    """The zone of the months to come, tinted and hatched."""
    start = frame.x(known) - frame.x.step / 2
    box = (start, frame.top - 4, frame.right - start, frame.bottom - frame.top + 4)
    return [Rect(*box, fill="surface"), hatch(box, "hair", 6, 1)]


def projection(data: Control, frame: Frame) -> list[Mark]:
    """Dashed line and hollow dots for the months to come; what they reach is said at their end."""
    values = data.measured
    if not data.projection or not values:
        return []
    count, last = len(data.points), values[-1]
    ink = "text" if last.signal == "common" else last.signal
    rank, level = data.trend or (count - 1, last.value or 0)
    coming = [(frame.x(count + step), frame.y(float(value))) for step, value in enumerate(data.projection)]
    marks: list[Mark] = [polyline([(frame.x(rank), frame.y(float(level))), coming[-1]], ink, 1.6, "5 4")]
    marks += [Dot(x, y, 3.2, "page", ink) for x, y in coming]
    rising = coming[-1][1] < frame.y(float(level))
    x, y = frame.x(count - 1), frame.y(float(last.value or 0))
    shown = formats.number(last.value, data.decimals)
    # On the side that the months before leave free: above a rising line, under a falling one.
    place = max(y - 9, 12) if rising else min(y + 18, frame.bottom - 2)
    if data.reached:
        wide = text_width(data.reached, bold=True)
        edge = max(coming[-1][0] + 4, wide)
        height = max(coming[-1][1] - 11, 12) if rising else frame.top + 10
        marks.append(Label(edge, height, data.reached, "end", ink, True, halo=True))
        if edge - wide < x and abs(height - place) < LINE:
            place = y + 18 if rising else y - 9
    marks.append(Label(x - 6, place, shown, "end", ink, True, halo=True))
    return marks


def moving_ranges(data: Control, frame: Frame) -> list[Mark]:
    """Difference from one month to the next as bars, with its upper limit."""
    floor = frame.height - 24
    pairs = zip(data.points, data.points[1:], strict=False)
    gaps = [
        None if one.value is None or two.value is None else abs(float(two.value) - float(one.value))
        for one, two in pairs
    ]
    upper = data.in_force.range_upper if data.in_force else None
    tallest = max([gap for gap in gaps if gap is not None] + [float(upper or 0)], default=0) or 1.0
    y = Linear(0, tallest, floor, floor - RANGE_HEIGHT)
    bar = min(frame.x.step * 0.28, 6)
    marks: list[Mark] = [
        Rect(frame.x(rank + 1) - bar / 2, y(gap), bar, floor - y(gap), "common")
        for rank, gap in enumerate(gaps)
        if gap
    ]
    marks.append(Line(frame.left, floor, frame.right, floor, "line"))
    marks.append(Label(frame.right + 8, floor - 2, range_name(frame.width), ink="muted"))
    if upper is not None:
        marks.append(Line(frame.left, y(float(upper)), frame.right, y(float(upper)), "common", 1.2, "6 4"))
        text = f"limite {formats.number(upper, data.limit_decimals)}"
        # A limit of nearly nothing lies on the floor, where the panel's own name already stands.
        height = min(y(float(upper)) + 4, floor - 2 - NAME_ROOM)
        marks.append(Label(frame.right + 8, height, text, ink="muted"))
    return marks
