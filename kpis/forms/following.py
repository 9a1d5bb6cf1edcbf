"""What people type of an indicator that the contract follows."""

from __future__ import annotations

from typing import Any

from django import forms

from kpis.selectors.following import Following


class FollowingForm(forms.Form):
    """The decision that the indicator serves, who carries it, whether committees look at it."""

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
    in_committee = forms.BooleanField(label="Montré en comité", required=False)

    def __init__(self, following: Following, data: Any = None) -> None:
        super().__init__(
            data,
            initial={
                "decision": following.stated_decision,
                "owner": following.owner,
                "in_committee": following.in_committee,
            },
            auto_id="suivi-%s",
        )
        self.fields["decision"].help_text = f"Vide, celle du catalogue : {following.definition.decision}"

    def clean_decision(self) -> str:
        """One sentence, on one line."""
        return " ".join(self.cleaned_data["decision"].split())
