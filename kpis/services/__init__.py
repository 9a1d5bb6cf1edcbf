"""Writing indicators."""

from kpis.services.settings import load_indicators

__all__ = ["load_indicators"]
