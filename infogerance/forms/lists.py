"""What people type above a list."""

from __future__ import annotations

from django import forms

from accounts.models import Role
from core.engine.months import Month
from core.forms import DayField
from journal.engine.acts import ACTS

ALL = [("", "Tous")]


class JournalFilters(forms.Form):
    """Who, what, and between which days, both included."""

    auteur = forms.ChoiceField(label="Rôle de l’auteur", required=False, choices=[*ALL, *Role.choices])
    acte = forms.ChoiceField(
        label="Acte", required=False, choices=[*ALL, *((code, kind.words) for code, kind in ACTS.items())]
    )
    du = DayField(label="Du", required=False)
    au = DayField(label="Au", required=False)


class UseListForm(forms.Form):
    """What months consumed, as a list."""

    month = forms.CharField(
        label="Mois des lignes qui n’en disent pas",
        max_length=7,
        help_text="aaaa-mm",
        widget=forms.TextInput(attrs={"type": "month"}),
        required=False,
    )
    file = forms.FileField(label="Liste", help_text="CSV ou XLSX.")

    def clean_month(self) -> Month | None:
        text = self.cleaned_data["month"]
        try:
            return Month.parse(text) if text else None
        except ValueError as error:
            raise forms.ValidationError("Mois attendu, par exemple 2026-03.") from error
