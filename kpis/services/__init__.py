"""Writing indicators."""

from kpis.services.computing import compute_indicators
from kpis.services.forgetting import forget_months
from kpis.services.settings import load_indicators
from kpis.services.signalling import AnswerRefused, answer_signal

__all__ = ["AnswerRefused", "answer_signal", "compute_indicators", "forget_months", "load_indicators"]
