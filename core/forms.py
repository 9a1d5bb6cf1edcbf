"""Entries that every app's forms share."""

from __future__ import annotations

from typing import Any

from django import forms

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day as a person types it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text="jj/mm/aaaa", input_formats=DAYS, localize=False, **kwargs)
