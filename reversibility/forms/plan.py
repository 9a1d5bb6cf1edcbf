"""What people type about the exit plan: a line, a request, a proof, a decision on a proof."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DayField, FreeText
from reversibility.forms.fields import ProofFileField
from reversibility.models import ExitDeliverable
from reversibility.models.proofs import SIDES


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DeliverableForm(forms.Form):
    """One line of the plan."""

    name = FreeText(label="Livrable", max_length=160)
    owner_side = forms.ChoiceField(label="Partie", choices=SIDES)
    owner = FreeText(
        label="Porteur", max_length=80, required=False, help_text="La personne ou la fonction qui le fournit."
    )
    criterion = FreeText(
        label="Critère d’acceptation",
        max_length=300,
        required=False,
        widget=_area(),
        help_text="Ce qui permet de dire oui ou non. Le prestataire le lit quand vous lui demandez la preuve.",
    )
    due = FreeText(
        label="Échéance",
        max_length=120,
        required=False,
        help_text="En mots, par exemple « T0 + 15 jours »\u00a0: T0 est le jour où le préavis est reçu.",
    )
    due_days = forms.IntegerField(
        label="Jours après T0",
        required=False,
        min_value=0,
        max_value=3650,
        help_text="T0 est le jour où le préavis est reçu. Vide si l’échéance n’en dépend pas seule.",
    )
    weight = forms.IntegerField(
        label="Poids", min_value=1, max_value=5, help_text="De 1 à 5\u00a0: ce qui bloque tout pèse 5."
    )
    validity_months = forms.IntegerField(label="Validité d’une preuve, en mois", min_value=1, max_value=120)

    @classmethod
    def of(cls, row: ExitDeliverable) -> DeliverableForm:
        """The form filled with a line."""
        return cls(initial={name: getattr(row, name) for name in cls.base_fields})


class AskForm(forms.Form):
    """What is asked of the provider."""

    message = FreeText(
        label="Message",
        max_length=400,
        required=False,
        widget=_area(),
        help_text="Lu par le prestataire, avec le nom du livrable et son critère, sans rien d’autre du plan.",
    )
    wanted_on = DayField(label="Attendue le", required=False)


class DeclareForm(forms.Form):
    """A proof, by whoever brings it."""

    what = FreeText(
        label="Preuve",
        max_length=200,
        help_text="Le document\u00a0: son nom, sa version, l’endroit où il est rangé.",
    )
    dated = DayField(label="Date de la preuve", error_messages={"required": "Donnez la date du document."})
    file = ProofFileField()


class ProofForm(DeclareForm):
    """A proof that the client records itself."""

    signed = forms.BooleanField(label="La recette est signée", required=False)


class DecisionForm(forms.Form):
    """Accept a declared proof, or refuse it with a reason."""

    ACCEPT, REFUSE = "accept", "refuse"

    decision = forms.ChoiceField(
        label="Décision", choices=[(ACCEPT, "Accepter"), (REFUSE, "Refuser")], widget=forms.RadioSelect
    )
    signed = forms.BooleanField(label="La recette est signée", required=False)
    reason = FreeText(
        label="Motif du refus",
        max_length=400,
        required=False,
        widget=_area(),
        help_text="Obligatoire pour refuser, 10 caractères au moins. Le prestataire le lit.",
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.ACCEPT)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("decision") == self.REFUSE and given.get("signed"):
            self.add_error("signed", "Une preuve refusée n’a pas de recette signée. Décochez la case.")
        return given
