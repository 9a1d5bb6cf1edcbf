"""Declared against recomputed: one row per commitment, ○ declared, ● recomputed, ┃ target.

Rows come sorted by the caller (largest gap first). A row whose verdict flips is shaded, its link thick, its
words written. The figures are those already rounded for display: they subtract to the gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.engine import formats
from core.svg.axes import tick_texts
from core.svg.drawing import Drawing, Table
from core.svg.marks import Dot, Label, Line, Mark, Rect
from core.svg.scale import Linear
from core.svg.text import shorten, text_width

FLIPPED = "verdict inversé"
HEAD, FOOT = 26.0, 22.0


@dataclass(frozen=True)
class Pair:
    """A row: percentages as displayed, gap in points."""

    name: str
    declared: Decimal
    recomputed: Decimal
    target: Decimal
    gap: Decimal
    flipped: bool = False


@dataclass(frozen=True)
class Dumbbell:
    title: str
    pairs: Sequence[Pair]
    unit: str = "%"
    desc: str = ""


def draw(data: Dumbbell, *, width: float = 560) -> Drawing:
    """Under 420 the name goes above its row and the values beside it."""
    narrow = width < 420
    rise = 54.0 if narrow else 36.0
    height = HEAD + rise * max(len(data.pairs), 1) + FOOT
    if not data.pairs:
        empty = Label(width / 2, height / 2, "Aucun écart", "middle", "muted")
        return Drawing("dumbbell", width, height, (empty,), data.title, _describe(data), _table(data))
    x = _scale(data, width, narrow)
    marks: list[Mark] = []
    for rank, pair in enumerate(data.pairs):
        if pair.flipped:
            marks.append(Rect(0, HEAD + rank * rise + 1, width, rise - 2, "surface"))
    for value, text in tick_texts(x.low, x.high, data.unit, 3 if narrow else 5):
        at = x(value)
        marks.append(Line(at, HEAD - 2, at, height - FOOT + 3, "hair"))
        marks.append(Label(at, height - 5, text, "middle", "muted"))
    marks += _legend(x.start, narrow, width)
    for rank, pair in enumerate(data.pairs):
        top = HEAD + rank * rise
        marks += _row(pair, x, top, rise, width) if not narrow else _tall_row(pair, x, top, width)
    return Drawing("dumbbell", width, height, tuple(marks), data.title, _describe(data), _table(data))


def _scale(data: Dumbbell, width: float, narrow: bool) -> Linear:
    values = [float(value) for pair in data.pairs for value in (pair.declared, pair.recomputed, pair.target)]
    low, high = min(values), max(values)
    margin = max((high - low) * 0.08, 0.5)
    name = 0 if narrow else min(max(text_width(pair.name, bold=True) for pair in data.pairs), width * 0.3)
    flips = any(pair.flipped for pair in data.pairs)
    words = 52.0 + (text_width(FLIPPED, bold=True) + 8 if flips and not narrow else 0)
    beside = 14.0 if narrow else 44.0  # a value is written outside each end
    return Linear(low - margin, high + margin, name + beside, width - words - (10 if narrow else 34))


def _legend(x: float, narrow: bool, width: float) -> list[Mark]:
    x = 6.0 if narrow else x
    marks: list[Mark] = [Dot(x, 9, 4.4, "page", "text", 1.7), Label(x + 9, 13, "déclaré", ink="muted")]
    x += text_width("déclaré") + 24
    marks += [Dot(x, 9, 4.8, "text"), Label(x + 9, 13, "recalculé", ink="muted")]
    x += text_width("recalculé") + 22
    marks += [Line(x, 3, x, 16, "text", 2.5), Label(x + 7, 13, "cible", ink="muted")]
    head = "Écart, pt" if narrow else "Écart, en pt"
    return [*marks, Label(width - 2, 13, head, "end", "muted")]


def _dots(pair: Pair, x: Linear, y: float) -> list[Mark]:
    ink, thick = ("breached", 3.0) if pair.flipped else ("line", 2.0)
    return [
        Line(x(pair.target), y - 9, x(pair.target), y + 9, "text", 2.5),
        Line(x(pair.recomputed), y, x(pair.declared), y, ink, thick),
        Dot(x(pair.declared), y, 4.8, "page", "text", 1.8),
        Dot(x(pair.recomputed), y, 5, "text"),
    ]


def _row(pair: Pair, x: Linear, top: float, rise: float, width: float) -> list[Mark]:
    y = top + rise / 2
    room = x.start - 50
    marks: list[Mark] = [Label(4, y + 4, shorten(pair.name, room, bold=pair.flipped), bold=pair.flipped)]
    marks += _dots(pair, x, y)
    left, right = sorted((pair.declared, pair.recomputed))
    bar = x(pair.target)
    start, end = x(left) - 10, x(right) + 10
    start = bar - 8 if start - 36 < bar + 3 and bar < x(left) + 3 and bar > start - 40 else start
    end = bar + 8 if x(right) - 3 < bar < end + 40 else end
    marks.append(Label(start, y + 4, formats.number(left), "end"))
    marks.append(Label(end, y + 4, formats.number(right)))
    gap = formats.signed(pair.gap)
    marks.append(Label(width - 4, y + 4, gap, "end", "text", True))
    if pair.flipped:
        edge = width - 4 - max(text_width(gap, bold=True), 40) - 8
        marks.append(Label(edge, y + 4, FLIPPED, "end", "breached", True))
    return marks


def _tall_row(pair: Pair, x: Linear, top: float, width: float) -> list[Mark]:
    values = f"{formats.number(pair.declared)} → {formats.number(pair.recomputed)}"
    word = FLIPPED if pair.flipped else values
    end = Label(width - 4, top + 16, word, "end", "breached" if pair.flipped else "muted", pair.flipped)
    room = end.box[0] - 12
    marks: list[Mark] = [
        Label(4, top + 16, shorten(pair.name, room, bold=pair.flipped), bold=pair.flipped),
        end,
    ]
    marks += _dots(pair, x, top + 36)
    marks.append(Label(width - 4, top + 40, formats.signed(pair.gap), "end", "text", True))
    return marks


def _describe(data: Dumbbell) -> str:
    flips = [pair.name for pair in data.pairs if pair.flipped]
    reading = "Cercle\u00a0: déclaré. Disque\u00a0: recalculé. Trait\u00a0: cible."
    told = f"{formats.count(len(data.pairs), 'ligne')} par taille d’écart. {reading}"
    return data.desc or (f"{told} Verdict inversé\u00a0: {', '.join(flips)}." if flips else told)


def _table(data: Dumbbell) -> Table:
    unit = data.unit
    rows = tuple(
        (
            pair.name,
            *(
                formats.number(value) + f"\u00a0{unit}"
                for value in (pair.target, pair.declared, pair.recomputed)
            ),
            formats.points(pair.gap),
            "inversé" if pair.flipped else "inchangé",
        )
        for pair in data.pairs
    )
    return Table(("Engagement", "Cible", "Déclaré", "Recalculé", "Écart", "Verdict"), rows)
