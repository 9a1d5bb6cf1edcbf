"""What surrounds the marks of a chart: months below, values at the left, names at the ends of lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.engine import formats
from core.engine.formats import Number
from core.engine.months import Month
from core.engine.ratios import decimals_of
from core.engine.typography import NBSP
from core.svg.marks import Label, Line, Mark
from core.svg.scale import Band, Linear, ticks
from core.svg.shapes import clear
from core.svg.text import SIZE, shorten, spread, text_width

LINE_GAP = 14.5


@dataclass(frozen=True)
class End:
    """The name of a line, wished for at height `y`, at its right end."""

    y: float
    text: str
    ink: str = "muted"
    bold: bool = False
    size: float = SIZE


def line_ends(ends: Sequence[End], x: float, room: float, low: float, high: float) -> list[Label]:
    """Names stacked without overlap at the right of the plot, between the heights `low` and `high`."""
    heights = spread([end.y + 4 for end in ends], LINE_GAP, low + 4, high)
    return [
        Label(x, y, shorten(end.text, room + 0.5, end.size, end.bold), "start", end.ink, end.bold, end.size)
        for end, y in zip(ends, heights, strict=True)
    ]


def ends_width(ends: Sequence[End], most: float) -> float:
    """Room to keep at the right for those names."""
    return min(max((text_width(end.text, end.size, end.bold) for end in ends), default=0.0), most)


def tick_texts(low: float, high: float, unit: str = "", most: int = 5) -> list[tuple[Decimal, str]]:
    """Round values and their words, with as many decimals as the step needs."""
    values = ticks(low, high, most)
    digits = max((decimals_of(value) for value in values), default=0)
    suffix = f"{NBSP}{unit}" if unit else ""
    return [(value, formats.number(value, digits) + suffix) for value in values]


def value_axis(texts: Sequence[tuple[Number, str]], y: Linear, left: float, right: float) -> list[Mark]:
    """Hairlines across the plot, their value at the left, right-aligned."""
    marks: list[Mark] = []
    for value, text in texts:
        marks.append(Line(left, y(float(value)), right, y(float(value)), "hair"))
        marks.append(Label(left - 6, y(float(value)) + 4, text, "end", "muted"))
    return marks


def month_axis(months: Sequence[Month], x: Band, y: float, right: float) -> list[Label]:
    """Names of months under their points, evenly; the first and each January carry their year."""
    labels: list[Label] = []
    for stride in (1, 2, 3, 4, 6, 12, 24, 48):
        ranks = [rank for rank, month in enumerate(months) if (month.index - 12) % stride == 0]
        wanted = [_month(months, rank, x, y, right) for rank in ranks]
        labels = clear(wanted, gap=8)
        if len(labels) == len(wanted):
            break
    first = [_month(months, 0, x, y, right)] if months else []
    return [*clear(first, labels, gap=8), *labels]


def _month(months: Sequence[Month], rank: int, x: Band, y: float, right: float) -> Label:
    name = formats.month_short(months[rank], year=rank == 0 or months[rank].number == 1)
    half = text_width(name) / 2
    return Label(min(max(x(rank), half), right - half), y, name, "middle", "muted")


Key = Callable[[float, float], list[Mark]]
"""Draws the sample of a legend at a left edge and a baseline, 14 wide."""


def legend(
    entries: Sequence[tuple[Key, str]], left: float, y: float, width: float
) -> tuple[list[Mark], float]:
    """Samples and their words on as many lines as `width` asks; also returns the last baseline."""
    marks: list[Mark] = []
    x = left
    for draw, words in entries:
        wide = 20 + text_width(words)
        if x > left and x + wide > width:
            x, y = left, y + 18
        marks += [*draw(x, y), Label(x + 20, y, shorten(words, width - x - 20), ink="muted")]
        x += wide + 16
    return marks, y
