"""Tables of rows in a form: those proposed, then blank ones, and a button that adds more without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

BLANKS, MOST = 2, 150
MORE = "encore"
"""Name of the button that adds blank rows; its value is the prefix of the table."""


class RowSet(BaseFormSet):
    """A table of rows, drawn by `parts/_rows.html`."""

    title = ""

    @property
    def columns(self) -> list[Any]:
        return self.empty_form.visible_fields()


Table = TypeVar("Table", bound=RowSet)


def row_set(form: type[forms.Form], base: type[Table]) -> type[Table]:
    """The table of such rows."""
    made: type[Table] = formset_factory(  # type: ignore[assignment]
        form, formset=base, extra=BLANKS, absolute_max=MOST, max_num=MOST
    )
    return made


def row_count(data: Mapping[str, str], prefix: str) -> int:
    """How many rows a posted table says it has, within what one may have."""
    known = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(known), MOST) if known.isascii() and known.isdecimal() and len(known) < 9 else 0


def with_more(data: Mapping[str, str], prefix: str) -> dict[str, str]:
    """What was typed, with blank rows added to the table of that prefix."""
    return {**data, f"{prefix}-TOTAL_FORMS": str(min(row_count(data, prefix) + BLANKS, MOST))}
