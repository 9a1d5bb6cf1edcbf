"""What people type of the referent's log."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DayField, FreeText
from core.lines import LineForm, typed
from governance.models import LogEntry
from governance.selectors.log import LogLinks, LogSaid


def _followed(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False)


class LogForm(LineForm):
    """One line, new without a number."""

    kind = forms.ChoiceField(label="Nature", choices=LogEntry.Kind.choices)
    day = DayField(label="Entendu le")
    about = FreeText(label="Au sujet de", max_length=120, help_text="Une personne, un service, un incident.")
    words = FreeText(label="Propos", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    action = _followed("Suivi par l’action")
    decision = _followed("Suivi par la décision")

    def __init__(
        self, links: LogLinks, number: int | None = None, present: LogSaid | None = None, data: Any = None
    ) -> None:
        self.number = number
        super().__init__(data, initial=typed(present), auto_id=f"journal-{number or 'ajout'}-%s")
        self.choose("action", "Aucune", links.actions)
        self.choose("decision", "Aucune", links.decisions)

    def said(self) -> LogSaid:
        """The value of a valid form."""
        return LogSaid(**self.cleaned_data)
