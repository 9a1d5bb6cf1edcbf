"""What people type of an escalation: its opening, its summary."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from core.forms import DayField, FreeText
from core.lines import LineForm
from governance.services.escalations import Opening


class OpeningForm(LineForm):
    """What is brought up the ladder, and at which rung."""

    ticket = forms.CharField(
        label="Ticket P1",
        max_length=60,
        required=False,
        help_text="Sa référence, ou rien pour un sujet libre.",
    )
    subject = FreeText(label="Sujet", max_length=200, required=False)
    level = forms.TypedChoiceField(label="Niveau appelé", coerce=int)
    day = DayField(label="Déclenchée le", required=False)
    at = forms.TimeField(label="À", required=False, help_text="hh:mm", input_formats=["%H:%M"])

    def __init__(self, levels: list[tuple[str, str]], timezone: str, data: Any = None) -> None:
        self.timezone = timezone
        super().__init__(data, auto_id="escalade-%s")
        offered: Any = self.fields["level"]
        offered.choices = levels

    def clean(self) -> dict[str, Any]:
        """A day without its hour, or the reverse, would leave the clocks unsure."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and (given["day"] is None) != (given["at"] is None):
            self.add_error("at", "Donnez le jour et l’heure, ou aucun des deux.")
        return given

    def said(self) -> Opening:
        """The value of a valid form."""
        given = self.cleaned_data
        day, at = given.pop("day"), given.pop("at")
        local = datetime.combine(day, at, ZoneInfo(self.timezone)) if day else None
        return Opening(triggered_at=local, **given)


class SummaryForm(LineForm):
    """What came of an escalation."""

    summary = FreeText(label="Bilan", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, number: int, data: Any = None) -> None:
        self.number = number
        super().__init__(data, auto_id=f"bilan-{number}-%s")
