"""What people type about work units: an order, a month's use, a charge nobody planned."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.engine.formats import parse_decimal
from core.engine.months import Month
from core.forms import DayField

MOST = Decimal("99999999.99")


class FigureField(forms.CharField):
    """A quantity or an amount as a person types it: « 1 234,5 », at most two decimals, under 0 only where `signed`."""

    def __init__(self, *, signed: bool = False, **options: Any) -> None:
        self.least = -MOST if signed else Decimal(0)
        super().__init__(
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **options,
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text and not self.required:
            return None
        try:
            number = parse_decimal(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if not self.least <= number <= MOST:
            raise ValidationError("Écrivez un nombre positif ou nul.")
        if number != round(number, 2):
            raise ValidationError("Écrivez au plus deux décimales.")
        return number


class MonthChoiceField(forms.CharField):
    """A month, by the browser's own picker or typed « 2026-03 »."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=7, help_text="aaaa-mm", widget=forms.TextInput(attrs={"type": "month"}), **options
        )

    def clean(self, value: Any) -> Any:
        try:
            return Month.parse(super().clean(value))
        except ValueError as error:
            raise ValidationError("Mois attendu, par exemple 2026-03.") from error


class UnitForm(forms.Form):
    """A form about one unit of the catalogue: the choices are codes and levels."""

    unit = forms.ChoiceField(label="Unité d’œuvre")
    quantity = FigureField(label="Quantité")

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [("", "Choisir"), *choices]  # type: ignore[attr-defined]

    def unit_and_level(self) -> tuple[str, str]:
        """The code and the level chosen."""
        code, _, level = self.cleaned_data["unit"].partition(":")
        return code, level


class OrderForm(UnitForm):
    """A purchase order."""

    title = forms.CharField(label="Objet", max_length=160)
    ordered_on = DayField(label="Date")
    valid_until = DayField(label="Valable jusqu’au", required=False)
    field_order = ("unit", "title", "quantity", "ordered_on", "valid_until")


class UseForm(UnitForm):
    """A month's use of one unit."""

    month = MonthChoiceField(label="Mois")
    field_order = ("month", "unit", "quantity")


class ChargeForm(forms.Form):
    """A charge out of the catalogue: on an exclusion without work unit, a volume band, or « imprévu »."""

    month = MonthChoiceField(label="Mois")
    target = forms.ChoiceField(label="Rattachée à")
    label = forms.CharField(label="Libellé", max_length=160)
    quantity = FigureField(label="Quantité", help_text="D’une tranche\u00a0: le volume du mois entier.")
    unit_price = FigureField(
        label="Prix unitaire HT",
        help_text="Laissez vide pour une tranche\u00a0: son prix est au contrat.",
        required=False,
    )

    def __init__(self, targets: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["target"].choices = targets  # type: ignore[attr-defined]

    @property
    def booked_on(self) -> tuple[str, int | None]:
        """The post, and the number of its exclusion or band."""
        kind, _, number = self.cleaned_data["target"].partition(":")
        return kind, int(number) if number else None


class CorrectionForm(forms.Form):
    """What is added to a line of a closed month, or taken from it."""

    month = MonthChoiceField(label="Mois de la correction")
    quantity = FigureField(
        label="Quantité à ajouter ou à retirer",
        signed=True,
        help_text="Négative pour retirer, par exemple -2.",
    )
    reason = forms.CharField(label="Motif", max_length=160)


class QuantityForm(forms.Form):
    """A quantity changed in place, with the version of the row that the page showed."""

    quantity = FigureField(label="Quantité", signed=True)
    version = forms.IntegerField(min_value=1)
