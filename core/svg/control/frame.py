"""The plot of a control chart: its sides, its scales, and the names that wait at its right."""

from __future__ import annotations

from dataclasses import dataclass

from core.engine import formats
from core.svg.axes import End, ends_width, tick_texts
from core.svg.control.data import Control
from core.svg.scale import Band, Linear, padded
from core.svg.text import text_width

RANGE_ROOM, MONTHS_ROOM, BASELINE_ROOM = 64.0, 24.0, 24.0

NAMES = (
    ("limite haute", "moyenne", "limite basse"),
    ("haute", "moyenne", "basse"),
    ("limite", "moyenne", "limite"),
)


@dataclass(frozen=True)
class Frame:
    """The plot: its sides, its scales, and the names that wait at its right."""

    width: float
    height: float
    left: float
    right: float
    x: Band
    y: Linear
    ends: tuple[End, ...]
    compact: bool

    @property
    def bottom(self) -> float:
        return self.y.start

    @property
    def top(self) -> float:
        return self.y.end

    @classmethod
    def of(cls, data: Control, width: float, compact: bool) -> Frame:
        """Room is given to names first (values at the left, lines at the right), the rest is the plot."""
        low, high = _extent(data)
        top = (48.0 if data.notes else 12.0) + (18 if data.reason and not data.in_force else 0)
        plot = 116.0 if compact else 236.0 if width >= 560 else 196.0
        if not data.measured:
            top, plot, compact = 0.0, 48.0, True
        y = Linear(low, high, top + plot, top)
        ends = tuple(_ends(data, y, 2 if compact else width < 420))
        left = 0.0 if compact else max(text_width(text) for _, text in tick_texts(low, high)) + 8
        names = ends if compact else (*ends, End(0, range_name(width)))
        right = width - ends_width(names, width * 0.4) - 8 if names else width
        below = MONTHS_ROOM
        if not compact:
            below += RANGE_ROOM + (BASELINE_ROOM if data.baseline and data.limits else 0)
        x = Band(max(len(data.months), 1), left + 2, right - 2)
        return cls(width, top + plot + below, left, right, x, y, ends, compact)


def _extent(data: Control) -> tuple[float, float]:
    values = [float(point.value) for point in data.points if point.value is not None]
    values += [float(value) for value in data.projection]
    values += [bounded(data, float(edge)) for limits in data.limits for edge in (limits.lower, limits.upper)]
    values += [float(data.target[1])] if data.target else []
    return padded(values or [0.0])


def bounded(data: Control, value: float) -> float:
    low, high = data.bounds
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def _ends(data: Control, y: Linear, brief: int) -> list[End]:
    """Names of the lines: in full, brief for a phone (1), or for a card (2)."""
    ends = []
    if last := data.in_force:
        names = NAMES[brief]
        for name, value in zip(names, (last.upper, last.center, last.lower), strict=True):
            height = y(bounded(data, float(value)))
            ends.append(End(height, f"{name} {formats.number(value, data.limit_decimals)}"))
    if data.target:
        word, value = data.target
        ends.append(End(y(value), f"{word} {formats.number(value)}", "text", bold=True))
    known = data.measured
    if known and not data.projection:
        ink = "text" if known[-1].signal == "common" else known[-1].signal
        ends.append(End(y(float(known[-1].value or 0)), data.shown(known[-1].value), ink, True, 13))
    return ends


def range_name(width: float) -> str:
    """Name of the lower panel, shorter on a phone."""
    return "étendue mobile" if width >= 420 else "étendue"
