"""Rows of a step: those proposed, which one unticks, and blank ones, which one fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

BLANKS, MOST = 2, 150


class NameField(forms.CharField):
    """A name of one line that wraps where the screen is narrow: a line typed in it is a space."""

    widget = forms.Textarea(attrs={"rows": 1})

    def to_python(self, value: Any) -> Any:
        return " ".join(str(value or "").split())


class RowForm(forms.Form):
    """A row that counts when it is ticked and its name is written."""

    kept = forms.BooleanField(label="Garder", required=False, initial=True)
    name = NameField(label="Élément", max_length=160)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("kept"):
            self.errors.clear()
        return given


class RowSet(BaseFormSet):
    """A table of rows. `encore` in what was posted adds blank ones."""

    title, noun = "", "ligne"

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

    @property
    def columns(self) -> list[Any]:
        return self.empty_form.visible_fields()


def row_set(form: type[RowForm], base: type[RowSet] = RowSet) -> type[RowSet]:
    """The table of such rows."""
    made: type[RowSet] = formset_factory(  # type: ignore[assignment]
        form, formset=base, extra=BLANKS, absolute_max=MOST, max_num=MOST
    )
    return made


def with_more(data: Mapping[str, str], prefix: str) -> dict[str, str]:
    """What was typed, with blank rows added to the table of that prefix."""
    key = f"{prefix}-TOTAL_FORMS"
    known = data.get(key, "")
    total = int(known) if known.isdecimal() else 0
    return {**data, key: str(min(total + BLANKS, MOST))}
