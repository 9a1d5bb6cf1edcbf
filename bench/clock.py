"""The clock against its yardsticks, in one run: `python bench/clock.py [tickets]`.

Prints ratios, not times: a slow machine slows both sides. `businesstimedelta` is too slow for every row:
it runs on a sample and its time is extrapolated by rows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.engine.holidays import french
from slas.engine.clock import ServiceHours, Suspensions, deadline, elapsed

PARIS = ZoneInfo("Europe/Paris")
HOLIDAYS = french(range(2025, 2028))
HOURS = ServiceHours("Europe/Paris", {day: (("08:00", "18:00"),) for day in range(5)}, HOLIDAYS)
Pauses = list[tuple[int, int]]


def tickets(count: int, seed: int = 20260329) -> tuple[np.ndarray, np.ndarray, Suspensions, list[Pauses]]:
    """Two years of tickets over four clock changes; two of three carry up to three, overlapping, pauses."""
    rng = np.random.default_rng(seed)
    start = np.datetime64("2025-01-02T00:00:00", "s") + rng.integers(0, 729 * 86_400, count)
    stop = start + rng.integers(60, 12 * 86_400, count)
    row = np.repeat(np.arange(count), rng.integers(0, 4, count) * (rng.random(count) < 0.9))
    begin = start[row] + rng.integers(-86_400, 6 * 86_400, row.size)
    end = begin + rng.integers(0, 4 * 86_400, row.size)
    pauses: list[Pauses] = [[] for _ in range(count)]
    bounds = zip(row.tolist(), begin.astype(int).tolist(), end.astype(int).tolist(), strict=True)
    for ticket, low, high in bounds:
        pauses[ticket].append((low, high))
    return start, stop, Suspensions(row, begin, end), pauses


@lru_cache(maxsize=4096)
def window(day: date) -> tuple[int, int] | None:
    if day.weekday() > 4 or day in HOLIDAYS:
        return None
    opening, closing = (
        datetime.combine(day, clock_time(hour), PARIS).astimezone(UTC).timestamp() for hour in (8, 18)
    )
    return int(opening), int(closing)


def per_day(start: int, stop: int, pauses: Pauses) -> int:
    """The reference: a plain loop over the days of one ticket, windows cached."""
    free, cursor = [], start
    for low, high in sorted(pauses):
        if low > cursor:
            free.append((cursor, min(low, stop)))
        cursor = max(cursor, high)
        if cursor >= stop:
            break
    free.append((cursor, stop))
    total, day = 0, datetime.fromtimestamp(start, PARIS).date()
    last = datetime.fromtimestamp(stop, PARIS).date()
    while day <= last:
        if bounds := window(day):
            for low, high in free:
                total += max(0, min(high, bounds[1]) - max(low, bounds[0]))
        day += timedelta(days=1)
    return total


def best(run: Callable[[], object], times: int = 7) -> float:
    """The shortest of some runs: the others measure the machine's other work."""
    shortest = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        run()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest


def businesstimedelta_time(start: np.ndarray, stop: np.ndarray, pauses: list[Pauses], sample: int) -> float:
    """Seconds taken by the library for a sample; it has no pauses, so each is measured and taken off."""
    import businesstimedelta as library
    import pytz  # the zones this library understands

    paris = pytz.timezone("Europe/Paris")
    days = library.WorkDayRule(
        start_time=clock_time(8),
        end_time=clock_time(18),
        working_days=list(range(5)),
        tz=paris,
    )
    off = library.HolidayRule(dict.fromkeys(HOLIDAYS, "férié"), tz=paris)
    rules = library.Rules([days, off])
    instants = [datetime.fromtimestamp(value, UTC) for value in start[:sample].astype(int).tolist()]
    ends = [datetime.fromtimestamp(value, UTC) for value in stop[:sample].astype(int).tolist()]
    paused = [
        [(datetime.fromtimestamp(low, UTC), datetime.fromtimestamp(high, UTC)) for low, high in some]
        for some in pauses[:sample]
    ]
    began = time.perf_counter()
    for first, last, some in zip(instants, ends, paused, strict=True):
        spent = rules.difference(first, last).timedelta
        for low, high in some:
            if max(low, first) < min(high, last):
                spent -= rules.difference(max(low, first), min(high, last)).timedelta
    return time.perf_counter() - began


def main(count: int) -> None:
    start, stop, suspensions, pauses = tickets(count)
    ours = best(lambda: elapsed(HOURS, start, stop, suspensions))
    alone = best(lambda: elapsed(HOURS, start, stop), 30)
    due = best(lambda: deadline(HOURS, start, 8 * 3600, suspensions))
    opened, closed = pd.Series(start), pd.Series(stop)
    pandas_time = best(lambda: closed - opened, 30)

    bounds = list(zip(start.astype(int).tolist(), stop.astype(int).tolist(), pauses, strict=True))
    began = time.perf_counter()
    reference = [per_day(*bound) for bound in bounds]
    loop = time.perf_counter() - began
    different = int((elapsed(HOURS, start, stop, suspensions) != np.array(reference)).sum())

    sample = min(400, count)
    library = businesstimedelta_time(start, stop, pauses, sample) * count / sample
    print(f"{count} tickets, {len(suspensions)} suspensions, 2025-01 to 2026-12, four clock changes")
    print(f"tickets whose seconds differ from the per-day reference: {different}")
    print(
        f"elapsed with suspensions: {library / ours:,.0f} x businesstimedelta ({sample} rows, extrapolated)"
    )
    print(f"elapsed with suspensions: {loop / ours:,.0f} x a per-day Python loop")
    print(f"elapsed alone: {alone / pandas_time:.1f} x the time of one pandas subtraction")
    print(f"deadline with suspensions: {loop / due:,.0f} x a per-day Python loop of elapsed")
    print(f"times: {ours * 1e3:.1f} ms, alone {alone * 1e3:.2f} ms, deadline {due * 1e3:.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
