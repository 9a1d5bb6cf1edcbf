"""Service time by walking days, in plain Python: no code shared with the engine. Seconds since 1970, UTC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Span = tuple[int, int]
DAY = timedelta(days=1)
FAR = date(2029, 12, 31)


def easter(year: int) -> date:
    """Easter Sunday (Butcher's rule)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int, zone: str, whit_worked: bool) -> set[date]:
    """Public holidays of a year, metropole or alsace-moselle."""
    sunday = easter(year)
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    moved = [1, 39] + ([] if whit_worked else [50])
    if zone == "alsace-moselle":
        fixed, moved = [*fixed, (12, 26)], [*moved, -2]
    return {date(year, m, d) for m, d in fixed} | {sunday + timedelta(days=n) for n in moved}


@dataclass(eq=False)
class Clock:
    """Windows by weekday in minutes of the wall clock, some days closed."""

    zone: ZoneInfo
    week: dict[int, list[tuple[int, int]]]
    closed: frozenset[date] = frozenset()
    _days: dict[date, list[Span]] = field(default_factory=dict)

    def day(self, day: date) -> list[Span]:
        """The open spans of a local day: an hour lived twice is open twice, one skipped never."""
        if day not in self._days:
            self._days[day] = self._spans(day)
        return self._days[day]

    def opens_on(self, day: date) -> bool:
        return day not in self.closed and bool(self.week.get(day.weekday()))

    def _spans(self, day: date) -> list[Span]:
        if not self.opens_on(day):
            return []
        start, end = midnight(day, self.zone), midnight(day + DAY, self.zone)
        turn = end
        if end - start != 86_400:
            turn = next(
                t for t in range(start, end, 900) if _offset(t, self.zone) != _offset(start, self.zone)
            )
        found = []
        for low, high in ((start, turn), (turn, end)):
            shift = _offset(low, self.zone)
            wall = _wall_midnight(day)
            for opening, closing in self.week[day.weekday()]:
                a, b = wall + opening * 60 - shift, wall + closing * 60 - shift
                if max(a, low) < min(b, high):
                    found.append((max(a, low), min(b, high)))
        return sorted(found)

    def open_from(self, start: int) -> Iterator[Span]:
        """Open spans from an instant on, for some years."""
        day = datetime.fromtimestamp(start, self.zone).date()
        while day < FAR:
            for low, high in self.day(day):
                if high > start:
                    yield max(low, start), high
            day += DAY


def midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def _wall_midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _offset(instant: int, zone: ZoneInfo) -> int:
    shift = datetime.fromtimestamp(instant, zone).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


def free(span: Span, waits: Sequence[Span]) -> list[Span]:
    """The pieces of a span outside every wait."""
    pieces = [span]
    for low, high in waits:
        pieces = [
            piece
            for a, b in pieces
            for piece in ((a, min(b, low)), (max(a, high), b))
            if piece[0] < piece[1]
        ] if high > low else pieces  # fmt: skip
    return sorted(set(pieces))


def counted(clock: Clock, start: int, stop: int, waits: Sequence[Span] = ()) -> int:
    """Open seconds of `[start, stop)` outside every wait."""
    total = 0
    for low, high in clock.open_from(start):
        if low >= stop:
            break
        span = (low, min(high, stop))
        total += sum(b - a for a, b in free(span, [w for w in waits if w[0] < span[1] and w[1] > low]))
    return total


def exceeded(clock: Clock, start: int, target: int, waits: Sequence[Span], *, reached: bool) -> int | None:
    """The first second beyond the target; with `reached`, the instant at which the target is used up."""
    left = target
    for span in clock.open_from(start):
        for low, high in free(span, [w for w in waits if w[0] < span[1] and w[1] > span[0]]):
            if high - low > left or (reached and high - low == left):
                return low + left
            left -= high - low
    return None


def ceiling(clock: Clock, start: int, waits: Sequence[Span], most: int) -> list[Span]:
    """The first `most` open seconds inside the waits, from a start."""
    joined: list[list[int]] = []
    for low, high in sorted((max(a, start), b) for a, b in waits if b > max(a, start)):
        if joined and low <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], high)
        else:
            joined.append([low, high])
    kept, left = [], most
    for low, high in joined:
        for a, b in clock.open_from(low):
            if a >= high or not left:
                break
            taken = min(min(b, high) - a, left)
            kept.append((a, a + taken))
            left -= taken
    return kept


def days_after(clock: Clock, start: int, count: int, *, closing: bool) -> int:
    """`count` open days later: at the same wall time, or at the end of that day's service."""
    local = datetime.fromtimestamp(start, clock.zone)
    day = local.date()
    while count:
        day += DAY
        count -= clock.opens_on(day)
    if closing:
        last = max(end for _, end in clock.week[day.weekday()])
        return wall_instant(day, last * 60, clock.zone)
    return wall_instant(day, local.hour * 3600 + local.minute * 60 + local.second, clock.zone)


def wall_instant(day: date, second: int, zone: ZoneInfo) -> int:
    """A wall time as an instant: the first of two, and one that does not exist read with the offset before."""
    day, second = (day + DAY, 0) if second == 86_400 else (day, second)
    wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(seconds=second)
    return int(wall.replace(fold=0).timestamp())
