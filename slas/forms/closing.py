"""What people type to close a month."""

from __future__ import annotations

from typing import Any

from django import forms

from slas.services.closing.acts import LEAST_REASON


class ClosingForm(forms.Form):
    """Why the month is closed as it is, or revised; `needed` where no act goes without a reason."""

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

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed
