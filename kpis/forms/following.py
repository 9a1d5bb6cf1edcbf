"""What people type of an indicator that the contract follows."""

from __future__ import annotations

from typing import Any

from django import forms

from core.engine import formats
from core.typed import FigureField
from kpis.selectors.following import Following

MOST = 99_999_999


class FollowingForm(forms.Form):
    """The decision that the indicator serves, who carries it, what is aimed at, and whether the committee sees it."""

    decision = forms.CharField(
        label="Décision servie",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Dites-la en 200 caractères au plus."},
    )
    owner = forms.CharField(
        label="Porteur", max_length=80, required=False, help_text="La fonction qui en répond."
    )
    target = FigureField(label="Cible", low=-MOST, high=MOST, decimals=4, required=False)
    threshold = FigureField(
        label="Seuil",
        low=-MOST,
        high=MOST,
        decimals=4,
        required=False,
        help_text="La limite à ne pas franchir.",
    )
    in_committee = forms.BooleanField(label="Montré en comité", required=False)

    def __init__(self, following: Following, data: Any = None) -> None:
        super().__init__(
            data,
            initial={
                "decision": following.stated_decision,
                "owner": following.owner,
                "target": following.stated_target,
                "threshold": following.threshold,
                "in_committee": following.in_committee,
            },
            auto_id="suivi-%s",
        )
        kept = following.definition.target
        usual = "le contrat n’en dit pas" if kept is None else f"celle du catalogue, {formats.number(kept)}"
        self.fields["target"].help_text = f"Vide : {usual}."
        self.fields["decision"].help_text = f"Vide, celle du catalogue : {following.definition.decision}"

    def clean_decision(self) -> str:
        """One sentence, on one line."""
        return " ".join(self.cleaned_data["decision"].split())
