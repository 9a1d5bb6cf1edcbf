"""What people type above a list."""

from __future__ import annotations

from django import forms

from accounts.models import Role
from core.engine.months import Month
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


class UseListForm(forms.Form):
    """A month's use of work units, as a list."""

    month = forms.CharField(
        label="Mois", max_length=7, help_text="aaaa-mm", widget=forms.TextInput(attrs={"type": "month"})
    )
    file = forms.FileField(label="Liste", help_text="CSV ou XLSX.")

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"])
        except ValueError as error:
            raise forms.ValidationError("Mois attendu, par exemple 2026-03.") from error
