"""A share month by month, from 0 to 100 %: one line, its ends and its extremes named.

No limit and no signal: for those, see `control`. A month without value leaves a hole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.engine import formats
from core.engine.formats import Number
from core.engine.months import Month
from core.engine.typography import of
from core.svg.axes import month_axis, tick_texts, value_axis
from core.svg.drawing import Drawing, Table
from core.svg.marks import Dot, Label, Line, Mark
from core.svg.scale import Band, Linear
from core.svg.shapes import clear
from core.svg.text import text_width

TOP, PLOT, FOOT = 20.0, 132.0, 26.0
LEFT = text_width("100\u00a0%") + 10


@dataclass(frozen=True)
class Point:
    """A month and its percentage."""

    month: Month
    value: Number | None


@dataclass(frozen=True)
class Trend:
    """`head` names what is measured."""

    title: str
    points: Sequence[Point]
    head: str = "Valeur"
    desc: str = ""

    @property
    def measured(self) -> list[tuple[int, float]]:
        """Rank and value of the months that have one."""
        return [
            (rank, float(point.value)) for rank, point in enumerate(self.points) if point.value is not None
        ]


def draw(data: Trend, *, width: float = 560) -> Drawing:
    """The last point is the one to read: it is drawn larger."""
    if not data.measured:
        empty = Label(width / 2, 28, "Aucune donnée", "middle", "muted")
        return Drawing("trend", width, 48, (empty,), data.title, _describe(data), _twin(data))
    x, y = Band(len(data.points), LEFT, width - 4), Linear(0, 100, TOP + PLOT, TOP)
    marks: list[Mark] = [*value_axis(tick_texts(0, 100, "%"), y, LEFT, width)]
    for (rank, value), (after, later) in pairwise(data.measured):
        if after == rank + 1:
            marks.append(Line(x(rank), y(value), x(after), y(later), "common", 2))
    last = data.measured[-1]
    marks += [Dot(x(rank), y(value), 3, "common") for rank, value in data.measured[:-1]]
    marks += [Dot(x(last[0]), y(last[1]), 4.5, "text"), *_names(data, x, y, width)]
    height = TOP + PLOT + FOOT
    marks += month_axis([point.month for point in data.points], x, height - 6, width)
    return Drawing("trend", width, height, tuple(marks), data.title, _describe(data), _twin(data))


def _names(data: Trend, x: Band, y: Linear, width: float) -> list[Label]:
    """The last value, then the first, the lowest and the highest, where they have room."""
    known = data.measured
    wanted = [known[-1], known[0], *(pick(known, key=lambda one: one[1]) for pick in (min, max))]
    labels = []
    for rank, value in dict.fromkeys(wanted):
        text = formats.percent(data.points[rank].value, 0)
        half = text_width(text, bold=True) / 2
        place = min(max(x(rank), LEFT + half), width - half)
        above = y(value) - 9
        labels.append(Label(place, above, text, "middle", bold=rank == known[-1][0], halo=True))
    return clear(labels)


def _describe(data: Trend) -> str:
    known = data.measured
    if not known:
        return data.desc or "Aucune donnée."
    first, last = (formats.month_long(data.points[rank].month) for rank in (0, -1))
    low, high = (formats.percent(pick(value for _, value in known), 0) for pick in (min, max))
    return data.desc or f"Un point par mois, {of(first)} à {last}, de {low} à {high}."


def _twin(data: Trend) -> Table:
    rows = tuple((formats.month_long(one.month), formats.percent(one.value, 1)) for one in data.points)
    return Table(("Mois", data.head), rows)
