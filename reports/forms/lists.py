"""A file about the contract. What is wrong in it is said by its reading."""

from __future__ import annotations

from django import forms


class ListForm(forms.Form):
    """One CSV or XLSX file."""

    file = forms.FileField(
        label="Fichier CSV ou XLSX",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
        allow_empty_file=True,
        error_messages={"required": "Joignez un fichier."},
    )
