"""Reading indicators."""

from kpis.selectors.cards import Card, cards_for, stable_count
from kpis.selectors.detail import IndicatorPage, indicator_page
from kpis.selectors.satisfaction import quadrant_for, satisfaction_page
from kpis.selectors.settings import export_indicators
from kpis.selectors.signals import SignalLine, signals_for

__all__ = [
    "Card",
    "IndicatorPage",
    "SignalLine",
    "cards_for",
    "export_indicators",
    "indicator_page",
    "quadrant_for",
    "satisfaction_page",
    "signals_for",
    "stable_count",
]
