"""Rows of a step: those proposed, which one unticks, and blank ones, which one fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from core.rows import RowSet


class RowForm(forms.Form):
    """A row that counts when it is ticked and its name is written."""

    kept = forms.BooleanField(label="Garder", required=False, initial=True)
    name = forms.CharField(label="Élément", max_length=160)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("kept"):
            self.errors.clear()
        return given


class NamedRows(RowSet):
    """A table of rows that their names tell apart."""

    def answers(self) -> list[Mapping[str, Any]]:
        """The rows that count, of a valid table."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("kept") and form.cleaned_data.get("name")
        ]

    def repeated(self) -> Iterable[forms.Form]:
        """Rows whose name an earlier one already has."""
        seen: set[str] = set()
        for form in self.forms:
            name = str(form.cleaned_data.get("name", "")).casefold() if form.is_valid() else ""
            if name and form.cleaned_data.get("kept"):
                if name in seen:
                    yield form
                seen.add(name)

    def clean(self) -> None:
        for form in list(self.repeated()):
            form.add_error(
                "name", "Ce nom est déjà dans une ligne plus haut : changez-le, ou décochez la ligne."
            )
