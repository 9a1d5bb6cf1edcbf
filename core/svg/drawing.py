"""A finished drawing: what every chart returns and the page, the PDF and the tests read.

All marks write themselves (`Mark.markup`) and one template wraps them. A template per chart would only repeat
the same loop, and looping over 200 marks there costs several times the geometry (`bench/charts.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

from core.svg.marks import Label, Mark

NARROW = 328
"""Width of the drawing shown under 768 px: a 360 px screen less its gutters."""


@dataclass(frozen=True)
class Table:
    """The twin of a drawing: the same numbers in words. The first cell of a row is its head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """`title` is the message, `desc` how to read it. One unit is 1 px on the web, 0.75 pt in the PDF."""

    chart: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    title: str
    desc: str
    table: Table
    decorative: bool = False

    @property
    def key(self) -> str:
        """Identifier of the drawing in its page: depends on its content and width only."""
        return f"{self.chart}-{crc32(f'{self.title}|{self.desc}'.encode()):08x}-{self.width:g}"

    @property
    def body(self) -> str:
        """All marks as SVG elements; texts are escaped."""
        return "".join(mark.markup() for mark in self.marks)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The texts of the drawing."""
        return tuple(mark for mark in self.marks if isinstance(mark, Label))


@dataclass(frozen=True)
class Figure:
    """One chart at its two widths; the page shows one of them (classes `wide` and `narrow`)."""

    wide: Drawing
    narrow: Drawing

    @property
    def table(self) -> Table:
        return self.wide.table

    @property
    def title(self) -> str:
        return self.wide.title


def figure(draw: Callable[..., Drawing], data: object, width: float = 640) -> Figure:
    """Draw the same data for a column of `width` (456, 560, 640 or 794) and for a phone."""
    return Figure(draw(data, width=width), draw(data, width=NARROW))
