"""What a chart of reaches is drawn from, and its words: description and twin table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.engine import formats
from core.svg.drawing import Table


@dataclass(frozen=True)
class Reach:
    """A row: percentages as displayed. `state`: a verdict, whose glyph stands beside `word`."""

    name: str
    low: Decimal
    likely: Decimal | None
    high: Decimal
    target: Decimal
    state: str
    word: str


@dataclass(frozen=True)
class Reaches:
    title: str
    rows: Sequence[Reach]
    floor: Decimal = Decimal(0)
    """Where the axis starts: a bar that goes on below is cut there, and the drawing says so."""


def describe(data: Reaches) -> str:
    cut = [row.name for row in data.rows if row.low < data.floor]
    reading = "Barre hachurée\u00a0: du pire au meilleur. Losange\u00a0: probable. Trait épais\u00a0: cible."
    told = f"{formats.count(len(data.rows), 'engagement')}. {reading}"
    return f"{told} Coupé à {formats.percent(data.floor)}\u00a0: {', '.join(cut)}." if cut else told


def twin(data: Reaches) -> Table:
    rows = tuple(
        (
            row.name,
            *(formats.percent(value) for value in (row.target, row.low, row.likely, row.high)),
            row.word,
        )
        for row in data.rows
    )
    return Table(("Engagement", "Cible", "Au pire", "Probable", "Au mieux", "État"), rows)
