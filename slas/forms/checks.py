"""What people write about a month's checks, and the client's own incidents."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from contracts.models import Contract
from core.forms import DayField
from slas.models import ClientIncident, DetectionAnswer
from slas.models.questions import SHORTEST_ANSWER

LONGEST = 2000


class CheckAnswerForm(forms.Form):
    """An answer to one check; its identifiers carry the check's code, several forms share a page."""

    text = forms.CharField(
        label="Réponse",
        help_text="Les deux parties la lisent. Elle s’ajoute aux autres et ne se modifie pas.",
        min_length=SHORTEST_ANSWER,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Écrivez une réponse.",
            "min_length": f"Écrivez au moins {SHORTEST_ANSWER} caractères.",
            "max_length": f"Écrivez au plus {LONGEST} caractères.",
        },
    )
    state = forms.ChoiceField(
        label="État de la question",
        required=False,
        choices=[("", "Inchangé"), *DetectionAnswer.State.choices],
    )

    def __init__(self, code: str, settles: bool, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{code}-%s")
        if not settles:
            del self.fields["state"]

    def wanted(self) -> dict[str, str]:
        """What the service must be given."""
        return {"text": self.cleaned_data["text"], "state": self.cleaned_data.get("state", "")}


class IncidentForm(forms.Form):
    """One incident as the client knows it."""

    day = DayField(label="Date", error_messages={"required": "Donnez la date de l’incident."})
    hour = forms.TimeField(
        label="Heure", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Heure du contrat, à une demi-heure près.",
        error_messages={"required": "Donnez l’heure de l’incident.", "invalid": "Heure illisible."},
    )  # fmt: skip
    title = forms.CharField(
        label="Titre",
        max_length=300,
        error_messages={"required": "Dites en quelques mots ce qui est arrivé."},
    )
    item = forms.CharField(label="Service ou matériel", max_length=120, required=False)
    site = forms.CharField(label="Site", max_length=80, required=False)
    reference = forms.CharField(label="Référence du ticket", max_length=60, required=False)

    def __init__(self, contract: Contract, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(contract.timezone)

    def clean(self) -> dict[str, Any]:
        """The instant in the contract's zone, never to come."""
        given = super().clean() or {}
        if given.get("day") and given.get("hour") is not None:
            given["opened_at"] = datetime.combine(given["day"], given["hour"], self.zone)
            if given["opened_at"] > timezone.now():
                raise ValidationError("L’incident est à venir : corrigez sa date ou son heure.")
        return given

    def values(self) -> dict[str, Any]:
        """What the service must be given."""
        names = ("opened_at", "title", "item", "site", "reference")
        return {name: self.cleaned_data[name] for name in names}


class IncidentListForm(forms.Form):
    """A file of incidents. What is wrong in it is said by its reading."""

    file = forms.FileField(
        label="Liste d’incidents",
        help_text="CSV ou XLSX. Colonnes : Survenu le, Titre, puis Service, Site, Référence si vous les avez.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
        allow_empty_file=True,
        error_messages={"required": "Joignez un fichier."},
    )
    source = forms.ChoiceField(
        label="Origine",
        choices=[
            (ClientIncident.Source.UPLOAD.value, "Liste tenue par le client"),
            (ClientIncident.Source.MONITORING.value, "Supervision"),
        ],
    )
