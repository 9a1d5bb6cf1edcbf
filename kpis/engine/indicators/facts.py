"""Tickets as columns, and the months that cut them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from core.engine.months import Month, month_range

NEEDED = ("reference", "type", "opened")
INSTANTS = ("opened", "resolved", "closed")
LABELS = ("priority", "service", "category", "requester", "site", "group")
WHOLE = ("reopen_count", "paused_seconds", "gross_seconds", "elapsed_seconds")


@dataclass(frozen=True)
class Labels:
    """A text column: `codes` index into `names`, −1 where the text is missing or empty."""

    codes: np.ndarray
    names: tuple[str, ...]


@dataclass(frozen=True)
class Tickets:
    """Columns of equal length, one row per ticket.

    `eligible`: incident or request, not cancelled; `incident`: eligible incident. `ended`: when the ticket
    left the backlog (resolution, otherwise closing; never before its opening; NaT while open). Instants are
    datetime64[s] in UTC. `whole` columns are int64 with −1 for missing, `satisfaction` float64 with NaN.
    """

    reference: np.ndarray
    eligible: np.ndarray
    incident: np.ndarray
    opened: np.ndarray
    resolved: np.ndarray
    ended: np.ndarray
    satisfaction: np.ndarray
    labels: Mapping[str, Labels]
    whole: Mapping[str, np.ndarray]


def read_tickets(columns: Any) -> Tickets:
    """Columns of a DataFrame (or a mapping of arrays) made ready for counting.

    Needed: `reference`, `type` (`incident` | `request`; any other type is left out), `opened`. Known:
    `priority`, `resolved`, `closed`, `cancelled`, `service`, `category`, `requester`, `reopen_count`,
    `site`, `group`, `satisfaction` (1 to 5, 5 best), `paused_seconds`, `gross_seconds`, `elapsed_seconds` (service hours;
    negative = not measured). An absent column counts as missing everywhere. Instants are naive UTC or aware.
    Raises KeyError for a needed column and ValueError for a satisfaction out of 1…5 or a missing opening.
    """
    import pandas as pd  # 0.5 s to import: only who counts pays it

    absent = [name for name in NEEDED if name not in columns]
    if absent:
        raise KeyError(", ".join(absent))
    size = len(columns["reference"])

    def column(name: str, default: Any) -> Any:
        return pd.Series(columns[name] if name in columns else [default] * size).reset_index(drop=True)

    instants = {name: _instants(column(name, pd.NaT)) for name in INSTANTS}
    if np.isnat(instants["opened"]).any():
        raise ValueError("a ticket without opening date belongs to no month")
    kind = column("type", None).to_numpy(dtype=object)
    cancelled = column("cancelled", False).isin([True]).to_numpy()
    satisfaction = pd.to_numeric(column("satisfaction", np.nan)).to_numpy(dtype="float64", na_value=np.nan)
    if ((satisfaction < 1) | (satisfaction > 5)).any():
        raise ValueError("satisfaction lies between 1 and 5")
    ended = np.where(np.isnat(instants["resolved"]), instants["closed"], instants["resolved"])
    return Tickets(
        reference=column("reference", "").to_numpy(dtype=object),
        eligible=((kind == "incident") | (kind == "request")) & ~cancelled,
        incident=(kind == "incident") & ~cancelled,
        opened=instants["opened"],
        resolved=instants["resolved"],
        ended=np.maximum(ended, instants["opened"]),
        satisfaction=satisfaction,
        labels={name: _labels(column(name, None)) for name in LABELS},
        whole={name: _whole(column(name, -1)) for name in WHOLE},
    )


@dataclass(frozen=True)
class Periods:
    """Consecutive months in the contract's zone; `edges`: their bounds in UTC, one more than months."""

    months: tuple[Month, ...]
    timezone: str
    edges: np.ndarray
    covered: frozenset[Month]

    def rank(self, instants: np.ndarray) -> np.ndarray:
        """Position of the month of each instant; −1 outside the months or for NaT."""
        position = np.searchsorted(self.edges, instants, side="right") - 1
        return np.where(np.isnat(instants) | (position >= len(self.months)), -1, position)

    def counts(self, ranks: np.ndarray, weights: np.ndarray | None = None) -> list[int]:
        """Rows (or sum of whole `weights`) per month; rows of rank −1 are left out."""
        kept = ranks >= 0
        if weights is None:
            return np.bincount(ranks[kept], minlength=len(self.months)).tolist()
        totals = np.zeros(len(self.months), dtype=np.int64)
        np.add.at(totals, ranks[kept], weights[kept])
        return totals.tolist()

    def days_before_end(self, position: int, days: int) -> datetime:
        """Local midnight `days` civil days before the end of a month, in the contract's zone."""
        return self.end(position) - timedelta(days=days)

    def end(self, position: int) -> datetime:
        """First instant after the month, in the contract's zone."""
        return self.months[position].end(self.timezone).astimezone(ZoneInfo(self.timezone))

    def is_covered(self, since: datetime, position: int) -> bool:
        """Whether data were received for every month from `since` to that month."""
        first = Month.at(since, self.timezone)
        return all(month in self.covered for month in month_range(first, self.months[position]))


def cut_months(
    months: Iterable[Month], timezone: str, opened: np.ndarray, covered: Iterable[Month] | None
) -> Periods:
    """All months from the first to the last of `months`. `covered`: months for which data were received;
    None takes every month from the earliest opening on. Raises ValueError without months."""
    asked = sorted(months)
    if not asked:
        raise ValueError("at least one month is needed")
    wanted = tuple(month_range(asked[0], asked[-1]))
    bounds = [wanted[0].start(timezone), *(month.end(timezone) for month in wanted)]
    if covered is None:
        earliest = opened.min().item() if len(opened) else None
        zone = ZoneInfo("UTC")
        covered = (
            month_range(Month.at(earliest.replace(tzinfo=zone), timezone), wanted[-1]) if earliest else ()
        )
    return Periods(wanted, timezone, np.array([instant(bound) for bound in bounds]), frozenset(covered))


def instant(moment: datetime) -> np.datetime64:
    """An aware datetime as datetime64[s] in UTC."""
    return np.datetime64(int(moment.timestamp()), "s")


def _instants(column: Any) -> np.ndarray:
    import pandas as pd

    if not pd.api.types.is_datetime64_dtype(column):
        column = pd.to_datetime(column, utc=True).dt.tz_localize(None)
    return column.to_numpy(dtype="datetime64[s]")


def _labels(column: Any) -> Labels:
    import pandas as pd

    codes, names = pd.factorize(column.where(column != "", None))
    return Labels(codes, tuple(str(name) for name in names))


def _whole(column: Any) -> np.ndarray:
    import pandas as pd

    return pd.to_numeric(column).fillna(-1).to_numpy(dtype="int64")
