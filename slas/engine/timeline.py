"""The service axis: every UTC instant mapped to the seconds of service before it, and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.engine.intervals import union
from core.engine.localtime import Regimes, regimes
from slas.engine.hours import ServiceHours

Seconds = NDArray[np.int64]

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
# A finer grid than this costs more memory than the search it spares.
_MOST_SLOTS = 200_000
# Rows handled at once: scratch arrays that stay in the processor's cache.
_CHUNK = 16_384


@dataclass(frozen=True, eq=False)
class Timeline:
    """Service windows of a span of years, in UTC seconds, with the service seconds before each.

    `position(t)` = seconds of service between `origin` and t. Between two grid slots at most one window
    opens, and at the slot's start: `position = min(t + lead[slot], cap[slot])`. Back from a position, every
    window is a whole number of `reach_step` long: `reach[position // reach_step]` is its rank. A step of 0
    stands for a grid too fine to keep: a search replaces it.
    """

    origin: int
    end: int
    opens: Seconds
    closes: Seconds
    before: Seconds
    step: int
    lead: Seconds
    cap: Seconds
    reach_step: int
    reach: Seconds

    @property
    def total(self) -> int:
        """Service seconds of the whole span."""
        return int(self.cap[-1])

    def position(self, instants: Seconds) -> Seconds:
        """Service seconds between the origin and each instant; instants must lie in the span."""
        result = np.empty(instants.shape, dtype=np.int64)
        size = min(_CHUNK, instants.size)
        slot, cap = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
        for low in range(0, instants.size, _CHUNK):
            part, out = instants[low : low + _CHUNK], result[low : low + _CHUNK]
            where = self._slots(part, slot[: part.size])
            # mode="clip" only spares numpy a copy: every slot is in range.
            self.lead.take(where, out=out, mode="clip")
            np.add(out, part, out=out)
            self.cap.take(where, out=cap[: part.size], mode="clip")
            np.minimum(out, cap[: part.size], out=out)
        return result

    def _slots(self, instants: Seconds, scratch: Seconds) -> Seconds:
        if not self.step:
            return np.searchsorted(self.opens, instants, side="right")
        np.subtract(instants, self.origin, out=scratch)
        np.floor_divide(scratch, self.step, out=scratch)
        return scratch

    def first_reach(self, positions: Seconds) -> Seconds:
        """The earliest instant of each position: a closing, where the position is one."""
        return self._instants(positions, positions - 1)

    def last_reach(self, positions: Seconds) -> Seconds:
        """The latest instant of each position: the next opening, where the position is a closing."""
        return self._instants(positions, positions)

    def _instants(self, positions: Seconds, inside: Seconds) -> Seconds:
        """The instant of each position, counted from the opening of the window that serves `inside`."""
        if self.reach_step:
            window = self.reach.take(inside // self.reach_step, mode="clip")
        else:
            window = np.maximum(np.searchsorted(self.before, inside, side="right") - 1, 0)
        return (self.opens - self.before).take(window) + positions


@lru_cache(maxsize=32)
def timeline(hours: ServiceHours, first_year: int, last_year: int) -> Timeline:
    """The service axis of whole UTC years, both included."""
    zone = regimes(hours.timezone, max(first_year - 1, 1), min(last_year + 1, 9998))
    low, high = _year_start(first_year), _year_start(last_year + 1)
    pieces = list(_utc_pieces(*_local_windows(hours, first_year, last_year), zone))
    opens = np.concatenate([piece[0] for piece in pieces])
    closes = np.concatenate([piece[1] for piece in pieces])
    opens, closes = union(np.maximum(opens, low), np.minimum(closes, high))
    before = np.concatenate([[0], np.cumsum(closes - opens)]).astype(np.int64)
    # Slot 0 stands before the first opening, where the position is 0.
    lead = np.concatenate([[-low], before[:-1] - opens]).astype(np.int64)
    step, cap = _grid_step(opens - low, high - low), before
    if step:
        grid = np.searchsorted(opens, np.arange(low, high, step), side="right")
        lead, cap = lead[grid], before[grid]
    lengths = closes - opens
    reach_step = _grid_step(lengths, int(before[-1]))
    reach = np.repeat(np.arange(opens.size), lengths // reach_step if reach_step else 0)
    return Timeline(low, high, opens, closes, before[:-1], step, lead, cap, reach_step, reach)


def _year_start(year: int) -> int:
    return (date(year, 1, 1).toordinal() - _EPOCH) * _DAY


def _grid_step(marks: Seconds, length: int) -> int:
    """The widest step that divides every mark and the length; 0 when that would be too fine a grid."""
    step = int(np.gcd.reduce(marks, initial=length))
    return step if step and length // step <= _MOST_SLOTS else 0


def _local_windows(hours: ServiceHours, first_year: int, last_year: int) -> tuple[Seconds, Seconds]:
    """Windows in wall seconds, disjoint and sorted, with two days of margin around the years."""
    first, last = _year_start(first_year) // _DAY - 2, _year_start(last_year + 1) // _DAY + 2
    days = np.arange(first, last)
    dated = [day.toordinal() - _EPOCH for day in hours.closed | hours.special_spans.keys()]
    ordinary = ~np.isin(days, np.array(dated, dtype=np.int64))
    opens, closes = [], []
    for weekday, spans in enumerate(hours.weekly_spans):
        # 1 January 1970 was a Thursday.
        midnights = days[ordinary & ((days + 3) % 7 == weekday)] * _DAY
        opens += [midnights + opening for opening, _ in spans]
        closes += [midnights + closing for _, closing in spans]
    for day, spans in hours.special_spans.items():
        midnight = (day.toordinal() - _EPOCH) * _DAY
        if first * _DAY <= midnight < last * _DAY:
            opens += [np.array([midnight + opening]) for opening, _ in spans]
            closes += [np.array([midnight + closing]) for _, closing in spans]
    nothing = np.empty(0, dtype=np.int64)
    return union(np.concatenate([nothing, *opens]), np.concatenate([nothing, *closes]))


def _utc_pieces(opens: Seconds, closes: Seconds, zone: Regimes) -> Iterator[tuple[Seconds, Seconds]]:
    """The windows under each UTC offset, cut to the time that offset holds.

    This is the wall clock taken literally: a repeated hour is served twice, a skipped one never.
    """
    until = np.append(zone.since[1:], np.iinfo(np.int64).max)
    for since, end, offset in zip(zone.since, until, zone.offset, strict=True):
        first = np.searchsorted(closes - offset, since, side="right")
        last = np.searchsorted(opens - offset, end, side="left")
        yield (
            np.maximum(opens[first:last] - offset, since),
            np.minimum(closes[first:last] - offset, end),
        )
