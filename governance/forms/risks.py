"""What people type of a risk."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.engine.people import SIDES
from contracts.engine.scope_words import choices
from core.forms import DayField, FreeText
from core.lines import LineForm, typed
from core.scope import Audience
from governance.engine.risks import RiskSaid
from governance.models import Risk
from governance.selectors.risks import RiskLinks

AUDIENCES = [(Audience.BOTH, "Client et prestataire"), (Audience.CLIENT, "Client seulement (huis clos)")]


def _text(label: str, length: int, **options: Any) -> FreeText:
    return FreeText(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": 2}), **options)


def _weight(name: str, label: str, required: bool = True) -> forms.TypedChoiceField:
    field: Any = Risk._meta.get_field(name)
    empty = "Choisissez" if required else "Non évalué"
    return forms.TypedChoiceField(
        label=label, choices=[("", empty), *field.choices], coerce=int, empty_value=None, required=required
    )


class RiskForm(LineForm):
    """One risk, new without a key; the service judges it."""

    cause = _text("Cause", 300, help_text="Ce qui peut arriver, et pourquoi.")
    effect = _text("Effet", 300, help_text="Ce que le client y perdrait.")
    likelihood = _weight("likelihood", "Vraisemblance")
    impact = _weight("impact", "Impact")
    treatment = forms.ChoiceField(label="Traitement", choices=Risk.Treatment.choices)
    residual_likelihood = _weight("residual_likelihood", "Vraisemblance résiduelle", required=False)
    residual_impact = _weight("residual_impact", "Impact résiduel", required=False)
    owner = FreeText(label="Porteur", max_length=80, help_text="Une personne ou un rôle.")
    owner_side = forms.ChoiceField(label="Partie du porteur", choices=choices(SIDES))
    review_on = DayField(label="Prochaine revue")
    scope_item = forms.TypedChoiceField(
        label="Élément de périmètre", coerce=int, empty_value=None, required=False
    )
    commitment = forms.ChoiceField(label="Engagement", required=False)
    audience = forms.ChoiceField(label="Qui le lit", choices=AUDIENCES)

    def __init__(
        self, links: RiskLinks, key: int | None = None, present: RiskSaid | None = None, data: Any = None
    ) -> None:
        self.key = key
        super().__init__(data, initial=typed(present), auto_id=f"risque-{key or 'ajout'}-%s")
        self.choose("scope_item", "Aucun", links.items)
        self.choose("commitment", "Aucun", links.promises)

    def said(self) -> RiskSaid:
        """The value of a valid form."""
        return RiskSaid(**self.cleaned_data)


class RiskClosingForm(LineForm):
    """Why a risk is no more."""

    reason = _text("Motif de clôture", 500, help_text="Ce qui a levé le risque, ou ce qu’il est devenu.")

    def __init__(self, key: int, data: Any = None) -> None:
        self.key = key
        super().__init__(data, auto_id=f"cloture-{key}-%s")
