"""What people type to close a month."""

from __future__ import annotations

from django import forms


class ClosingForm(forms.Form):
    """Why the month is closed as it is, or revised."""

    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="10 caractères au moins si un point reste ouvert, et pour toute révision.",
    )
