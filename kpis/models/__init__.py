"""Indicators of a contract, month by month, the signals they give, and the surveys by link."""

from kpis.models.indicators import IndicatorSetting, IndicatorValue, Signal
from kpis.models.surveys import HiddenVerbatim, Survey, SurveyAnswer, SurveyComment, SurveyInvitation

__all__ = [
    "HiddenVerbatim",
    "IndicatorSetting",
    "IndicatorValue",
    "Signal",
    "Survey",
    "SurveyAnswer",
    "SurveyComment",
    "SurveyInvitation",
]
