"""Third step: what is included, what is not and at what price."""

from __future__ import annotations

from typing import Any

from django import forms

from core.rows import row_set
from core.typed import CountField, FigureField
from infogerance.engine.creation.answers import Element, Scope
from infogerance.forms.creation.desk import Desk, Filled
from infogerance.forms.creation.rows import NamedRows, RowForm

PER_USER = {"utilisateurs", "boîtes", "postes"}
"""Units whose volume is first proposed from the number of users."""


class IncludedForm(RowForm):
    """An element of the scope."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    quantity = CountField(label="Volume", required=False)
    unit = forms.CharField(label="Unité", max_length=60, required=False)


class ExcludedForm(RowForm):
    """An exclusion, priced in work units."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Exclusion", max_length=160)
    unit = forms.CharField(label="Unité d’œuvre", max_length=60, required=False)
    unit_price = FigureField(label="Prix HT (€)", high=99_999_999, required=False)
    included = CountField(label="Compris par mois", required=False)

    def clean(self) -> dict[str, Any]:
        """What is beyond the included quantity is billed: at which price?"""
        told = super().clean() or {}
        priced = told.get("unit_price") is not None or "unit_price" in self.errors
        if told.get("kept") and told.get("included") and not priced:
            self.add_error("unit_price", "Donnez le prix de ce qui dépasse la quantité comprise.")
        return told


class IncludedSet(NamedRows):
    title = "Inclus dans le forfait"


class ExcludedSet(NamedRows):
    title = "Exclus, facturés à l’unité d’œuvre"


def scope_step(data: Any, desk: Desk) -> Filled:
    """Two tables, from the model's lines."""
    included = row_set(IncludedForm, IncludedSet)(data, prefix="inclus", initial=_included(desk))
    excluded = row_set(ExcludedForm, ExcludedSet)(data, prefix="exclu", initial=_excluded(desk))

    def answer() -> Scope:
        kept = (tuple(_element(row) for row in table.answers()) for table in (included, excluded))
        return Scope(*kept)

    return Filled(None, (included, excluded), answer)


def _included(desk: Desk) -> list[dict[str, Any]]:
    """Volumes counted in users are proposed from their number."""
    return [
        {
            "number": line["numero"],
            "name": line["element"],
            "unit": line.get("unite", ""),
            "quantity": desk.users if line.get("unite") in PER_USER else None,
        }
        for line in desk.model["perimetre"]
    ]


def _excluded(desk: Desk) -> list[dict[str, Any]]:
    return [
        {
            "number": line["numero"],
            "name": line["element"],
            "unit": line.get("unite", ""),
        }
        for line in desk.model["exclusion"]
    ]


def _element(row: Any) -> Element:
    return Element(**{name: value for name, value in row.items() if name != "kept"})
