"""Service hours: the weekly windows, closures and special days a commitment counts in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Self

from core.engine.localtime import zone_named

Window = tuple[str, str]
Spans = tuple[tuple[int, int], ...]

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, eq=False)
class ServiceHours:
    """When the service runs: local windows `[open, close)`, in the wall clock of `timezone`.

    `weekly` maps a weekday (0 = Monday) to its windows, as ("08:00", "18:00"); several a day, "24:00"
    legal. `closed` days have none (holidays, bridge days). `special` replaces the windows of a day, even
    a closed one. During a change of clocks the wall clock rules: an hour that occurs twice counts twice.
    Raises ValueError, in French, for an unknown zone or weekday, a window that is malformed, reversed
    or overlaps another one of its day.
    """

    timezone: str
    weekly: Mapping[int, Sequence[Window]]
    closed: frozenset[date] = frozenset()
    special: Mapping[date, Sequence[Window]] = field(default_factory=dict)
    weekly_spans: tuple[Spans, ...] = field(init=False, repr=False)
    """Seven days of (open, close) seconds since local midnight, Monday first."""
    special_spans: Mapping[date, Spans] = field(init=False, repr=False)
    """The (open, close) seconds of each special day."""
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        zone_named(self.timezone)
        if unknown := [day for day in self.weekly if day not in range(7)]:
            raise ValueError(f"Jour de semaine inconnu : {unknown[0]!r} (0 = lundi … 6 = dimanche).")
        weekly = tuple(read_windows(self.weekly.get(day, ()), f"le {DAYS[day]}") for day in range(7))
        special = {day: read_windows(self.special[day], f"le {day}") for day in sorted(self.special)}
        # A frozen dataclass keeps its own copies: the caller's lists may change, the hours may not.
        object.__setattr__(self, "weekly", dict(self.weekly))
        object.__setattr__(self, "closed", frozenset(self.closed))
        object.__setattr__(self, "special", dict(self.special))
        object.__setattr__(self, "weekly_spans", weekly)
        object.__setattr__(self, "special_spans", special)
        object.__setattr__(self, "_hash", hash(self._identity()))

    @classmethod
    def round_the_clock(cls, timezone: str = "Europe/Paris") -> Self:
        """24 hours a day, 7 days a week, holidays included."""
        return cls(timezone, {day: (("00:00", "24:00"),) for day in range(7)})

    @property
    def daily_seconds(self) -> int:
        """The length of one business day (jour ouvré): N days are N times this, never N × 24 h.

        Where days differ, the length most weekdays have; the longest of those on a tie. 0 if never open.
        """
        lengths = Counter(sum(b - a for a, b in spans) for spans in self.weekly_spans if spans)
        return max(lengths, key=lambda length: (lengths[length], length), default=0)

    def spans_on(self, day: date) -> Spans:
        """The windows of one date, in seconds since its local midnight."""
        if day in self.special_spans:
            return self.special_spans[day]
        return () if day in self.closed else self.weekly_spans[day.weekday()]

    def _identity(self) -> tuple[object, ...]:
        return self.timezone, self.weekly_spans, self.closed, tuple(self.special_spans.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ServiceHours) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return self._hash


def read_windows(windows: Sequence[Window], day: str) -> Spans:
    """Windows of one day in seconds, sorted. Raises ValueError when reversed, malformed or overlapping."""
    spans = []
    for opening, closing in windows:
        span = (_seconds(opening, day), _seconds(closing, day))
        if span[1] <= span[0]:
            raise ValueError(f"Plage inversée ou vide {day} : {opening}-{closing}.")
        spans.append((span, f"{opening}-{closing}"))
    spans.sort()
    for (before, text), (after, next_text) in pairwise(spans):
        if after[0] < before[1]:
            raise ValueError(f"Plages qui se chevauchent {day} : {text} et {next_text}.")
    return tuple(span for span, _ in spans)


def _seconds(text: str, day: str) -> int:
    """Seconds since midnight of `08:30` or `24:00`."""
    parts = text.split(":")
    if len(parts) != 2 or not all(len(part) == 2 and part.isascii() and part.isdecimal() for part in parts):
        raise ValueError(f"Heure illisible {day} : {text!r} (attendu HH:MM).")
    hours, minutes = int(parts[0]), int(parts[1])
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise ValueError(f"Heure impossible {day} : {text!r}.")
    return hours * 3600 + minutes * 60
