"""The five states of a judgement."""

from enum import StrEnum


class Verdict(StrEnum):
    """State of a ticket under a commitment, or of a commitment over a month. The last three are never green."""

    MET = "met"
    BREACHED = "breached"
    NOT_APPLICABLE = "not_applicable"
    NOT_MEASURABLE = "not_measurable"
    PENDING = "pending"


MOST_LIVES = 2**15 - 1
"""Rank of the last life a ticket may have: a reopening may count as another ticket, judged beside the first."""


def life_words(life: int) -> str:
    """« , vie 2 » after the name of what came back as another ticket; nothing after that of a first life."""
    return f", vie {life}" if life > 1 else ""
