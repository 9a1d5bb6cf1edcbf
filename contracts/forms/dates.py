"""What people type about dates: a decision, the registered letter."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.engine.notice import Letter
from contracts.models.key_dates import SIDES
from core.forms import DayField
from core.scope import Side


class AnswerForm(forms.Form):
    """The decision about one date, as it was shown."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    day = DayField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Décision")
    reason = forms.CharField(
        label="Motif",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="10 caractères au moins. Il reste au journal, lu du seul client.",
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """The days of the registered letter."""

    side = forms.ChoiceField(label="Qui dénonce", choices=SIDES)
    sent_on = DayField(label="Envoyée le")
    presented_on = DayField(label="Présentée le", required=False)
    received_on = DayField(label="Reçue le", required=False)
    tracking = forms.CharField(label="Numéro de suivi", max_length=40, required=False)

    @property
    def letter(self) -> Letter:
        """The three days of a valid form."""
        given = self.cleaned_data
        return Letter(given["sent_on"], given["presented_on"], given["received_on"])

    @property
    def said_side(self) -> Side:
        return Side(self.cleaned_data["side"])
