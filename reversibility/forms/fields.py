"""Entries that several forms of the exit share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.engine.document_types import ACCEPTED, EXTENSIONS
from contracts.services.kept_files import OfferedFile
from core.forms import NO_SUCH_DAY, FreeText, KeptFileField
from reversibility.engine.drills import minutes_of, words_of

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **kwargs: Any) -> None:
        messages = NO_SUCH_DAY | kwargs.pop("error_messages", {})
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=DAYS, localize=False, error_messages=messages, **kwargs)


class ProofFileField(KeptFileField):
    """The document itself, beside the words that name it; it may stay empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accepted=ACCEPTED, extensions=EXTENSIONS, required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> OfferedFile | None:
        sent = super().clean(data, initial)
        return OfferedFile(sent.name, sent.file) if sent else None


class MinutesField(FreeText):
    """A length of time, « 2 h 10 » or « 130 », in minutes; None when it is left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return words_of(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = minutes_of(text)
        if found is None:
            raise ValidationError("Durée illisible\u00a0: écrivez 2 h 10, 45 min ou un nombre de minutes.")
        return found
