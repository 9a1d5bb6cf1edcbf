"""Form fields for numbers as people type them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from core.engine.cells import parse_decimal
from core.engine.formats import number

STORED = 2_000_000_000
"""From this bound on, a field is held by what the database can keep."""


class FigureField(forms.CharField):
    """« 18 500,50 » as a Decimal between two bounds; None when it may stay empty."""

    def __init__(self, *, low: int = 0, high: int = 9_999_999_999, decimals: int = 2, **kwargs: Any) -> None:
        self.low, self.high, self.decimals = low, high, decimals
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            figure = parse_decimal(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if not self.low <= figure <= self.high:
            raise forms.ValidationError(self._expected(figure))
        if figure != figure.quantize(Decimal(1).scaleb(-self.decimals)):
            raise forms.ValidationError(f"Écrivez au plus {self.decimals} décimales.")
        return figure

    def _expected(self, figure: Decimal) -> str:
        """What to write instead; the most that can be stored is no bound that a person would think of."""
        if self.high < STORED:
            return f"Écrivez un nombre de {number(self.low)} à {number(self.high)}."
        if figure < self.low:
            return f"Ce nombre est trop petit\u00a0: écrivez {number(self.low)} ou plus."
        return "Ce nombre est trop grand\u00a0: vérifiez les zéros."

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int | Decimal) else value


class CountField(FigureField):
    """A whole number; None when it may stay empty."""

    def __init__(self, *, low: int = 0, high: int = STORED, **kwargs: Any) -> None:
        super().__init__(low=low, high=high, decimals=0, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> Any:
        figure = super().clean(value)
        return None if figure is None else int(figure)
