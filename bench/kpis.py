"""Monthly indicators of 100,000 tickets over 60 months, against the plain way: one pandas filter per month.

Run: `python -m bench.kpis [tickets]`. Prints seconds and the ratio measured in the same run.
Both sides compute K01, K08, K09, K10, K11 and K22, and must agree; ours computes all thirteen indicators.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from core.engine.months import Month, month_range
from kpis.engine.indicators import Context, read_tickets, series
from kpis.engine.signals import Series, read_series

PARIS = "Europe/Paris"
MONTHS = month_range(Month(2021, 1), Month(2025, 12))


def make_tickets(size: int, seed: int = 1) -> pd.DataFrame:
    """Seeded tickets over five years, 2 % still open, 3 % cancelled, one answer in five."""
    generator = np.random.default_rng(seed)
    opened = np.datetime64("2021-01-01", "s") + generator.integers(0, 1820 * 86400, size)
    resolved = opened + generator.integers(600, 40 * 86400, size)
    resolved[generator.random(size) < 0.02] = np.datetime64("NaT")
    noted = generator.random(size) < 0.2
    return pd.DataFrame(
        {
            "reference": [f"T{number}" for number in range(size)],
            "type": generator.choice(["incident", "request"], size),
            "priority": generator.choice(["P1", "P2", "P3", "P4"], size),
            "opened": opened,
            "resolved": resolved,
            "cancelled": generator.random(size) < 0.03,
            "service": generator.choice([f"service {n}" for n in range(30)], size),
            "category": generator.choice([f"categorie {n}" for n in range(40)], size),
            "requester": generator.choice([f"u{n}" for n in range(300)], size),
            "reopen_count": generator.integers(0, 2, size),
            "satisfaction": np.where(noted, generator.integers(1, 6, size), np.nan),
            "paused_seconds": generator.integers(0, 1000, size),
            "gross_seconds": generator.integers(1000, 9999, size),
            "elapsed_seconds": generator.integers(0, 99999, size),
        }
    )


def plain(frame: pd.DataFrame) -> dict[str, list[float]]:
    """Six indicators with one filter per month and figure: clear, and slow."""
    found: dict[str, list[float]] = {code: [] for code in ("K01", "K08", "K09", "K10", "K11", "K22")}
    kept = frame[~frame["cancelled"]]
    for month in MONTHS:
        start, end = (
            pd.Timestamp(moment).tz_localize(None) for moment in (month.start(PARIS), month.end(PARIS))
        )
        old = (end.tz_localize("UTC").tz_convert(PARIS) - pd.DateOffset(days=30)).tz_convert("UTC")
        opened = kept[(kept["opened"] >= start) & (kept["opened"] < end)]
        resolved = kept[(kept["resolved"] >= start) & (kept["resolved"] < end)]
        stock = kept[(kept["opened"] < end) & ~(kept["resolved"] < end)]
        notes = resolved["satisfaction"].dropna()
        found["K01"].append(int((opened["type"] == "incident").sum()))
        found["K08"].append(len(stock))
        found["K09"].append(100 * float((stock["opened"] < old.tz_localize(None)).mean()))
        found["K10"].append(100 * len(resolved) / len(opened))
        found["K11"].append(100 * float((resolved["reopen_count"] > 0).mean()))
        found["K22"].append(100 * float((notes >= 4).mean()))
    return found


def best_of(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Shortest time of a few runs, in seconds, and the result."""
    seconds, result = float("inf"), None
    for _ in range(times):
        begun = perf_counter()
        result = work()
        seconds = min(seconds, perf_counter() - begun)
    return seconds, result


def main(size: int) -> None:
    """Measure, compare, print."""
    frame = make_tickets(size)
    reading, tickets = best_of(lambda: read_tickets(frame))
    counting, ours = best_of(lambda: series(tickets, MONTHS, PARIS, Context(users=300)))
    filtering, theirs = best_of(lambda: plain(frame))
    for code, values in theirs.items():
        differences = [abs(float(one.value) - value) for one, value in zip(ours[code], values, strict=True)]
        if max(differences) > 1e-9:
            raise SystemExit(f"{code}: the two ways differ by {max(differences)}")
    signals, _ = best_of(
        lambda: [
            read_series(Series(code, "down", MONTHS, [one.value for one in measures]))
            for code, measures in ours.items()
        ]
    )
    print(f"{size} tickets, {len(MONTHS)} months, {len(ours)} indicators")
    print(
        f"reading columns {reading:.3f} s, counting {counting:.3f} s, signals of all series {signals:.3f} s"
    )
    print(f"plain filters, 6 indicators {filtering:.3f} s: {filtering / (reading + counting):.1f} times ours")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
