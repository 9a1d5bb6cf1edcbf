"""A line of a list as a form: what it was, what is typed, what the service refused of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms

from core.engine import formats


class LineForm(forms.Form):
    """What is typed of one line; the service judges it."""

    def refuse(self, faults: Iterable[Any]) -> None:
        """Say beside each field what the service refused; a fault names its `field` and reads as text."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, str(fault))

    def choose(self, name: str, empty: str, listed: Iterable[tuple[str, str]]) -> None:
        """The choices of a field, that of nothing first."""
        self.fields[name].choices = [("", empty), *listed]  # type: ignore[attr-defined]


def typed(present: Any) -> dict[str, Any]:
    """A value of the engine as a person would type it; nothing for a new line."""
    values = asdict(present) if present is not None else {}
    return {
        name: formats.date_short(value) if isinstance(value, date) else value
        for name, value in values.items()
    }
