"""One access as a form, and the file of a list. What is typed is judged by the service, with the rules of lists.

A field that seems to hold a secret, or a place that is none, comes back empty: everything else that was typed is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from contracts.engine.list_faults import Fault
from core.engine.formats import csv_cell, date_short
from core.engine.typography import typeset
from reversibility.engine.access_cells import COLUMNS, MFA_LABELS, SIDE_LABELS, Unread, screened
from reversibility.engine.accesses import KINDS, Access

PLAIN = {"invalid_choice": "Choisissez une valeur de la liste."}
DAYS = ("rotated_on", "tested_on", "expires_on")


def _text(name: str, help_text: str = "", *, required: bool = False, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(
        label=COLUMNS[name], required=required, help_text=typeset(help_text), widget=widget
    )


def _choice(name: str, words: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=COLUMNS[name], choices=list(words), error_messages=PLAIN)


class AccessForm(forms.Form):
    """The cells of one access."""

    system = _text(
        "system", "Le système ou le compte, par exemple « Pare-feu, compte admin ».", required=True
    )
    kind = _choice("kind", [(kind.code, kind.label) for kind in KINDS])
    holders = forms.CharField(
        label=COLUMNS["holders"], required=False, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=typeset("Un par ligne, la partie puis le rôle : « Client : Référent IT »."),
    )  # fmt: skip
    mfa = _choice("mfa", MFA_LABELS.items())
    kept_in = _text("kept_in", "Le nom du lieu, jamais le secret : « Coffre du client ».")
    rotated_on = _text("rotated_on", "jj/mm/aaaa", inputmode="numeric")
    rotation_months = _text(
        "rotation_months", "Vide si aucune fréquence n’est convenue.", inputmode="numeric"
    )
    tested_on = _text("tested_on", "jj/mm/aaaa", inputmode="numeric")
    expires_on = _text("expires_on", "jj/mm/aaaa", inputmode="numeric")
    proof = _text("proof", "Le nom du document, par exemple « PV de rotation du 12/03/2026 ».")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(data, auto_id="acces-%s", **options)

    @classmethod
    def of(cls, access: Access, version: int) -> AccessForm:
        """The form of a known access, as a person would type it."""
        holders = "\n".join(f"{SIDE_LABELS[holder.side]} : {holder.role}" for holder in access.holders)
        days = {name: date_short(getattr(access, name)) for name in DAYS if getattr(access, name)}
        texts = {name: getattr(access, name) for name in ("system", "kind", "mfa", "kept_in", "proof")}
        months = csv_cell(access.rotation_months or None)
        return cls(
            initial={**texts, **days, "holders": holders, "rotation_months": months, "version": version}
        )

    def cells(self) -> dict[str, str]:
        """What was typed, as the cells of a row."""
        return {name: self.cleaned_data[name] for name in COLUMNS}

    @property
    def seen_version(self) -> int:
        """The version of the row that the page showed; 0 when the form lost it."""
        return self.cleaned_data["version"] or 0

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Say beside each field what the service refused."""
        fields = {column: name for name, column in COLUMNS.items()}
        for fault in faults:
            self.add_error(fields[fault.column], typeset(f"{fault.message} {fault.remedy}"))

    def withhold(self) -> None:
        """Before the form is shown again: what seems to hold a secret, or names no place, comes back empty and says why."""
        shown = {name: self.data.get(name, "") for name in self.base_fields}
        for name, text in shown.items():
            try:
                screened(text.strip(), name)
            except Unread as unread:
                shown[name] = ""
                if name not in self.errors:
                    self.add_error(name, typeset(str(unread)))
        self.data = shown


class AccessListForm(forms.Form):
    """A CSV or XLSX list."""

    file = forms.FileField(
        label="Fichier CSV ou XLSX", widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
        allow_empty_file=True, error_messages={"required": "Joignez un fichier."},
    )  # fmt: skip
