"""A question put to a committee, ready to be voted."""

from __future__ import annotations

from dataclasses import dataclass

from core.engine import formats

DIRECTION, REFERENT = "Direction", "Référent IT"


@dataclass(frozen=True)
class Option:
    label: str
    cost: str
    risk: str
    delay: str = formats.ABSENT
    recommended: bool = False


@dataclass(frozen=True)
class Question:
    """`origin` names the rule, so that asking again refreshes the same question. `closed_session`: client only."""

    origin: str
    question: str
    resolution: str
    options: tuple[Option, ...]
    recommendation: str
    stake: str
    evidence: str
    decider: str = DIRECTION
    closed_session: bool = False
