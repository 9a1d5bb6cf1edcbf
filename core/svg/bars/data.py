"""What a bar chart is drawn from, and its words: description and twin table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.engine import formats
from core.engine.formats import Number
from core.engine.typography import NBSP
from core.svg.drawing import Table

Kind = Literal["light", "mid", "dark", "solid", "dotted", "hatched"]


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

    @property
    def total(self) -> Number:
        """Sum of the amounts, in their own type."""
        return sum(self.amounts[1:], self.amounts[0]) if self.amounts else 0


@dataclass(frozen=True)
class Bars:
    """`legend`: kind and name of each part, in order. `unit` follows the numbers (« € »); minutes read « 6 h 35 »."""

    title: str
    bars: Sequence[Bar]
    legend: Sequence[tuple[Kind, str]]
    unit: str = ""
    head: str = "Ligne"
    desc: str = ""

    def shown(self, value: Number) -> str:
        if self.unit == "€":
            return formats.money(value)
        if self.unit == "min":
            return formats.duration(value * 60)
        return formats.number(value) + (NBSP + self.unit if self.unit else "")


def describe(data: Bars) -> str:
    told = [
        f"{bar.name}\u00a0: {', '.join(data.shown(amount) for amount in bar.amounts)}"
        + (f", sur {data.shown(bar.cap)}" if bar.cap is not None else "")
        for bar in data.bars
    ]
    return data.desc or ". ".join(told or ["Aucune donnée"]) + "."


def twin(data: Bars) -> Table:
    caps = any(bar.cap is not None for bar in data.bars)
    head = (data.head, *(name for _, name in data.legend), "Total", *(("Plafond",) if caps else ()))
    rows = []
    for bar in data.bars:
        cap = ((data.shown(bar.cap) if bar.cap is not None else formats.ABSENT),) if caps else ()
        rows.append((bar.name, *(data.shown(amount) for amount in bar.amounts), data.shown(bar.total), *cap))
    return Table(head, tuple(rows))
