"""What the referent types about a survey: the wave, its links, the addresses to write to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.forms import DayField
from kpis.models import Survey

MOST_AT_ONCE, MOST_MAILS = 2_000, 200
GROUP_HELP = "Un service ou un site. Ses résultats ne se lisent qu’à partir de 5 réponses."


class SurveyForm(forms.Form):
    """A new wave."""

    kind = forms.ChoiceField(
        label="Nature",
        choices=[
            (Survey.Kind.BAROMETER.value, "Écho métier, cinq questions, une fois par trimestre"),
            (Survey.Kind.TICKET.value, "Fin de ticket, une question"),
        ],
        widget=forms.RadioSelect,
        initial=Survey.Kind.BAROMETER.value,
    )
    title = forms.CharField(
        label="Titre",
        max_length=120,
        help_text="Lu par les répondants, par exemple : votre avis sur l’informatique.",
    )
    addressed_to = forms.CharField(
        label="Public visé", max_length=120, help_text="Par exemple : les métiers du siège et de l’entrepôt."
    )
    opens_on = DayField(label="Ouverture")
    closes_on = DayField(label="Dernier jour", help_text="Son mois est celui du résultat.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_closes_on(self) -> date:
        closes_on: date = self.cleaned_data["closes_on"]
        if closes_on < self.today:
            raise ValidationError("Ce jour est passé. Écrivez le jour même ou un jour à venir.")
        return closes_on


class LinksForm(forms.Form):
    """How many links, for which group."""

    quantity = forms.IntegerField(label="Nombre de liens", min_value=1, max_value=MOST_AT_ONCE)
    group = forms.CharField(label="Groupe", max_length=60, required=False, help_text=GROUP_HELP)


class MailsForm(forms.Form):
    """Addresses to write to; they are forgotten as the messages leave."""

    addresses = forms.CharField(
        label="Adresses e-mail",
        help_text="Une par ligne, 200 au plus. Chacune est oubliée dès que son message est parti.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=60_000,
    )
    group = forms.CharField(label="Groupe", max_length=60, required=False, help_text=GROUP_HELP)

    def clean_addresses(self) -> list[str]:
        found = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        if len(found) > MOST_MAILS:
            raise ValidationError(f"{len(found)} adresses : envoyez-en {MOST_MAILS} au plus à la fois.")
        for rank, address in enumerate(found, start=1):
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(
                    f"Ligne {rank} : « {address[:80]} » n’est pas une adresse e-mail. Corrigez-la ou retirez-la."
                ) from error
        return found
