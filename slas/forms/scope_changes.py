"""Changes of scope, a row each: a new item, one that moves to another section, one whose quantity or price changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from contracts.engine.invoices import plain
from contracts.engine.scope_cells import READERS, Setting, Unread
from contracts.engine.scope_words import CRITICALITIES, STATUSES, choices
from core.forms import DayField, FreeText
from core.rows import RowSet, row_count, row_set
from core.typed import CountField, FigureField
from slas.engine.scope_rows import ScopeRow

PREFIX = "perimetre"
NEW = "Élément nouveau"
SAME = "Inchangé"
MOST_LISTED = 100
"""Beyond so many items, one is named by what is typed: a list of thousands is neither read nor light."""
MOST_TICKED = 8
"""Beyond so many sites, their boxes would hide the rest of the row: they are typed."""
SHOWN = 5
EMPTY: tuple[Any, ...] = (None, "", ())
Items = Sequence[tuple[str, Sequence[tuple[str, str]]]]
Sites = Sequence[tuple[str, str]]
"""Code and name of each site: people may write either."""


class ListedField(FreeText):
    """Several words in one cell, between commas, read as a list of the scope reads them; `setting` knows the sites."""

    def __init__(self, column: str, **kwargs: Any) -> None:
        self.column, self.setting = column, Setting.of((), date.min, date.min)
        super().__init__(required=False, max_length=400, **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        try:
            read = READERS[self.column](self.column, text, self.setting)
        except Unread as unread:
            raise forms.ValidationError(str(unread)) from unread
        return tuple(read)


class SitesField(ListedField):
    """The sites of an item: ticked among a few, typed where they are many; one that the contract has not is refused."""

    def offer(self, sites: Sites) -> None:
        """The sites that may be named."""
        self.setting = Setting.of(sites, date.min, date.min)
        if 0 < len(sites) <= MOST_TICKED:
            self.widget = forms.CheckboxSelectMultiple(choices=list(sites))

    def prepare_value(self, value: Any) -> Any:
        """What was typed or proposed, as the boxes that it ticks."""
        if isinstance(self.widget, forms.CheckboxSelectMultiple) and isinstance(value, str):
            return [
                self.setting.sites.get(one.strip(), one.strip()) for one in value.split(",") if one.strip()
            ]
        return value

    def to_python(self, value: Any) -> Any:
        return super().to_python(", ".join(value) if isinstance(value, list) else value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return super().bound_data(", ".join(data) if isinstance(data, list) else data, initial)

    def clean(self, value: Any) -> tuple[str, ...]:
        codes = super().clean(value)
        for code in codes:
            if code not in self.setting.codes:
                raise forms.ValidationError(
                    f"Site inconnu\u00a0: «\u00a0{code}\u00a0». Sites du contrat\u00a0: {self.listed}."
                )
        return codes

    @property
    def listed(self) -> str:
        return ", ".join(self.setting.codes) or "aucun"


class ItemField(FreeText):
    """An item of the scope: picked from a short list; of a long one, named by its status and number, or by its name."""

    def __init__(self, **kwargs: Any) -> None:
        self.known: dict[str, str] = {}
        super().__init__(required=False, max_length=200, **kwargs)

    def offer(self, items: Items) -> None:
        """The items that may be named, by status: « inclus 12. Serveurs » for each key."""
        self.known = {key: f"{group} {label}" for group, some in items for key, label in some}
        if len(self.known) <= MOST_LISTED:
            self.widget = forms.Select(choices=[("", NEW), *items])
        else:
            self.widget.attrs["placeholder"] = "inclus 12, ou son nom"

    def prepare_value(self, value: Any) -> Any:
        """A key as a person reads it, where it is typed."""
        listed = isinstance(self.widget, forms.Select)
        return value if listed else self.known.get(value, value)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text or text in self.known:
            return text
        words = plain(text)
        told = {key: plain(label) for key, label in self.known.items()}
        exact = [
            key for key, label in told.items() if words in {label, label.partition(". ")[0], _name(label)}
        ]
        found = exact or [key for key, label in told.items() if words in label]
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                f"Aucun élément du périmètre ne s’appelle «\u00a0{text}\u00a0». Écrivez son statut et son numéro"
                " (inclus 12), ou une partie de son nom."
            )
        some = "\u00a0; ".join(self.known[key] for key in found[:SHOWN])
        more = "…" if len(found) > SHOWN else "."
        raise forms.ValidationError(
            f"{len(found)} éléments répondent à «\u00a0{text}\u00a0»\u00a0: {some}{more} Écrivez le statut et le"
            " numéro de celui qui change."
        )


def _name(label: str) -> str:
    return label.partition(". ")[2]


class ScopeChangeForm(forms.Form):
    """One row; an empty cell changes nothing, an empty row is no change."""

    item = ItemField(label="Élément")
    goes_to = forms.ChoiceField(label="Statut", required=False, choices=[("", SAME), *choices(STATUSES)])
    name = FreeText(label="Nom", max_length=160, required=False)
    quantity = CountField(label="Volume", required=False)
    unit = FreeText(label="Unité", max_length=60, required=False)
    unit_price = FigureField(label="Prix UO HT (€)", high=99_999_999, required=False)
    sites = SitesField("sites", label="Sites")
    interventions = ListedField("interventions", label="Interventions")
    criticality = forms.ChoiceField(
        label="Criticité", required=False, choices=[("", SAME), *choices(CRITICALITIES)]
    )
    grey_since = DayField(label="Zone grise depuis le", required=False)

    def __init__(self, *args: Any, items: Items, sites: Sites = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].offer(sites)  # type: ignore[attr-defined]
        self.fields["item"].offer(items)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A new item says its name and its status; a known one says what changes."""
        given = super().clean() or {}
        said = [name for name in self.fields if given.get(name) not in EMPTY or name in self.errors]
        if said and "item" not in said:
            if "name" not in said:
                self.add_error("name", "Nommez le nouvel élément, ou choisissez celui qui change.")
            if "goes_to" not in said:
                self.add_error("goes_to", "Choisissez le statut du nouvel élément.")
        if said == ["item"]:
            self.add_error(
                "item", "Dites ce qui change : statut, nom, volume, sites, criticité, prix ou date."
            )
        return given

    def row(self) -> ScopeRow | None:
        """The change, None for an empty row; of a valid row."""
        given = dict(self.cleaned_data)
        if all(value in EMPTY for value in given.values()):
            return None
        status, _, number = given.pop("item").partition(" ")
        return ScopeRow(
            status=status,
            number=int(number) if number else None,
            **given | {"goes_to": given["goes_to"] or status},
        )


class ScopeChanges(RowSet):
    title = "Périmètre"

    def rows(self) -> list[tuple[int, ScopeRow]]:
        """The changes of a valid table, each with the rank of its row."""
        read = ((rank, form.row()) for rank, form in enumerate(self.forms, 1))
        return [(rank, row) for rank, row in read if row is not None]

    def wrongs(self) -> list[str]:
        """What to correct, row by row."""
        return [
            f"Périmètre, ligne {rank}, {form.fields[name].label}\u00a0: {error}"
            for rank, form in enumerate(self.forms, 1)
            for name, errors in form.errors.items()
            for error in errors
        ]


def scope_changes(
    data: Any, items: Items, sites: Sites = (), lines: Sequence[Mapping[str, Any]] = ()
) -> ScopeChanges:
    """The table as posted, or with these lines proposed; `items`: those of the contract, by status."""
    table = row_set(ScopeChangeForm, ScopeChanges)
    return table(data, prefix=PREFIX, initial=list(lines), form_kwargs={"items": items, "sites": sites})


def typed_lines(data: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows as they were typed, blank ones too: those asked for come after them."""
    return [
        {name: _typed(data, f"{PREFIX}-{rank}-{name}") for name in ScopeChangeForm.base_fields}
        for rank in range(row_count(data, PREFIX))
    ]


def _typed(data: Mapping[str, str], name: str) -> str:
    """One cell; boxes ticked are several values of the same name."""
    return ", ".join(data.getlist(name)) if isinstance(data, QueryDict) else data.get(name, "")
