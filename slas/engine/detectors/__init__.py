"""Detectors: each asks one question of a month's tickets, with its figures; none judges anybody."""

from slas.engine.detectors.limits import FAMILY_RATE
from slas.engine.detectors.reading import RISK, TICKET_DETECTORS, Detection, Finding, detect, detect_gaps

__all__ = ["FAMILY_RATE", "RISK", "TICKET_DETECTORS", "Detection", "Finding", "detect", "detect_gaps"]
