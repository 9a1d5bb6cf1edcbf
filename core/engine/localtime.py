"""Wall-clock times of a zone and UTC instants, converted by whole arrays, both clock changes included.

Arrays of instants are `datetime64[s]` in UTC; arrays of wall times are `datetime64[s]` without a zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]
Instants = NDArray[np.datetime64]

AMBIGUOUS = "ambiguous_local_time"
NONEXISTENT = "nonexistent_local_time"

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years the engine accepts: outside them a date is a typing error, not a ticket."""

_WEEK = 7 * 86_400
_FAR_PAST = -(2**62)


@dataclass(frozen=True, eq=False)
class Regimes:
    """The UTC offsets of a zone: `offset[k]` seconds east of UTC from the instant `since[k]` to the next."""

    since: Seconds
    offset: Seconds

    def at(self, instants: Seconds) -> Seconds:
        """The offset in force at each UTC instant (seconds)."""
        if self.offset.size == 1:
            return np.full(instants.shape, self.offset[0])
        return self.offset[np.searchsorted(self.since, instants, side="right") - 1]


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises ValueError, in French, when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"Fuseau horaire inconnu : {name!r}.") from error


@lru_cache(maxsize=64)
def regimes(zone: str, first_year: int, last_year: int) -> Regimes:
    """The offsets of a zone from the start of `first_year` to the end of `last_year`.

    Weekly samples, then bisection to the second: no zone has changed its clocks twice within a week
    since 1900.
    """
    info = zone_named(zone)
    start = int(datetime(first_year, 1, 1, tzinfo=UTC).timestamp())
    stop = int(datetime(last_year + 1, 1, 1, tzinfo=UTC).timestamp())
    since, offset = [_FAR_PAST], [_offset(info, start)]
    for low in range(start, stop, _WEEK):
        high = min(low + _WEEK, stop)
        after = _offset(info, high)
        if after != offset[-1]:
            since.append(_change(info, low, high))
            offset.append(after)
    return Regimes(np.array(since, dtype=np.int64), np.array(offset, dtype=np.int64))


def _offset(info: ZoneInfo, instant: int) -> int:
    shift = datetime.fromtimestamp(instant, info).utcoffset()
    if shift is None:
        raise ValueError(f"zone without offset: {info.key}")
    return int(shift.total_seconds())


def _change(info: ZoneInfo, low: int, high: int) -> int:
    """The first second of the new offset, between two instants with different offsets."""
    before = _offset(info, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(info, middle) == before else (low, middle)
    return high


def year_span(seconds: Seconds) -> tuple[int, int]:
    """The first and last UTC year of some instants. Raises ValueError outside 1900-2199."""
    low, high = (
        int(value.astype("datetime64[Y]").astype(np.int64)) + 1970
        for value in np.array([seconds.min(), seconds.max()]).astype("datetime64[s]")
    )
    if low < FIRST_YEAR or high > LAST_YEAR:
        raise ValueError(f"Date hors des années {FIRST_YEAR} à {LAST_YEAR}.")
    return low, high


def to_local(instants: Instants, zone: str) -> Instants:
    """The wall time of each UTC instant (NaT stays NaT). Raises ValueError outside 1900-2199."""
    seconds = _seconds(instants)
    known = ~np.isnat(instants)
    if not known.any():
        return instants.astype("datetime64[s]")
    low, high = year_span(seconds[known])
    local = np.where(known, seconds + regimes(zone, low, high).at(seconds), seconds)
    return local.astype("datetime64[s]")


def to_utc(walls: Instants, zone: str) -> tuple[Instants, NDArray[np.str_]]:
    """Read imported wall times: the UTC instants, and per row "" or the name of the anomaly.

    A time that occurs twice (autumn) is its first occurrence, `ambiguous_local_time`; a time that does
    not exist (spring) is read with the offset in force before the change, `nonexistent_local_time`.
    NaT stays NaT. Raises ValueError for an unknown zone or a year outside 1900-2199.
    """
    seconds = _seconds(walls)
    known = ~np.isnat(walls)
    anomaly = np.full(walls.shape, "", dtype="U22")
    if not known.any():
        return walls.astype("datetime64[s]"), anomaly
    low, high = year_span(seconds[known])
    zones = regimes(zone, max(low - 1, FIRST_YEAR), high + 1)
    before, after, change = zones.offset[:-1], zones.offset[1:], zones.since[1:]
    # The old offset still reads every wall time the change repeats, and every one it skips.
    row = np.searchsorted(change + np.maximum(before, after), seconds, side="right")
    instants = np.where(known, seconds - zones.offset[row], seconds)
    if change.size:
        upcoming = np.minimum(row, change.size - 1)
        inside = known & (row < change.size)
        inside &= seconds >= change[upcoming] + np.minimum(before, after)[upcoming]
        anomaly[inside] = np.where(after < before, AMBIGUOUS, NONEXISTENT)[upcoming[inside]]
    return instants.astype("datetime64[s]"), anomaly


def _seconds(instants: Instants) -> Seconds:
    return np.asarray(instants, dtype="datetime64[s]").view(np.int64)
