"""Horizontal bars made of parts: ages of a backlog, use of a cap.

A part says its kind by lightness or by texture, never by hue alone: `light`, `mid`, `dark` for ordered
classes; `solid`, `dotted`, `hatched` for an amount that is firm, contested, provisional.
"""

from __future__ import annotations

from functools import partial

from core.engine import formats
from core.svg.axes import legend
from core.svg.bars.data import Bar, Bars, Kind, describe, twin
from core.svg.drawing import Drawing
from core.svg.marks import Label, Mark, Rect
from core.svg.shapes import hatch, stipple
from core.svg.text import shorten, text_width

__all__ = ["Bar", "Bars", "Kind", "draw"]

FILLS = {"light": "none-fill", "mid": "hatch", "dark": "common", "solid": "breached"}
THICK = 26.0


def draw(data: Bars, *, width: float = 456) -> Drawing:
    """All rows share one scale, except those that have a cap."""
    marks, top = _legend(data, width)
    name = min(max((text_width(bar.name, bold=True) for bar in data.bars), default=0) + 12, width * 0.36)
    totals = [sum(float(amount) for amount in bar.amounts) for bar in data.bars]
    tail = (
        max((text_width(data.shown(bar.total), bold=True) for bar in data.bars if bar.cap is None), default=0)
        + 10
    )
    reach = (
        max((total for bar, total in zip(data.bars, totals, strict=True) if bar.cap is None), default=0)
        or 1.0
    )
    for bar, total in zip(data.bars, totals, strict=True):
        top += 18 * _lines(bar, width - name)
        marks.append(Label(0, top + 17, shorten(bar.name, name - 8)))
        plot = width - name - (tail if bar.cap is None else 1)
        scale = plot / (max(float(bar.cap), total) or 1.0 if bar.cap is not None else reach)
        marks += _parts(data, bar, name, top, scale)
        if bar.cap is None:
            edge = name + total * scale + 8
            marks.append(Label(edge, top + 17, data.shown(bar.total), bold=True))
        else:
            marks.append(
                Rect(name, top - 3, float(bar.cap) * scale, THICK + 6, stroke="text", stroke_width=1.4)
            )
            marks += _notes(bar, name, top - 8, width)
        top += THICK + 12
    return Drawing("bars", width, top - 2, tuple(marks), data.title, describe(data), twin(data))


def _lines(bar: Bar, room: float) -> int:
    """Lines that the words above a row take: one when both fit on it."""
    apart = text_width(bar.note) + 10 + text_width(bar.cap_note) > room
    return 0 if not bar.note + bar.cap_note else 2 if apart and bar.note and bar.cap_note else 1


def _notes(bar: Bar, left: float, y: float, width: float) -> list[Mark]:
    high = y - 16 if _lines(bar, width - left) == 2 else y
    start = min(left, max(width - text_width(bar.note), 0))
    note = Label(start, high, shorten(bar.note, width - start + 0.5))
    return [note, Label(width, y, shorten(bar.cap_note, width - left), "end", "muted")]


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
    keys = [(partial(_key, kind), name) for kind, name in data.legend]
    marks, last = legend(keys, 0, 12.5, width)
    return marks, last + 15.5 if keys else 0.0


def _key(kind: Kind, x: float, y: float) -> list[Mark]:
    return texture(kind, (x, y - 10.5, 12, 12))
