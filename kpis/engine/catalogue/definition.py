"""What an indicator must say about itself before it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Sense = Literal["up", "down"]
View = Literal["technical", "perceived"]
Timing = Literal["leading", "lagging"]

PERCENT = (Decimal(0), Decimal(100))
POSITIVE = (Decimal(0), None)


@dataclass(frozen=True)
class Definition:
    """One line of the catalogue; texts are those shown to people.

    `sense`: the good direction. `view`: measured on the machine or lived by people. `timing`: `leading`
    warns before, `lagging` tells after. `formula` and `decision`: how it is computed, what it helps decide.
    `minimum`: observations in a month under which the figure is shown as fragile. `bounds`: what the
    indicator can reach, to cut drawn limits. `source`: where the facts come from. `computed`: the portal
    counts it from facts. `typed`: what a person or the provider's file tells of a month where no fact does; empty
    where only facts count.
    """

    code: str
    name: str
    unit: str
    sense: Sense
    view: View
    timing: Timing
    formula: str
    decision: str
    source: str = "export de tickets"
    computed: bool = False
    typed: str = ""
    minimum: int = 10
    bounds: tuple[Decimal | None, Decimal | None] = PERCENT
    target: Decimal | None = None
    frequency: str = "mensuelle"
