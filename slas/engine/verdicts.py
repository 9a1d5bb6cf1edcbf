"""The five states of a judgement."""

from enum import StrEnum


class Verdict(StrEnum):
    """State of a ticket under a commitment, or of a commitment over a month. The last three are never green."""

    MET = "met"
    BREACHED = "breached"
    NOT_APPLICABLE = "not_applicable"
    NOT_MEASURABLE = "not_measurable"
    PENDING = "pending"
