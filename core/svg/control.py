"""XmR control chart: monthly values, natural limits, signals, moving range, projection.

The figures come computed (limits = mean ± 2.66 × mean moving range, range limit 3.268 × mean moving range, after
Wheeler); this module only places them. The usual month is ●, an improvement ■, a deterioration ▲, any other signal ◆;
a month counted on few cases is hollow, with its number. A rebase breaks the limit lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.engine import formats
from core.engine.formats import Number
from core.engine.months import Month
from core.svg.drawing import Drawing, Table
from core.svg.marks import Dot, Label, Line, Mark, Rect
from core.svg.scale import Band, Linear, padded, ticks
from core.svg.shapes import clear, hatch, polyline, sign
from core.svg.text import spread, text_width

Signal = Literal["common", "better", "worse", "neutral"]
WORDS = {"common": "Variation habituelle", "better": "Amélioration", "worse": "Dégradation", "neutral": "Signal"}


@dataclass(frozen=True)
class Point:
    """A month. `value` None leaves a hole; `few` is the number of cases when it is too small to conclude."""

    month: Month
    value: Number | None
    signal: Signal = "common"
    few: int | None = None


@dataclass(frozen=True)
class Limits:
    """Limits that hold from point `first` (its rank) on; `range_upper` is that of the moving range."""

    center: Number
    lower: Number
    upper: Number
    range_upper: Number | None = None
    first: int = 0


@dataclass(frozen=True)
class Note:
    """A dated act shown above its point: number in a disc, `text` beside it, `short` where room is lacking."""

    rank: int
    number: int
    text: str
    short: str = ""


@dataclass(frozen=True)
class Control:
    """`unit` follows each value (« % », « ticket »: agreed by the caller). `target`: (word, value), « seuil » or
    « cible ». `projection`: values of the months to come. `baseline`: number of points that fixed the limits.
    `reason`: why there are no limits. `bounds`: what a value cannot pass (0 and 100 for a share).
    """

    title: str
    points: Sequence[Point]
    limits: Sequence[Limits] = ()
    unit: str = ""
    decimals: int = 1
    target: tuple[str, Number] | None = None
    projection: Sequence[Number] = ()
    reached: str = ""
    notes: Sequence[Note] = ()
    baseline: int = 0
    reason: str = ""
    bounds: tuple[float | None, float | None] = (None, None)
    desc: str = ""
    ranges: Sequence[Number | None] = field(default=())
