"""Which words are kept back, or shown again."""

from __future__ import annotations

from django import forms


class VerbatimForm(forms.Form):
    """The digest of the words, as the page gives it."""

    digest = forms.RegexField(r"^[0-9a-f]{64}$")
    act = forms.ChoiceField(choices=[("hide", "Ne pas montrer"), ("show", "Montrer")])
