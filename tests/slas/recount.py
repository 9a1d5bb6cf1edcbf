"""A recount that shares no code with the engine: a table of open minutes, walked second by second where needed.

Slow and plain on purpose. Instants are whole seconds since 1970, in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
Span = tuple[int, int]


@dataclass(frozen=True)
class Hours:
    """Which minutes are open, from `first` on: hours of the day by weekday, in Paris, less some dates."""

    first: int
    open: bytes

    @classmethod
    def office(cls, start: date, end: date, opens: int, closes: int, closed: frozenset[date]) -> Hours:
        """Monday to Friday from one hour to another."""
        first, last = _midnight(start), _midnight(end)
        table = bytearray()
        for minute in range(first, last, 60):
            local = datetime.fromtimestamp(minute, PARIS)
            served = local.weekday() < 5 and opens <= local.hour < closes and local.date() not in closed
            table.append(served)
        return cls(first, bytes(table))

    @classmethod
    def always(cls, start: date, end: date) -> Hours:
        """Every minute."""
        first = _midnight(start)
        return cls(first, b"\1" * ((_midnight(end) - first) // 60))

    def chunks(self, start: int, stop: int) -> Iterator[Span]:
        """Open stretches of `[start, stop)`, at most a minute each."""
        for minute in range((start - self.first) // 60, (stop - 1 - self.first) // 60 + 1):
            if 0 <= minute < len(self.open) and self.open[minute]:
                begin = self.first + 60 * minute
                yield max(begin, start), min(begin + 60, stop)

    @property
    def end(self) -> int:
        return self.first + 60 * len(self.open)


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def counted(hours: Hours, start: int, stop: int, pauses: Sequence[Span]) -> int:
    """Open seconds of `[start, stop)` outside every pause."""
    return sum(len(_free(chunk, pauses)) for chunk in hours.chunks(start, stop))


def _free(chunk: Span, pauses: Sequence[Span]) -> Sequence[int]:
    low, high = chunk
    near = [(a, b) for a, b in pauses if a < high and b > low]
    if not near:
        return range(low, high)
    if any(a <= low and high <= b for a, b in near):
        return ()
    return [second for second in range(low, high) if not any(a <= second < b for a, b in near)]


def exceeded(hours: Hours, start: int, target: int, pauses: Sequence[Span]) -> int | None:
    """The first second counted beyond the target; None within the table."""
    left = target
    for chunk in hours.chunks(start, hours.end):
        free = _free(chunk, pauses)
        if len(free) > left:
            return free[left]
        left -= len(free)
    return None


@dataclass
class Case:
    """A ticket as read; a pause that still runs has no end. Instants None where unknown."""

    reference: str
    opened: int
    priority: str
    picked_up: int | None = None
    resolved: int | None = None
    closed: int | None = None
    cancelled: bool = False
    child: bool = False
    site: str = ""
    kind: str = "incident"
    first_priority: str = ""
    changed: int | None = None
    pauses: list[tuple[int, int | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Promise:
    """A delay per priority, in seconds, and the hours it is counted in by site ("" for the others)."""

    code: str
    response: bool
    targets: Mapping[str, int]
    hours: Mapping[str, Hours]

    def of(self, site: str) -> Hours:
        return self.hours.get(site, self.hours[""])


@dataclass(frozen=True)
class Found:
    """A verdict: state, seconds counted, target, instant and month of the verdict."""

    state: str
    elapsed: int | None
    target: int
    at: int | None
    month: str | None


def judged(case: Case, promises: Sequence[Promise], promise: Promise, as_of: int) -> Found | None:
    """The verdict of a case: a raised priority restarts the clock, a lowered one is ignored."""
    start, priority = _terms(case, promises, promise)
    if priority not in promise.targets:
        return None
    hours, target = promise.of(case.site), promise.targets[priority]
    ended = case.closed if case.closed is not None else case.resolved
    if case.child or (case.cancelled and ended is None):
        return Found("not_applicable", None, target, None, month_of(ended or case.opened))
    stop = _stop(case, promise)
    if stop is None and case.closed is not None and not case.cancelled:
        return Found("not_measurable", None, target, None, month_of(case.opened))
    running = stop is None or stop > as_of
    until = as_of if running or stop is None else stop
    pauses = (
        [] if promise.response else [(a, min(b if b is not None else until, until)) for a, b in case.pauses]
    )
    spent = counted(hours, start, until, pauses)
    if spent > target:
        at = exceeded(hours, start, target, pauses)
        return Found("breached", spent, target, at, month_of(at))
    if running:
        return Found("pending", spent, target, None, None)
    left = case.cancelled
    return Found(
        "not_applicable" if left else "met",
        spent,
        target,
        None if left else stop,
        month_of(ended if left else stop),
    )


def _stop(case: Case, promise: Promise) -> int | None:
    ended = case.closed if case.closed is not None else case.resolved
    stop = case.resolved
    if promise.response and case.picked_up is not None:
        stop = case.picked_up
    if case.cancelled:
        return ended if not promise.response or stop is None else min(stop, ended or stop)
    return stop


def _terms(case: Case, promises: Sequence[Promise], promise: Promise) -> tuple[int, str]:
    stop = _stop(case, promise)
    if not case.first_priority or case.changed is None or case.first_priority == case.priority:
        return case.opened, case.priority
    if case.priority > case.first_priority or (stop is not None and case.changed >= stop):
        return case.opened, case.first_priority
    for other in promises:
        if other.response == promise.response and case.first_priority in other.targets:
            pauses = [] if other.response else [(a, b if b is not None else 2**40) for a, b in case.pauses]
            spent = counted(other.of(case.site), case.opened, case.changed, pauses)
            if spent > other.targets[case.first_priority]:
                return case.opened, case.first_priority
    return case.changed, case.priority


def month_of(instant: int | None) -> str | None:
    """The Paris month of an instant."""
    if instant is None:
        return None
    local = datetime.fromtimestamp(instant, PARIS)
    return f"{local.year}-{local.month:02}"
