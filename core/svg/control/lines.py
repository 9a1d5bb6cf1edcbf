"""The lines of a control chart: mean, limits, target, reference period, dated acts."""

from __future__ import annotations

from core.engine import formats
from core.svg.axes import line_ends
from core.svg.control.data import Control
from core.svg.control.frame import Frame, bounded
from core.svg.marks import Anchor, Dot, Label, Line, Mark, Rect
from core.svg.text import shorten, text_width


def limits(data: Control, frame: Frame) -> list[Mark]:
    """Mean, natural limits, target; each set of limits over its own points."""
    marks: list[Mark] = []
    end = frame.x(len(data.points) - 1) + frame.x.step / 2
    for rank, one in enumerate(data.limits):
        last = one is data.in_force
        start = frame.left if not one.first else frame.x(one.first) - frame.x.step / 2
        following = data.limits[rank + 1].first if rank + 1 < len(data.limits) else len(data.points)
        stop = end if last else frame.x(following if one.last is None else one.last + 1) - frame.x.step / 2
        low, mid, high = (frame.y(bounded(data, float(v))) for v in (one.lower, one.center, one.upper))
        if frame.compact:
            marks.append(Rect(start, high, stop - start, low - high, "surface"))
        marks += [Line(start, edge, stop, edge, "common", 1.3, "6 4") for edge in (high, low)]
        marks.append(Line(start, mid, stop, mid, "common", 1.3))
        if last and data.projection:
            marks += [Line(stop, edge, frame.right, edge, "line", 1, "1 4") for edge in (high, mid, low)]
    if data.limits and data.baseline:
        marks += _baseline(data, frame)
    if data.target:
        height = frame.y(data.target[1])
        marks.append(Line(frame.left, height, frame.right, height, "text", 1.6, "2 3"))
    if data.reason and not data.in_force:
        marks.append(
            Label(frame.left, frame.top - 10, shorten(data.reason, frame.width - frame.left), ink="muted")
        )
    low_, high_ = frame.top, frame.bottom
    return [*marks, *line_ends(frame.ends, frame.right + 8, frame.width - frame.right - 8, low_, high_)]


def _baseline(data: Control, frame: Frame) -> list[Mark]:
    start, stop = frame.x(0), frame.x(min(data.baseline, len(data.points)) - 1)
    if frame.compact:
        edge = stop + frame.x.step / 2
        return [Line(edge, frame.top, edge, frame.bottom, "text", 0.8, "1 2")]
    name = f"référence\u00a0: {formats.count(data.baseline, 'premier mois|premiers mois')}"
    half = text_width(name) / 2
    middle = max((start + stop) / 2, frame.left + half)
    y = frame.bottom + 7
    return [Line(start, y, stop, y, "common", 1.4), Label(middle, y + 14, name, "middle", "muted")]


def notes(data: Control, frame: Frame) -> list[Mark]:
    """Dated acts: a line down to the months, a numbered disc, words on the side where they fit."""
    marks: list[Mark] = []
    taken: list[tuple[float, float]] = []
    for note in data.notes:
        x, y = frame.x(note.rank), 14.0
        marks.append(Line(x, y + 10, x, frame.bottom, "accent", 1.4))
        marks += [Dot(x, y, 9.5, "accent"), Label(x, y + 4.4, str(note.number), "middle", "page", True)]
        for text in (note.text, note.short or shorten(note.text, frame.width * 0.3, bold=True)):
            wide = text_width(text, bold=True) + 16
            spans: dict[Anchor, tuple[float, float]] = {"end": (x - wide, x), "start": (x, x + wide)}
            free = [side for side, span in spans.items() if _free(span, taken, frame.width)]
            if free:
                side = free[0]
                taken.append(spans[side])
                marks.append(Label(x + (-14 if side == "end" else 14), y + 4, text, side, "accent", True))
                break
    return marks


def _free(span: tuple[float, float], taken: list[tuple[float, float]], width: float) -> bool:
    return span[0] >= 0 and span[1] <= width and all(span[1] < low or span[0] > high for low, high in taken)
