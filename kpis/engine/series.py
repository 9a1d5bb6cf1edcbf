"""A series of months and what may be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from core.engine.months import Month
from kpis.engine.control import BASELINE

Kind = Literal["point_outside", "trend", "run_of_eight", "three_of_four"]
Direction = Literal["better", "worse"]


@dataclass(frozen=True)
class Signal:
    """`since` to `month`: first and last month concerned. `evidence`: numbers by name.

    Control rules: `value`, `center`, `limit` (the natural limit on the side of the point), `points` (points
    in a row that break the rule). Trend: `slope` per month, `intercept` at `since`, `p`, `s`, `n`,
    `threshold`, `months_to_threshold` (whole months; None when the line does not meet the threshold ahead).

    `alarm`: a confirmed degradation, which asks for a consequence; a worse signal without it is only to watch.
    """

    code: str
    month: Month
    kind: Kind
    direction: Direction
    since: Month
    evidence: Mapping[str, Any] = field(default_factory=dict)
    alarm: bool = False


@dataclass(frozen=True)
class Series:
    """One value per consecutive month, None where missing; the last month is the one being read.

    `rebased`: months from which a dated, justified act lays new limits; `baseline`: number of first points
    that fix limits; `target`: value aimed at or threshold not to cross. Raises ValueError for months that do
    not follow one another or do not match the values.
    """

    code: str
    sense: Literal["up", "down"]
    months: Sequence[Month]
    values: Sequence[Any]
    target: Any = None
    rebased: tuple[Month, ...] = ()
    baseline: int = BASELINE

    def __post_init__(self) -> None:
        if not self.months or len(self.months) != len(self.values):
            raise ValueError("a series needs months, and one value (or None) for each")
        if any(month.index - self.months[0].index != place for place, month in enumerate(self.months)):
            raise ValueError("months must follow one another; a missing month keeps its place with None")

    def direction(self, above: bool) -> Direction:
        """Whether moving up (`above`), or down, is for the better."""
        return "better" if above == (self.sense == "up") else "worse"
