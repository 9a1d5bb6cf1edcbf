"""How one begins: a model, or a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


class StartForm(forms.Form):
    """The model, and the contract whose sites and hours are taken again."""

    model = forms.ChoiceField(label="Modèle", widget=forms.RadioSelect)
    source = forms.ChoiceField(
        label="Reprendre les sites et les horaires de",
        required=False,
        help_text="Un autre contrat du même client. Ils restent modifiables.",
    )

    def __init__(
        self, data: Any = None, *, models: Iterable[tuple[str, str]], sources: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data, auto_id="modele-%s")
        self.fields["model"].choices = list(models)  # type: ignore[attr-defined]
        known = list(sources)
        self.fields["source"].choices = [("", "Aucun"), *known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["source"]


class ContractFileForm(forms.Form):
    """A whole contract as one file."""

    file = forms.FileField(
        label="Fichier de contrat (TOML)",
        widget=forms.FileInput(attrs={"accept": ".toml"}),
        allow_empty_file=True,
        error_messages={"required": "Joignez un fichier."},
    )
