"""What a control chart is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.engine import formats
from core.engine.formats import Number
from core.engine.months import Month
from core.engine.typography import NBSP, plural

Signal = Literal["common", "better", "worse", "neutral"]


@dataclass(frozen=True)
class Point:
    """A month. `value` None leaves a hole; `few` is the number of cases when it is too small to conclude."""

    month: Month
    value: Number | None
    signal: Signal = "common"
    few: int | None = None


@dataclass(frozen=True)
class Limits:
    """Limits that hold from the point of rank `first` to that of rank `last`, the end when None; `range_upper` is that
    of the moving range."""

    center: Number
    lower: Number
    upper: Number
    range_upper: Number | None = None
    first: int = 0
    last: int | None = None


@dataclass(frozen=True)
class Note:
    """A dated act above the point of rank `rank`: its number in a disc, `text` (or `short`) beside it."""

    rank: int
    number: int
    text: str
    short: str = ""


@dataclass(frozen=True)
class Control:
    """`title`: the message. `unit`: « % », « h », « ticket » (takes its plural). `target`: its word and
    value.

    `projection`: values of the coming months, `trend`: rank and value where their line starts, `reached`:
    words at its end. `baseline`: number of first points that fixed the limits. `reason`: why there are
    none. `bounds`: what the drawn limits may not pass (0 and 100 for a share).
    """

    title: str
    points: Sequence[Point]
    limits: Sequence[Limits] = ()
    unit: str = ""
    decimals: int = 1
    target: tuple[str, Number] | None = None
    projection: Sequence[Number] = ()
    trend: tuple[int, Number] | None = None
    reached: str = ""
    notes: Sequence[Note] = ()
    baseline: int = 0
    reason: str = ""
    bounds: tuple[float | None, float | None] = (None, None)
    desc: str = ""

    def shown(self, value: Number | None, decimals: int | None = None) -> str:
        """A value with its unit."""
        text = formats.number(value, self.decimals if decimals is None else decimals)
        if value is None or not self.unit:
            return text
        return f"{text}{NBSP}{plural(self.unit, abs(float(value)) >= 2)}"

    @property
    def limit_decimals(self) -> int:
        """Limits of whole numbers are not whole."""
        return max(self.decimals, 1)

    @property
    def measured(self) -> list[Point]:
        """Points that have a value."""
        return [point for point in self.points if point.value is not None]

    @property
    def in_force(self) -> Limits | None:
        """The limits that hold at the last point."""
        return self.limits[-1] if self.limits and self.limits[-1].last is None else None

    @property
    def months(self) -> list[Month]:
        """Months drawn, those of the projection included."""
        known = [point.month for point in self.points]
        return known + [known[-1].shift(step + 1) for step in range(len(self.projection))] if known else []
