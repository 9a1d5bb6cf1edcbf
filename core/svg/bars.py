"""Horizontal bars made of parts: ages of a backlog, use of a cap.

A part says its kind by lightness or by texture, never by hue alone: `light`, `mid`, `dark` for ordered
classes; `solid`, `dotted`, `hatched` for an amount that is firm, contested, provisional.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.engine import formats
from core.engine.formats import Number
from core.engine.typography import NBSP
from core.svg.drawing import Drawing, Table
from core.svg.marks import Label, Mark, Rect
from core.svg.shapes import hatch, stipple
from core.svg.text import shorten, text_width

Kind = Literal["light", "mid", "dark", "solid", "dotted", "hatched"]
FILLS = {"light": "none-fill", "mid": "hatch", "dark": "common", "solid": "breached"}
THICK, LEGEND = 26.0, 28.0


@dataclass(frozen=True)
class Bar:
    """A row: one amount per kind of the legend, in its order. `cap` gives the row its own scale and an
    outline.

    `note`: words above the row at the left; `cap_note`, at the right.
    """

    name: str
    amounts: Sequence[Number]
    cap: Number | None = None
    note: str = ""
    cap_note: str = ""


@dataclass(frozen=True)
class Bars:
    """`legend`: kind and name of each part, in order. `unit` follows the numbers (« € »)."""

    title: str
    bars: Sequence[Bar]
    legend: Sequence[tuple[Kind, str]]
    unit: str = ""
    head: str = "Ligne"
    desc: str = ""

    def shown(self, value: Number) -> str:
        return (
            formats.money(value)
            if self.unit == "€"
            else formats.number(value) + (NBSP + self.unit if self.unit else "")
        )


def draw(data: Bars, *, width: float = 456) -> Drawing:
    """All rows share one scale, except those that have a cap."""
    marks, top = _legend(data, width)
    name = min(max((text_width(bar.name, bold=True) for bar in data.bars), default=0) + 12, width * 0.34)
    totals = [sum(float(amount) for amount in bar.amounts) for bar in data.bars]
    tail = (
        max((text_width(data.shown(_sum(bar)), bold=True) for bar in data.bars if bar.cap is None), default=0)
        + 10
    )
    reach = (
        max((total for bar, total in zip(data.bars, totals, strict=True) if bar.cap is None), default=0)
        or 1.0
    )
    for bar, total in zip(data.bars, totals, strict=True):
        top += 18 if bar.note or bar.cap_note else 0
        marks.append(Label(0, top + 17, shorten(bar.name, name - 8)))
        plot = width - name - (tail if bar.cap is None else 1)
        scale = plot / (max(float(bar.cap), total) or 1.0 if bar.cap is not None else reach)
        marks += _parts(data, bar, name, top, scale)
        if bar.cap is None:
            edge = name + total * scale + 8
            marks.append(Label(edge, top + 17, data.shown(_sum(bar)), bold=True))
        else:
            marks.append(
                Rect(name, top - 3, float(bar.cap) * scale, THICK + 6, stroke="text", stroke_width=1.4)
            )
            end = Label(width, top - 8, bar.cap_note, "end", "muted")
            marks.append(Label(name, top - 8, shorten(bar.note, end.box[0] - name - 10)))
            marks.append(end)
        top += THICK + 12
    return Drawing("bars", width, top - 2, tuple(marks), data.title, _describe(data), _table(data))


def _sum(bar: Bar) -> Number:
    total = sum(bar.amounts[1:], bar.amounts[0]) if bar.amounts else 0
    return total


def texture(kind: Kind, box: tuple[float, float, float, float]) -> list[Mark]:
    """A filled, hatched or dotted box (x, y, width, height)."""
    if kind in FILLS:
        marks: list[Mark] = [Rect(*box, fill=FILLS[kind])]
    else:
        marks = [Rect(*box, fill="page"), (hatch if kind == "hatched" else stipple)(box, "breached")]
    x, y, wide, high = box
    edge = "line" if kind in {"light", "mid", "dark"} else "breached"
    return [*marks, Rect(x + 0.5, y + 0.5, wide - 1, high - 1, stroke=edge)]


def _parts(data: Bars, bar: Bar, left: float, top: float, scale: float) -> list[Mark]:
    marks: list[Mark] = []
    for (kind, _), amount in zip(data.legend, bar.amounts, strict=True):
        wide = float(amount) * scale
        if not wide:
            continue
        gap = 1.5 if bar.cap is None and wide > 3 else 0
        marks += texture(kind, (left, top, max(wide - gap, 1.5), THICK))
        text = formats.number(amount)
        if bar.cap is None and kind in FILLS and text_width(text, bold=True) + 4 < wide:
            ink = "page" if kind in {"dark", "solid"} else "text"
            marks.append(Label(left + (wide - gap) / 2, top + 17, text, "middle", ink, True))
        left += wide
    return marks


def _legend(data: Bars, width: float) -> tuple[list[Mark], float]:
    marks: list[Mark] = []
    x, y = 0.0, 0.0
    for kind, name in data.legend:
        wide = 18 + text_width(name)
        if x and x + wide > width:
            x, y = 0.0, y + 18
        marks += [
            *texture(kind, (x, y + 2, 12, 12)),
            Label(x + 18, y + 12.5, shorten(name, width - 18), ink="muted"),
        ]
        x += wide + 18
    return marks, y + LEGEND if data.legend else 0.0


def _describe(data: Bars) -> str:
    told = [
        f"{bar.name}\u00a0: {', '.join(data.shown(amount) for amount in bar.amounts)}"
        + (f", sur {data.shown(bar.cap)}" if bar.cap is not None else "")
        for bar in data.bars
    ]
    return data.desc or ". ".join(told or ["Aucune donnée"]) + "."


def _table(data: Bars) -> Table:
    caps = any(bar.cap is not None for bar in data.bars)
    head = (data.head, *(name for _, name in data.legend), "Total", *(("Plafond",) if caps else ()))
    rows = []
    for bar in data.bars:
        cap = ((data.shown(bar.cap) if bar.cap is not None else formats.ABSENT),) if caps else ()
        rows.append((bar.name, *(data.shown(amount) for amount in bar.amounts), data.shown(_sum(bar)), *cap))
    return Table(head, tuple(rows))
