"""What people type about prices and invoices."""

from __future__ import annotations

from typing import Any

from django import forms

from core.engine.months import Month
from core.forms import DayField

MONTH_HELP = "Année et mois, par exemple 2026-03."


class FrenchDecimal(forms.DecimalField):
    """A number as a person types it: decimal comma, any space between thousands."""

    def __init__(self, *, decimals: int = 2, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=decimals, localize=True, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class MonthInput(forms.CharField):
    """A month typed as 2026-03."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, help_text=MONTH_HELP, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return Month.parse(text)
        except ValueError as wrong:
            raise forms.ValidationError("Mois attendu sous la forme 2026-03.") from wrong


class IndexForm(forms.Form):
    """A published value of the index."""

    act, button = "index", "Enregistrer la valeur"
    month = MonthInput(label="Mois de l’indice")
    value = FrenchDecimal(label="Valeur", decimals=3, min_value=0)
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Où la valeur est publiée\u00a0: elle sera vérifiée des deux côtés.",
    )


class ApplyForm(forms.Form):
    """A revision to apply."""

    act, button = "apply", "Appliquer cette révision"
    effective_on = DayField(widget=forms.HiddenInput)
    asked_on = DayField(label="Demandée le", help_text="Le jour où la demande a été reçue.", required=False)


class InvoiceForm(forms.Form):
    """An invoice of the provider."""

    number = forms.CharField(label="Numéro de facture", max_length=60)
    month = MonthInput(label="Mois facturé")
    issued_on = DayField(label="Date")
    rows = forms.CharField(
        label="Lignes",
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="Poste ; Libellé ; Quantité ; Prix unitaire. Postes : forfait, UO, exclusion, imprévu, "
        "tranche, pénalité (prix négatif).",
    )
