"""The clock of one ticket: segments that tile its life, on a calendar.

Counted time is solid, outside hours a thin line, a public holiday dotted, a suspension hatched and
outlined; the limit is a bar, and what is counted past it takes the ink of a missed commitment. In a table
(`compact`) the strips of all rows share one `span`, so that they compare.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from core.engine import formats
from core.svg.axes import legend
from core.svg.clock.data import WORDS, Clock, Kind, Segment, describe, twin
from core.svg.drawing import Drawing
from core.svg.marks import Label, Line, Mark, Path, Rect, n1
from core.svg.scale import Calendar
from core.svg.shapes import clear, hatch, stipple
from core.svg.text import text_width

__all__ = ["Clock", "Kind", "Segment", "draw"]

ORDER: tuple[Kind, ...] = ("counted", "suspended", "closed", "holiday")


def draw(data: Clock, *, width: float = 794, compact: bool = False) -> Drawing:
    """With its days, its limit and a legend; or, `compact`, the bare strip 20 high."""
    bar, top = (14.0, 3.0) if compact else (22.0, 28.0)
    height = 20.0 if compact else 80.0
    table = twin(data)
    if not data.segments:
        empty = Label(0, height / 2 + 4, "Aucun temps", ink="muted")
        return Drawing(
            "clock", width, height, (empty,), data.title, data.desc or "Aucun temps compté.", table
        )
    first, last = data.span or (data.segments[0].start, data.segments[-1].end)
    x = Calendar(first, last, 2, width - (10 if data.running or data.span else 2))
    marks: list[Mark] = [] if compact else _days(data, x, top, bar, width)
    for segment in data.segments:
        marks += _segment(segment, x, (top, bar), data.limit_at)
    if data.running:
        tip, middle = x(data.segments[-1].end) + 2, top + bar / 2
        marks.append(
            Path(
                f"M{n1(tip)} {n1(middle - 4)}L{n1(tip + 6)} {n1(middle)}L{n1(tip)} {n1(middle + 4)}Z",
                "breached",
            )
        )
    if data.limit_at and first <= data.limit_at <= last:
        at = x(data.limit_at)
        marks.append(Line(at, top - 3, at, top + bar + 3, "text", 2))
        if not compact:
            text = f"limite, {formats.datetime_short(data.limit_at, data.timezone)}"
            # Letters are measured for a usual font: one that is a little wider still stays in the frame.
            half = text_width(text, bold=True) / 2 + 6
            marks.append(Label(min(max(at, half), width - half), 14, text, "middle", bold=True))
    if not compact:
        keys, last_line = _legend(data, height + 12, width)
        marks, height = marks + keys, last_line + 8
    return Drawing("clock", width, height, tuple(marks), data.title, describe(data), table)


def _segment(segment: Segment, x: Calendar, lane: tuple[float, float], limit: datetime | None) -> list[Mark]:
    top, bar = lane
    start, end = x(segment.start), x(segment.end)
    box = (start, top, max(end - start, 0.8), bar)
    if segment.kind == "counted":
        if limit is None or segment.end <= limit:
            return [Rect(*box, fill="common")]
        if segment.start >= limit:
            return [Rect(*box, fill="breached")]
        cut = x(limit)
        return [Rect(start, top, cut - start, bar, "common"), Rect(cut, top, end - cut, bar, "breached")]
    if segment.kind == "suspended":
        inner = Rect(
            start + 0.4, top + 0.4, max(box[2] - 0.8, 0.4), bar - 0.8, stroke="line", stroke_width=0.8
        )
        return [Rect(*box, fill="page"), hatch(box, "line", 4, 1), inner]
    thin = (start, top + bar / 2 - 2, end - start, 4.0)
    if segment.kind == "holiday":
        return [Rect(*thin, fill="hair"), stipple((start, top, end - start, bar), "line", 5, 1.4)]
    return [Rect(*thin, fill="hair")]


def _days(data: Clock, x: Calendar, top: float, bar: float, width: float) -> list[Mark]:
    """A hairline at each local midnight, the day named where there is room."""
    zone = ZoneInfo(data.timezone)
    day = x.first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    marks: list[Mark] = []
    labels = []
    while day.astimezone(UTC) < x.last:
        at = x(day.astimezone(UTC))
        marks.append(Line(at, top - 2, at, top + bar + 6, "hair"))
        text = formats.date_short(day.date())[:5]
        half = text_width(text) / 2
        if half <= at <= width - half:
            labels.append(Label(at, top + bar + 18, text, "middle", "muted"))
        day += timedelta(days=1)
    return [*marks, *clear(labels, gap=8)]


def _legend(data: Clock, y: float, width: float) -> tuple[list[Mark], float]:
    kinds = {segment.kind for segment in data.segments}
    late = data.limit_at and any(s.kind == "counted" and s.end > data.limit_at for s in data.segments)
    words: list[tuple[Kind, bool, str]] = [
        (kind, False, WORDS[kind].lower()) for kind in ORDER if kind in kinds
    ]
    words[1:1] = [("counted", True, "au-delà")] if late else []
    return legend([(partial(_key, kind, past), word) for kind, past, word in words], 2, y, width)


def _key(kind: Kind, past: bool, x: float, y: float) -> list[Mark]:
    start = datetime(2000, 1, 1, tzinfo=UTC)
    scale = Calendar(start, start + timedelta(1), x, x + 14)
    return _segment(Segment(start, start + timedelta(1), kind), scale, (y - 10, 12), start if past else None)
