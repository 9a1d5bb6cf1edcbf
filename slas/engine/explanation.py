"""The life of a ticket as a row of segments that tile it: what counted, what did not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from core.engine.localtime import year_span
from slas.engine.hours import ServiceHours
from slas.engine.timeline import Timeline, timeline


class SegmentKind(StrEnum):
    """Why time counted or not.

    `superseded`: before a change of priority that restarts the clock. `awaited`: before the pick-up that starts it.
    """

    COUNTED = "counted"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    SUPERSEDED = "superseded"
    AWAITED = "awaited"


@dataclass(frozen=True)
class Pause:
    """An accepted suspension of the ticket, aware instants; an end of None still runs. `reason` in French."""

    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True)
class Segment:
    """A stretch `[start, end)` of one kind, aware UTC instants.

    `reason`: the holiday's name, the suspension's reason, otherwise "".
    """

    start: datetime
    end: datetime
    kind: SegmentKind
    reason: str = ""

    @property
    def seconds(self) -> int:
        """Its real length."""
        return (self.end - self.start) // timedelta(seconds=1)


def segments(
    hours: ServiceHours,
    start: datetime,
    stop: datetime,
    pauses: Sequence[Pause] = (),
    holidays: Mapping[date, str] | None = None,
) -> tuple[Segment, ...]:
    """The segments of `[start, stop)`, in order, without hole or overlap; none when stop ≤ start.

    The counted ones sum to the elapsed time of the ticket, to the second. A suspension shows only inside
    service hours (outside, nothing was counting); where several overlap, the first to start gives its reason.
    `holidays` names closed days; a closed day without a name is `closed`.
    """
    low, high = _second(start), _second(stop)
    if high <= low:
        return ()
    axis = timeline(hours, *year_span(np.array([low, high])))
    names = {day: name for day, name in (holidays or {}).items() if day in hours.closed}
    spans = sorted((_second(pause.start), _end(pause, high), pause.reason) for pause in pauses)
    cuts = {low, high, *_window_bounds(axis, low, high), *_midnights(hours.timezone, names)}
    cuts.update(bound for span in spans for bound in span[:2])
    inside = sorted(cut for cut in cuts if low <= cut <= high)
    pieces = [_piece(axis, (a, b), spans, (names, hours.timezone)) for a, b in pairwise(inside)]
    return tuple(_merged(pieces))


def split_at(parts: Iterable[Segment], instant: datetime) -> tuple[Segment, ...]:
    """The same segments, the one that holds `instant` cut in two there (to mark a deadline)."""
    result = []
    for part in parts:
        if part.start < instant < part.end:
            result += [replace(part, end=instant), replace(part, start=instant)]
        else:
            result.append(part)
    return tuple(result)


def without_first(parts: Iterable[Segment], seconds: int, reason: str) -> tuple[Segment, ...]:
    """The same segments, the first counted `seconds` paused: waiting known as a sum, without its intervals.

    Taken first, they leave the deadline where the whole budget has been counted.
    """
    result: list[Segment] = []
    for part in parts:
        taken = min(seconds, part.seconds) if part.kind is SegmentKind.COUNTED else 0
        seconds, cut = seconds - taken, part.start + timedelta(seconds=taken)
        if taken:
            result.append(Segment(part.start, cut, SegmentKind.PAUSED, reason))
        if cut < part.end:
            result.append(replace(part, start=cut))
    return tuple(result)


def counted_seconds(parts: Iterable[Segment]) -> int:
    """Σ of the counted segments: the elapsed time."""
    return sum(part.seconds for part in parts if part.kind is SegmentKind.COUNTED)


def _second(instant: datetime) -> int:
    return int(instant.replace(microsecond=0).timestamp())


def _end(pause: Pause, stop: int) -> int:
    return stop if pause.end is None else _second(pause.end)


def _window_bounds(axis: Timeline, low: int, high: int) -> list[int]:
    first = int(np.searchsorted(axis.closes, low, side="right"))
    last = int(np.searchsorted(axis.opens, high, side="left"))
    return [*axis.opens[first:last].tolist(), *axis.closes[first:last].tolist()]


def _midnights(timezone: str, names: Mapping[date, str]) -> list[int]:
    """The bounds of each named day."""
    zone = ZoneInfo(timezone)
    days = [day + timedelta(days=shift) for day in names for shift in (0, 1)]
    return [int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) for day in days]


def _piece(
    axis: Timeline,
    bounds: tuple[int, int],
    spans: Sequence[tuple[int, int, str]],
    calendar: tuple[Mapping[date, str], str],
) -> Segment:
    """One elementary piece: no window, suspension or named day begins or ends inside it."""
    low, high = bounds
    start, end = datetime.fromtimestamp(low, UTC), datetime.fromtimestamp(high, UTC)
    window = int(np.searchsorted(axis.opens, low, side="right")) - 1
    if window >= 0 and low < axis.closes[window]:
        for begin, finish, reason in spans:
            if begin <= low < finish:
                return Segment(start, end, SegmentKind.PAUSED, reason)
        return Segment(start, end, SegmentKind.COUNTED)
    names, timezone = calendar
    name = names.get(start.astimezone(ZoneInfo(timezone)).date())
    return Segment(start, end, SegmentKind.HOLIDAY, name) if name else Segment(start, end, SegmentKind.CLOSED)


def _merged(pieces: Iterable[Segment]) -> list[Segment]:
    """Neighbours of one kind and reason joined."""
    result: list[Segment] = []
    for piece in pieces:
        last = result[-1] if result else None
        if last and (last.kind, last.reason) == (piece.kind, piece.reason):
            result[-1] = replace(last, end=piece.end)
        else:
            result.append(piece)
    return result
