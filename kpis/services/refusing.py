"""The refusal of what is typed about an indicator."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms


class IndicatorRefused(Exception):
    """What was typed cannot be kept: by field, the problem and its remedy, in French."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(" ".join(self.faults.values()))

    def tell(self, form: forms.Form) -> None:
        """Put each fault beside its field; what has none stands above."""
        for field, fault in self.faults.items():
            form.add_error(field if field in form.fields else None, fault)
