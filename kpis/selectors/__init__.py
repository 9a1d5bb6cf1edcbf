"""Reading indicators."""

from kpis.selectors.settings import export_indicators

__all__ = ["export_indicators"]
