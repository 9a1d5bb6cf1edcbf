"""The clock of one ticket: segments that tile its life, on a calendar.

Counted time is solid, outside hours a thin line, a public holiday dotted, a suspension hatched and
outlined; the limit is a bar, and what is counted past it takes the ink of a missed commitment. In a table
(`compact`) the strips of all rows share one `span`, so that they compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from core.engine import formats
from core.svg.drawing import Drawing, Table
from core.svg.marks import Label, Line, Mark, Path, Rect, n1
from core.svg.scale import Calendar
from core.svg.shapes import clear, hatch, stipple
from core.svg.text import text_width

Kind = Literal["counted", "closed", "holiday", "suspended"]
WORDS = {"counted": "Compté", "closed": "Hors horaires", "holiday": "Jour férié", "suspended": "Suspendu"}


@dataclass(frozen=True)
class Segment:
    """Half-open in time, instants in UTC. `seconds`: counted time; `reason`: of a suspension or closure."""

    start: datetime
    end: datetime
    kind: Kind
    seconds: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Clock:
    """`limit_at`: instant at which the counted time reaches the limit. `running`: the ticket is still open.

    `span`: bounds of the axis, shared by the strips of one table; the ticket's own life by default.
    """

    title: str
    segments: Sequence[Segment]
    limit_at: datetime | None = None
    running: bool = False
    span: tuple[datetime, datetime] | None = None
    timezone: str = "Europe/Paris"
    desc: str = ""


def draw(data: Clock, *, width: float = 794, compact: bool = False) -> Drawing:
    """With its days, its limit and a legend; or, `compact`, the bare strip 20 high."""
    bar, top = (14.0, 3.0) if compact else (22.0, 28.0)
    height = 20.0 if compact else 94.0
    twin = _table(data)
    if not data.segments:
        empty = Label(0, height / 2 + 4, "Aucun temps", ink="muted")
        return Drawing("clock", width, height, (empty,), data.title, data.desc or "Aucun temps compté.", twin)
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
            half = text_width(text, bold=True) / 2
            marks.append(Label(min(max(at, half), width - half), 14, text, "middle", bold=True))
    marks += [] if compact else _legend(data, height - 8)
    return Drawing("clock", width, height, tuple(marks), data.title, _describe(data), twin)


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
    day = x.first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)  # type: ignore[union-attr]
    marks: list[Mark] = []
    labels = []
    while day.astimezone(UTC) < x.last:  # type: ignore[operator]
        at = x(day.astimezone(UTC))
        marks.append(Line(at, top - 2, at, top + bar + 6, "hair"))
        text = formats.date_short(day.date())[:5]
        half = text_width(text) / 2
        if half <= at <= width - half:
            labels.append(Label(at, top + bar + 18, text, "middle", "muted"))
        day += timedelta(days=1)
    return [*marks, *clear(labels, gap=8)]


def _legend(data: Clock, y: float) -> list[Mark]:
    kinds = {segment.kind for segment in data.segments}
    late = data.limit_at and any(s.kind == "counted" and s.end > data.limit_at for s in data.segments)
    entries = [(kind, WORDS[kind].lower()) for kind in WORDS if kind in kinds]
    entries[1:1] = [("late", "au-delà")] if late else []
    marks: list[Mark] = []
    left = 2.0
    base = datetime(2000, 1, 1, tzinfo=UTC)
    for kind, word in entries:
        x = Calendar(base, base + timedelta(seconds=14), left, left + 14)
        limit = base if kind == "late" else None
        shape = Segment(base, base + timedelta(seconds=14), "counted" if kind == "late" else kind)  # type: ignore[arg-type]
        marks += [*_segment(shape, x, (y - 10, 12), limit), Label(left + 20, y, word, ink="muted")]
        left += text_width(word) + 40
    return marks


def _describe(data: Clock) -> str:
    total = sum(segment.seconds for segment in data.segments)
    limit = (
        f" Limite atteinte le {formats.datetime_short(data.limit_at, data.timezone)}."
        if data.limit_at
        else ""
    )
    paused = sum((s.end - s.start).total_seconds() for s in data.segments if s.kind == "suspended")
    told = f"{formats.duration(total)} comptées, {formats.duration(int(paused))} suspendues.{limit}"
    return data.desc or told


def _table(data: Clock) -> Table:
    rows = tuple(
        (
            formats.datetime_short(segment.start, data.timezone),
            formats.datetime_short(segment.end, data.timezone),
            WORDS[segment.kind],
            segment.reason or formats.ABSENT,
            formats.duration(segment.seconds),
        )
        for segment in data.segments
    )
    return Table(("Début", "Fin", "Nature", "Motif", "Compté"), rows)
