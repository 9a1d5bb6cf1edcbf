"""What people type above a list."""

from __future__ import annotations

from django import forms

from accounts.models import Role
from journal.engine.acts import ACTS

ALL = [("", "Tous")]


class JournalFilters(forms.Form):
    """Who, what, and between which days, both included."""

    auteur = forms.ChoiceField(label="Rôle de l’auteur", required=False, choices=[*ALL, *Role.choices])
    acte = forms.ChoiceField(
        label="Acte", required=False, choices=[*ALL, *((code, kind.words) for code, kind in ACTS.items())]
    )
    du = forms.DateField(label="Du", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    au = forms.DateField(label="Au", required=False, widget=forms.DateInput(attrs={"type": "date"}))
