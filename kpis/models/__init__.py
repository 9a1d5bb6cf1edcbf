"""Indicators of a contract, month by month, and the signals they give."""

from kpis.models.indicators import IndicatorSetting, IndicatorValue, Signal

__all__ = ["IndicatorSetting", "IndicatorValue", "Signal"]
