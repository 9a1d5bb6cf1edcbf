"""What a timeline is drawn from, and its words: description and twin table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.engine import formats
from core.svg.drawing import Table

Kind = Literal["planned", "done", "forecast"]


@dataclass(frozen=True)
class Row:
    """A stretch of days, both included. `tag`: words inside it; `mark`: a day at its end, named beside;
    `cells`: what the table says more of it, under the head's names."""

    name: str
    first: date
    last: date
    kind: Kind = "planned"
    tag: str = ""
    mark: date | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pin:
    """A day across all rows: a thin line, or a thick one that must not be missed. `note` stands under its words."""

    day: date
    words: str
    strong: bool = False
    note: str = ""


@dataclass(frozen=True)
class Timeline:
    """`head`: names of the columns that `Row.cells` fills."""

    title: str
    rows: Sequence[Row]
    pins: Sequence[Pin] = ()
    head: tuple[str, ...] = ()
    name: str = "Phase"
    desc: str = ""


def describe(data: Timeline) -> str:
    told = [
        f"{row.name}, du {formats.date_short(row.first)} au {formats.date_short(row.last)}"
        for row in data.rows
        if row.last >= row.first
    ]
    pins = [f"{pin.words}, {formats.date_short(pin.day)}" for pin in data.pins]
    return data.desc or ". ".join([*told, *pins] or ["Aucune phase"]) + "."


def twin(data: Timeline) -> Table:
    rows = tuple(
        (row.name, *_bounds(row), *(cell or formats.ABSENT for cell in row.cells)) for row in data.rows
    )
    return Table((data.name, "Début", "Fin", *data.head), rows)


def _bounds(row: Row) -> tuple[str, str]:
    if row.last < row.first:
        return formats.ABSENT, formats.ABSENT
    return formats.date_short(row.first), formats.date_short(row.last)
