"""What people type of a question to put to a committee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from core.forms import FreeText
from core.lines import LineForm, typed
from governance.engine.deciding import MAY_TAKE
from governance.engine.own_decisions import Asked
from governance.forms.risks import AUDIENCES

NEEDED = ("question", "resolution", "decider")
"""What the service asks for, in its own words."""
OF_THE_DATA = ("question", "stake", "evidence", "audience")
"""What a question of the data keeps of them."""


def _area(label: str, rows: int, help_text: str) -> FreeText:
    widget = forms.Textarea(attrs={"rows": rows})
    return FreeText(label=label, max_length=4000, required=False, widget=widget, help_text=help_text)


class AskedForm(LineForm):
    """One question, new without a value; of one that the data asked, what people may write in its place."""

    question = FreeText(
        label="Question", max_length=200, required=False, help_text="Ce que le comité doit trancher."
    )
    resolution = _area("Texte exact à voter", 3, "Tel qu’il sera au relevé s’il est adopté.")
    options = _area(
        "Options",
        4,
        "Une par ligne : option ; coût ; risque ; délai. Seule l’option est nécessaire, un * en tête la recommande."
        " « Ne rien faire » s’ajoute toujours.",
    )
    decider = forms.ChoiceField(
        label="Décide", required=False, choices=[("", "Choisissez"), *((name, name) for name in MAY_TAKE)]
    )
    stake = FreeText(label="En jeu", max_length=120, required=False, help_text="Un coût, un délai, un effet.")
    evidence = forms.ChoiceField(label="Preuve", required=False, help_text="La page sur quoi elle repose.")
    audience = forms.ChoiceField(label="Qui la lit", choices=AUDIENCES)

    def __init__(
        self,
        pages: Iterable[tuple[str, list[tuple[str, str]]]],
        present: Asked | None = None,
        data: Any = None,
        *,
        own: bool = True,
    ) -> None:
        self.present = present
        super().__init__(data, initial=typed(present), auto_id="question-%s")
        self.fields["evidence"].choices = [("", "Aucune"), *pages]  # type: ignore[attr-defined]
        for name in NEEDED:
            self.fields[name].awaited = True  # type: ignore[attr-defined]
        for name in () if own else OF_THE_DATA:
            del self.fields[name]

    def said(self) -> Asked:
        """The value of a valid form; what it does not ask stays as it was."""
        given = self.cleaned_data | {"options": "\n".join(self.cleaned_data["options"].splitlines())}
        return replace(self.present, **given) if self.present else Asked(**given)


class WithdrawingForm(LineForm):
    """Why a question is asked no more."""

    reason = FreeText(
        label="Motif du retrait",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Il reste lu à côté de la question.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="retrait-%s")
