"""Entries that several forms of the exit share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from contracts.engine.document_types import ACCEPTED, EXTENSIONS
from contracts.services.kept_files import OfferedFile
from core.forms import FreeText, KeptFileField
from reversibility.engine.drills import minutes_of, words_of


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
