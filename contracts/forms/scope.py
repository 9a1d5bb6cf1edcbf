"""One line of the scope as a form. What is typed is judged by the service, with the rules of lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from contracts.engine.list_faults import Fault
from contracts.engine.scope_cells import COLUMNS
from contracts.engine.scope_rows import write_row
from contracts.engine.scope_words import (
    COVERAGES,
    CRITICALITIES,
    FAMILIES,
    INTERVENTIONS,
    STATUSES,
    Word,
    choices,
)
from contracts.engine.terms import ScopeLine
from core.engine.formats import csv_cell, date_short
from core.forms import FreeText

SEVERAL = ("sites", "interventions")


def _text(name: str, help_text: str = "", required: bool = False, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return FreeText(label=COLUMNS[name], required=required, help_text=help_text, widget=widget)


def _choice(name: str, words: tuple[Word, ...], empty: str = "Non précisé") -> forms.ChoiceField:
    listed = [("", empty), *choices(words)] if empty else choices(words)
    return forms.ChoiceField(label=COLUMNS[name], required=not empty, choices=listed)


class ScopeItemForm(forms.Form):
    """The cells of one line; an empty one says nothing."""

    name = _text("name", required=True)
    status = _choice("status", STATUSES, "")
    grey_since = _text("grey_since", "Pour une zone grise : jj/mm/aaaa.", inputmode="numeric")
    family = _choice("family", FAMILIES)
    criticality = _choice("criticality", CRITICALITIES)
    quantity = _text("quantity", inputmode="numeric")
    quantity_since = _text("quantity_since", "Jour d’effet d’un nouveau volume : aujourd’hui par défaut.")
    unit = _text("unit")
    unit_price = _text("unit_price", "En euros, hors taxes.", inputmode="decimal")
    coverage = _choice("coverage", COVERAGES)
    sites = forms.MultipleChoiceField(
        label=COLUMNS["sites"], required=False, widget=forms.CheckboxSelectMultiple
    )
    interventions = forms.MultipleChoiceField(
        label=COLUMNS["interventions"], required=False, widget=forms.CheckboxSelectMultiple,
        choices=choices(INTERVENTIONS),
    )  # fmt: skip
    aliases = _text("aliases", "Autres noms dans les tickets et inventaires, séparés par des virgules.")
    constraints = FreeText(
        label=COLUMNS["constraints"], required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, sites: Iterable[tuple[str, str]], line: ScopeLine, data: Any = None) -> None:
        super().__init__(data, auto_id="ligne-%s", initial=_typed(line))
        self.fields["sites"].choices = list(sites)  # type: ignore[attr-defined]

    def cells(self) -> dict[str, str]:
        """What was typed, as the cells of a row, the status apart."""
        given = dict(self.cleaned_data)
        if given.pop("status") != "grey" and "grey_since" not in self.changed_data:
            given["grey_since"] = (
                ""  # an item that leaves the grey zone leaves its date: nobody typed it again
            )
        return {name: ", ".join(value) if name in SEVERAL else value for name, value in given.items()}

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Say beside each field what the service refused."""
        for fault in faults:
            self.add_error(fault.column, f"{fault.message} {fault.remedy}")


def _typed(line: ScopeLine) -> dict[str, Any]:
    """The line as a person would type it; choices by their code."""
    codes = {"status": line.status, "family": line.family, "criticality": line.criticality}
    lists = {"sites": line.sites, "interventions": line.interventions, "coverage": line.coverage}
    cells = {
        name: date_short(value) if isinstance(value, date) else csv_cell(value)
        for name, value in write_row(line).items()
    }
    # The day of the last volume is no proposal for the next one.
    return {**cells, **codes, **lists, "quantity_since": ""}
