"""Indicators computed from tickets: all months at once, and the list of what comes back."""

from kpis.engine.indicators.facts import Tickets, read_tickets
from kpis.engine.indicators.measures import Measure, part_values
from kpis.engine.indicators.monthly import Context, series
from kpis.engine.indicators.recurrence import RecurrentPair, recurrent_pairs

__all__ = [
    "Context",
    "Measure",
    "RecurrentPair",
    "Tickets",
    "part_values",
    "read_tickets",
    "recurrent_pairs",
    "series",
]
