"""What surrounds the marks of a chart: months below, values at the left, names at the ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
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
        Label(x, y, shorten(end.text, room, end.size, end.bold), "start", end.ink, end.bold, end.size)
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
    """Names of months under their points: the first and each January with its year, others as room allows."""
    if not months:
        return []
    names = {
        rank: formats.month_short(month, year=rank == 0 or month.number == 1)
        for rank, month in enumerate(months)
    }
    stride = next((step for step in (1, 2, 3, 4, 6, 12, 24, 60) if step * x.step >= 46), 120)
    ranked = sorted(names, key=lambda rank: (rank != 0, months[rank].number != 1, rank))
    wanted = [rank for rank in ranked if rank == 0 or (months[rank].number - 1) % min(stride, 12) == 0]
    labels = []
    for rank in wanted:
        half = text_width(names[rank]) / 2
        labels.append(Label(min(max(x(rank), half), right - half), y, names[rank], "middle", "muted"))
    return sorted(clear(labels, gap=6), key=lambda label: label.x)
