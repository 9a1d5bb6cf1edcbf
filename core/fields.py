"""Model fields for the words of core."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from core.engine.months import Month


class MonthField(models.CharField):
    """A `Month`, stored as its seven characters `2026-03`: sorts in time, equal on every database."""

    description = "mois civil"
    # What the type checker reads: a month comes out, a month or its text goes in.
    _pyi_private_set_type: Month | str  # type: ignore[assignment]
    _pyi_private_get_type: Month  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Month | None:
        return None if value is None else Month.parse(value)

    def to_python(self, value: Any) -> Month | None:
        if value is None or isinstance(value, Month):
            return value
        try:
            return Month.parse(str(value))
        except ValueError as error:
            raise ValidationError("Mois attendu sous la forme 2026-03.") from error

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(value)

    def value_to_string(self, obj: Any) -> str:
        return str(self.value_from_object(obj))
