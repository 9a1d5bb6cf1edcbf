"""Can the service, as it usually varies, keep to the target?"""

from __future__ import annotations

from typing import Any, Literal

from kpis.engine.control import Limits
from kpis.engine.numbers import exact

ALWAYS_MET = "Respecté de façon constante"
NEVER_MET = "Non respecté de façon constante"
CHANCE = "Aléatoire"


def capability(limits: Limits, target: Any, sense: Literal["up", "down"]) -> str | None:
    """Where the natural limits lie against the target: all on its good side (touching it counts), all on
    the other, or astride. None without target or limits. `limits` uncut: cutting is for drawing.
    """
    goal, low, high = exact(target), exact(limits.lcl), exact(limits.ucl)
    if goal is None or low is None or high is None:
        return None
    if sense == "down":
        goal, low, high = -goal, -high, -low
    if low >= goal:
        return ALWAYS_MET
    return NEVER_MET if high < goal else CHANCE
