"""What a chart of monthly spending is drawn from, and its words: description and twin table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engine import formats
from core.engine.formats import Number
from core.engine.months import Month
from core.svg.drawing import Table


@dataclass(frozen=True)
class Column:
    """One month: what it costs, real when `known` and a forecast otherwise, and what was foreseen."""

    month: Month
    amount: Number
    budget: Number | None
    known: bool

    @property
    def variance(self) -> Number | None:
        return None if self.budget is None else self.amount - self.budget  # type: ignore[operator]


@dataclass(frozen=True)
class Columns:
    """Euros by month. `marks`: horizontal lines of the cumulated panel, each a value and its name.

    `ends`: lowest and highest cumulated amount at the end of the year; None without a forecast.
    """

    title: str
    columns: Sequence[Column]
    marks: Sequence[tuple[Number, str]] = ()
    ends: tuple[Number, Number] | None = None
    desc: str = ""

    @property
    def cumulated(self) -> list[float]:
        """Running total, for the geometry."""
        total, found = 0.0, []
        for column in self.columns:
            total += float(column.amount)
            found.append(total)
        return found


def percent_of(column: Column) -> str:
    """The variance in percent of what was foreseen."""
    if column.variance is None or not column.budget:
        return formats.ABSENT
    return f"{formats.signed(column.variance * 100 / column.budget, 1)}\u00a0%"  # type: ignore[operator]


def describe(data: Columns) -> str:
    known = [column for column in data.columns if column.known]
    told = f"{formats.count(len(known), 'mois|mois')} réels sur {len(data.columns)}"
    lines = [f"{name}\u00a0: {formats.money(value, 0)}" for value, name in data.marks]
    return data.desc or ". ".join([told, *lines]) + "."


def twin(data: Columns) -> Table:
    head = ("Mois", "Nature", "Montant", "Budget", "Écart", "Écart, en %", "Cumul")
    rows = []
    for column, total in zip(data.columns, data.cumulated, strict=True):
        rows.append(
            (
                formats.month_long(column.month),
                "réel" if column.known else "prévision",
                formats.money(column.amount),
                formats.money(column.budget),
                formats.signed(column.variance, 2, "€"),
                percent_of(column),
                formats.money(total, 0),
            )
        )
    return Table(head, tuple(rows))
