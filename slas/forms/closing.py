"""What people type to close a month."""

from __future__ import annotations

from typing import Any

from django import forms

from slas.services.closing.acts import LEAST_REASON


class ClosingForm(forms.Form):
    """Why the month is closed as it is, or revised; `needed` where no act goes without a reason.

    `despite`: what is left open, to which whoever closes says yes.
    """

    reason = forms.CharField(
        label="Motif",
        min_length=LEAST_REASON,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"{LEAST_REASON} caractères au moins\u00a0; les deux parties le lisent.",
        error_messages={
            "required": "Dites pourquoi.",
            "min_length": f"Écrivez au moins {LEAST_REASON} caractères.",
        },
    )

    sure = forms.BooleanField(error_messages={"required": "Cochez pour clore avec des points ouverts."})

    def __init__(self, *args: Any, needed: bool, despite: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed
        if despite:
            self.fields["sure"].label = despite
        else:
            del self.fields["sure"]
