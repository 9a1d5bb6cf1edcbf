"""Entries that every app's forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.engine.free_text import refusal_of
from core.engine.months import YEARS

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
SHAPE = "jj/mm/aaaa"
NO_SUCH_DAY = {"invalid": f"Cette date n’existe pas\u00a0: écrivez {SHAPE}."}


class DayField(forms.DateField):
    """A day as a person types it, « 16/04/2026 » or « 2026-04-16 », within the years that a contract may know.

    `help_text` comes after the shape that is expected.
    """

    def __init__(self, *, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(
            help_text=f"{SHAPE}. {help_text}" if help_text else SHAPE,
            input_formats=DAYS,
            localize=False,
            error_messages=NO_SUCH_DAY | kwargs.pop("error_messages", {}),
            **{"widget": forms.DateInput(attrs={"autocomplete": "off"}), **kwargs},
        )

    def validate(self, value: Any) -> None:
        """A year slipped from the keyboard is told before anything is counted from it."""
        super().validate(value)
        if value is not None and value.year not in YEARS:
            raise forms.ValidationError(
                "Cette date est hors de la vie d’un contrat."
                f" Écrivez une année entre {YEARS[0]} et {YEARS[-1]}."
            )


class KeptFileField(forms.FileField):
    """A file that is kept as it is: what may be kept is said to whoever chooses one, its content judged by the service."""

    def __init__(self, *, accepted: str, extensions: str, **kwargs: Any) -> None:
        super().__init__(
            label="Fichier",
            help_text=f"{accepted}. 25 Mo au plus. Il est conservé tel quel.",
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": extensions}),
            error_messages={"required": "Joignez un fichier."},
            **kwargs,
        )


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
