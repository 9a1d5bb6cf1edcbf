"""Micro charts that sit in a row of text: the strip of monthly verdicts, the spark line.

Strip: one square per month, sign inside; a missed month has a border and a hatch, a month without verdict a
dashed border. It stays readable in grey and without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engine import formats
from core.engine.months import Month
from core.engine.typography import of
from core.svg.drawing import Drawing, Table
from core.svg.marks import Dot, Line, Mark, Path, Rect, n1
from core.svg.scale import Band, Linear, padded
from core.svg.shapes import glyph, hatch, polyline, stipple

GAP = 2.0
WIDEST = 16.0


@dataclass(frozen=True)
class Square:
    """`state`: an engine verdict, or `watch`. `contested` adds a corner, `provisional` dashes the border."""

    month: Month
    state: str
    contested: bool = False
    provisional: bool = False

    @property
    def words(self) -> str:
        extra = [word for word, on in (("contesté", self.contested), ("provisoire", self.provisional)) if on]
        return ", ".join([formats.verdict(self.state), *extra])


@dataclass(frozen=True)
class Strip:
    """`title` names the row (« INF-2024-07 : 4 mois non respectés sur 12 »)."""

    title: str
    squares: Sequence[Square]
    desc: str = ""


def draw(data: Strip, *, width: float = 214) -> Drawing:
    """Squares as wide as `width` allows, 16 at most."""
    count = max(len(data.squares), 1)
    side = min(WIDEST, (width - GAP * (count - 1)) / count)
    marks: list[Mark] = []
    for rank, square in enumerate(data.squares):
        marks += _square(square, rank * (side + GAP), side)
    rows = tuple((formats.month_long(square.month), square.words) for square in data.squares)
    return Drawing(
        chart="strip",
        width=round(count * (side + GAP) - GAP, 1),
        height=side,
        marks=tuple(marks),
        title=data.title,
        desc=data.desc or _describe(data.squares),
        table=Table(("Mois", "Verdict"), rows),
    )


def _square(square: Square, x: float, side: float) -> list[Mark]:
    state = "met" if square.state == "met_low_volume" else square.state
    box = (x, 0.0, side, side)
    marks: list[Mark]
    if state == "met":
        marks = [Rect(*box, fill="met-fill")]
    elif state == "watch":
        marks = [Rect(*box, fill="watch-fill"), stipple(box, "watch-dot")]
    elif state == "breached":
        inner = (x + 0.8, 0.8, side - 1.6, side - 1.6)
        marks = [Rect(*inner, fill="breached-fill"), hatch(inner, "breached-hatch", 3, 1)]
        marks.append(Rect(*inner, stroke="breached", stroke_width=1.6))
    else:
        marks = [Rect(x + 0.5, 0.5, side - 1, side - 1, fill="page", stroke="line", dash="2 2")]
    if square.provisional and state != "breached":
        marks.append(Rect(x + 0.5, 0.5, side - 1, side - 1, stroke="text", dash="2 2"))
    if square.contested:
        corner = f"M{n1(x + side - 5)} 0H{n1(x + side)}V5Z"
        marks.append(Path(corner, "text"))
    return [*marks, glyph(state, x + side / 2, side / 2, side * 0.45)]


def _describe(squares: Sequence[Square]) -> str:
    if not squares:
        return "Aucun mois."
    first, last = (formats.month_long(square.month) for square in (squares[0], squares[-1]))
    missed = formats.count(
        sum(square.state == "breached" for square in squares), "mois non respecté|mois non respectés"
    )
    return f"Un carré par mois, {of(first)} à {last}. {missed}."


@dataclass(frozen=True)
class Spark:
    """A line under a figure that already says it in words: `marker` is the sign's ink of the last point."""

    values: Sequence[float | None]
    target: float | None = None
    marker: str = "common"


def spark(data: Spark, *, width: float = 240, height: float = 28) -> Drawing:
    """Decoration: hidden from assistive technology, without title or table."""
    known = [float(value) for value in data.values if value is not None]
    reach = known + ([float(data.target)] if data.target is not None else [])
    low, high = padded(reach or [0.0], 0.1)
    x, y = Band(len(data.values), 0, width - 4), Linear(low, high, height - 4, 4)
    marks: list[Mark] = []
    if data.target is not None:
        marks.append(Line(0, y(data.target), width, y(data.target), "text", 1, "1.5 2.5"))
    points = [(x(rank), y(value)) for rank, value in enumerate(data.values) if value is not None]
    if len(points) > 1:
        marks.append(polyline(points, "common", 1.5))
    if points:
        marks.append(Dot(*points[-1], 3, data.marker))
    return Drawing("spark", width, height, tuple(marks), "", "", Table((), ()), decorative=True)
