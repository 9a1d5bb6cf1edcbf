"""How a person wants the packs."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Membership

ATTACHED, LINKED = "joint", "lien"


class MannerForm(forms.Form):
    """The PDF with the mail, or its link alone."""

    manner = forms.ChoiceField(
        label="Dossiers de comité",
        choices=[
            (ATTACHED, "Le PDF joint au courriel"),
            (LINKED, "Un lien seulement\u00a0: le PDF reste au portail"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez comment recevoir les dossiers.",
            "invalid_choice": "Choisissez l’une des deux façons proposées.",
        },
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, initial={"manner": ATTACHED if member.pack_attached else LINKED}, **kwargs)

    @property
    def attached(self) -> bool:
        """The choice of a valid form."""
        return bool(self.cleaned_data["manner"] == ATTACHED)
