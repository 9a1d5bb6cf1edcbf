"""The days that the simulator is asked about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.models import Contract
from core.engine import formats
from core.forms import DayField

FARTHEST_YEAR = 2099


class NoticeForm(forms.Form):
    """The day on which the notice is received, and another one to compare with."""

    preavis = DayField(
        label="Préavis reçu le",
        help_text="Le jour où la lettre recommandée est reçue.",
        error_messages={"required": "Donnez le jour où le préavis est reçu."},
    )
    autre = DayField(label="Comparer au", required=False)

    def __init__(self, contract: Contract, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = contract.starts_on

    def asked(self, today: date) -> tuple[date, date | None]:
        """The two days; today alone, or the first day of the contract, while none was asked or it is wrong."""
        given = self.cleaned_data if self.is_valid() else {"preavis": max(today, self.starts_on)}
        return given["preavis"], given.get("autre")

    def clean_preavis(self) -> date:
        return self._held(self.cleaned_data["preavis"])

    def clean_autre(self) -> date | None:
        day = self.cleaned_data["autre"]
        return day and self._held(day)

    def _held(self, day: date) -> date:
        if day < self.starts_on:
            start = formats.date_short(self.starts_on)
            raise ValidationError(
                f"Le contrat prend effet le {start} : choisissez ce jour ou un autre après."
            )
        if day.year > FARTHEST_YEAR:
            raise ValidationError(f"Choisissez une date avant {FARTHEST_YEAR + 1}.")
        return day
