"""What keeps coming back, kept beside the figure that counts it."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from core.engine.months import Month
from kpis.engine.indicators import Tickets, recurrent_pairs
from kpis.selectors.readings import Values

SHOWN = 5


def name_recurrences(rows: Values, tickets: Tickets, months: Iterable[Month], timezone: str) -> None:
    """Add to the recurrence row of each month its most frequent pairs as `top`: [service, category, count].
    Writes nothing to the database."""
    for month in months:
        row = rows[month]
        if row.value is not None:
            end = month.end(timezone).astimezone(ZoneInfo(timezone))
            found = recurrent_pairs(tickets, end)[:SHOWN]
            row.extra["top"] = [[pair.service, pair.category, pair.count] for pair in found]
