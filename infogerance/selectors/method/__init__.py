"""The method of the portal: how each figure is counted, rule by rule, as shown on « Méthode »."""

from infogerance.selectors.method.checks import CHECKS, SINCERITY
from infogerance.selectors.method.confrontation import DISPUTES, GAPS, PENALTIES
from infogerance.selectors.method.rates import AVAILABILITY, OUTLOOK, RATE, ROUNDING, SMALL_VOLUME
from infogerance.selectors.method.section import Section, Setting
from infogerance.selectors.method.steering import EXIT, SATISFACTION, SIGNALS
from infogerance.selectors.method.time import COUNTED_TIME, MONTH, SUSPENSIONS

METHOD: tuple[Section, ...] = (
    COUNTED_TIME,
    SUSPENSIONS,
    MONTH,
    RATE,
    SMALL_VOLUME,
    ROUNDING,
    AVAILABILITY,
    OUTLOOK,
    PENALTIES,
    GAPS,
    CHECKS,
    SINCERITY,
    DISPUTES,
    SIGNALS,
    SATISFACTION,
    EXIT,
)
"""One section per rule, in the order of the page; its anchor is what footnotes link to."""

__all__ = ["METHOD", "Section", "Setting"]
