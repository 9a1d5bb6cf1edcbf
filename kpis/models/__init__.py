"""Indicators of a contract, month by month, the signals they give, and the surveys by link."""

from kpis.models.indicators import IndicatorEntry, IndicatorSetting, IndicatorValue, Rebase, Signal
from kpis.models.showings import IndicatorShowing
from kpis.models.surveys import HiddenVerbatim, Survey, SurveyAnswer, SurveyComment, SurveyInvitation

__all__ = [
    "HiddenVerbatim",
    "IndicatorEntry",
    "IndicatorSetting",
    "IndicatorShowing",
    "IndicatorValue",
    "Rebase",
    "Signal",
    "Survey",
    "SurveyAnswer",
    "SurveyComment",
    "SurveyInvitation",
]
