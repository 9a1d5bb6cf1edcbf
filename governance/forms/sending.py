"""How a person wants the packs, and for whom a link is made."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django import forms

from accounts.models import Digest, Membership
from governance.models import Pack

ATTACHED, LINKED = "joint", "lien"


class MannerForm(forms.Form):
    """The PDF with the mail, or its link alone; how often what waits is written."""

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

    digest = forms.ChoiceField(
        label="Récapitulatif de « À faire »",
        choices=Digest.choices,
        widget=forms.RadioSelect,
        help_text="Rien ne part quand rien n’est nouveau ni en retard. Une ligne n’est redite que tant qu’elle est en retard.",
        error_messages={
            "required": "Choisissez quand recevoir le récapitulatif.",
            "invalid_choice": "Choisissez jamais, chaque jour ou chaque semaine.",
        },
    )

    def __init__(self, data: Any = None, *, member: Membership) -> None:
        manner = ATTACHED if member.pack_attached else LINKED
        super().__init__(data, initial={"manner": manner, "digest": member.digest})

    @property
    def attached(self) -> bool:
        """The choice of a valid form."""
        return bool(self.cleaned_data["manner"] == ATTACHED)


class LinkForm(forms.Form):
    """Who will read which variant without account."""

    reader = forms.CharField(
        label="Pour",
        max_length=120,
        help_text="Le nom ou la fonction de qui recevra le lien.",
        error_messages={
            "required": "Écrivez pour qui est ce lien.",
            "max_length": "Écrivez au plus 120 caractères.",
        },
    )
    variant = forms.ChoiceField(
        label="Exemplaire",
        error_messages={
            "required": "Choisissez un exemplaire.",
            "invalid_choice": "Choisissez un exemplaire déjà produit.",
        },
    )

    def __init__(self, data: Any = None, *, packs: Container[str]) -> None:
        super().__init__(data, initial={"variant": Pack.Variant.EXECUTIVE})
        self.fields["variant"].choices = [  # type: ignore[attr-defined]
            (variant.value, variant.label) for variant in Pack.Variant if variant.value in packs
        ]
