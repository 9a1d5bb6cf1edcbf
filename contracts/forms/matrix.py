"""The priority matrix as a table to fill: urgencies across, impacts down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from contracts.engine.matrix import LONGEST, Cell, Grid, cells_of, grid_faults
from core.lines import LineForm

LEAST, MOST = 3, 8
"""Lines and columns: a new table has the first number, none has more than the second."""


class MatrixForm(LineForm):
    """The table of one version, with a blank line and a blank column to grow by."""

    def __init__(self, grid: Grid, priorities: Iterable[str], data: Any = None) -> None:
        super().__init__(data, auto_id="matrice-%s")
        self.lines = _room(data, "impact", len(grid.lines))
        self.columns = _room(data, "urgence", len(grid.urgencies))
        offered = [("", "—"), *((name, name) for name in priorities)]
        for column in range(self.columns):
            name = grid.urgencies[column] if column < len(grid.urgencies) else ""
            self.fields[f"urgence-{column}"] = _name(f"Urgence {column + 1}", name)
        for rank in range(self.lines):
            impact, line = grid.lines[rank] if rank < len(grid.lines) else ("", ())
            self.fields[f"impact-{rank}"] = _name(f"Impact {rank + 1}", impact)
            for column in range(self.columns):
                self.fields[f"priorite-{rank}-{column}"] = forms.ChoiceField(
                    label=f"Priorité, impact {rank + 1}, urgence {column + 1}", choices=offered, required=False,
                    initial=line[column] if column < len(line) else "",
                )  # fmt: skip

    @property
    def heads(self) -> list[forms.BoundField]:
        """The names of the urgencies."""
        return [self[f"urgence-{column}"] for column in range(self.columns)]

    @property
    def rows(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """The name of each impact, then its priorities."""
        return [
            (self[f"impact-{rank}"], [self[f"priorite-{rank}-{column}"] for column in range(self.columns)])
            for rank in range(self.lines)
        ]

    def clean(self) -> dict[str, Any]:
        """Say beside each cell what the table lacks."""
        if not self.errors:
            self.refuse(grid_faults(self._grid()))
        return self.cleaned_data

    def cells(self) -> tuple[Cell, ...]:
        """What a valid table says."""
        return cells_of(self._grid())

    def _grid(self) -> Grid:
        given = self.cleaned_data
        return Grid(
            tuple(given[f"urgence-{column}"] for column in range(self.columns)),
            tuple(
                (
                    given[f"impact-{rank}"],
                    tuple(given[f"priorite-{rank}-{column}"] for column in range(self.columns)),
                )
                for rank in range(self.lines)
            ),
        )


def _room(data: Any, kind: str, known: int) -> int:
    """How many lines or columns: those that came back, else those known and a blank one."""
    if data is not None:
        came = [name for name in data if name.startswith(f"{kind}-")]
        return min(max(len(came), 1), MOST)
    return min(max(known + 1, LEAST), MOST)


def _name(label: str, present: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, required=False, initial=present,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
