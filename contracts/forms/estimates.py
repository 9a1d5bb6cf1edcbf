"""The yearly volumes of the exclusions: low, likely and high, all typed on one page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from contracts.selectors.estimates import EstimateLine
from core.lines import LineForm
from core.typed import FigureField

BOUNDS = ("bas", "probable", "haut")


class EstimatesForm(LineForm):
    """Three figures a line, or none: an exclusion left empty stays without an estimate."""

    def __init__(self, lines: Sequence[EstimateLine], data: Any = None) -> None:
        super().__init__(data, auto_id="volume-%s")
        self.lines = lines
        for line in lines:
            for rank, bound in enumerate(BOUNDS):
                self.fields[f"{bound}-{line.key}"] = FigureField(
                    label=f"Volume {bound}, {line.name}", required=False, high=999_999_999,
                    initial=line.present[rank] if line.present else None,
                )  # fmt: skip

    @property
    def rows(self) -> list[tuple[EstimateLine, list[forms.BoundField]]]:
        """Each line with its three fields."""
        return [(line, [self[f"{bound}-{line.key}"] for bound in BOUNDS]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """Three figures in order, or none."""
        for line in self.lines:
            names = [f"{bound}-{line.key}" for bound in BOUNDS]
            if any(name in self.errors for name in names):
                continue
            low, likely, high = values = [self.cleaned_data[name] for name in names]
            if None in values:
                for name, value in zip(names, values, strict=True):
                    if value is None and any(one is not None for one in values):
                        self.add_error(name, "Donnez les trois volumes, ou aucun.")
            elif not low <= likely <= high:
                self.add_error(names[1], "Écrivez-les dans l’ordre : bas, probable, haut.")
        return self.cleaned_data

    def said(self) -> dict[tuple[int, str], tuple[Decimal, Decimal, Decimal]]:
        """What a valid form says, by number of the exclusion and level."""
        found = {}
        for line in self.lines:
            values = tuple(self.cleaned_data[f"{bound}-{line.key}"] for bound in BOUNDS)
            if values[0] is not None:
                found[line.number, line.level] = values
        return found
