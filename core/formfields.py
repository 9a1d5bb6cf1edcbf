"""Form fields for the words of core."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.engine.secrets import refusal_of


class FreeText(forms.CharField):
    """A text that people write as they like; one that seems to hold a secret is refused, and never shown again."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        message, remedy = refusal_of(value)
        if message:
            raise ValidationError(f"{message} {remedy}")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the form shows after a refusal."""
        shown = super().bound_data(data, initial)
        return "" if shown and refusal_of(shown)[0] else shown
