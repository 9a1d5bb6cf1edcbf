"""What people type about an exercise: what is planned, then what was measured."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.models import Contract
from core.forms import DayField, FreeText
from reversibility.engine.drills import Measure, beyond
from reversibility.forms.fields import MinutesField, ProofFileField
from reversibility.models import Drill, ExitDeliverable

MEASURED = ("duration", "rto_measured", "rpo_measured", "proof", "file")


class DrillForm(forms.Form):
    """One exercise; what was measured is filled in once it is done."""

    kind = forms.ChoiceField(label="Nature", choices=Drill.Kind)
    system = FreeText(label="Système", max_length=120, help_text="Ce que l’exercice met à l’épreuve.")
    planned_on = DayField(label="Prévu le", error_messages={"required": "Donnez le jour prévu."})
    rto = MinutesField(label="RTO promis", help_text="Délai de reprise au plus, par exemple 8 h.")
    rpo = MinutesField(label="RPO promis", help_text="Données perdues au plus, par exemple 1 h.")
    deliverable = forms.ModelChoiceField(
        label="Livrable prouvé",
        queryset=ExitDeliverable.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text="Un exercice réussi devient la preuve de ce livrable.",
    )
    done_on = DayField(label="Fait le", required=False, help_text="Vide tant que l’exercice est à venir.")
    result = forms.ChoiceField(label="Résultat", required=False, choices=[("", "—"), *Drill.Result.choices])
    duration = MinutesField(label="Durée")
    rto_measured = MinutesField(label="RTO mesuré")
    rpo_measured = MinutesField(label="RPO mesuré")
    proof = FreeText(
        label="Preuve",
        max_length=200,
        required=False,
        help_text="Le compte rendu, l’endroit où il est rangé.",
    )
    file = ProofFileField()
    note = FreeText(
        label="Suite donnée", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce qui est à corriger avant le prochain.",
    )  # fmt: skip

    def __init__(self, contract: Contract, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = ExitDeliverable.objects.filter(contract=contract).order_by("number")
        self.fields["deliverable"].queryset = plan  # type: ignore[attr-defined]

    @classmethod
    def of(cls, contract: Contract, row: Drill) -> DrillForm:
        """The form filled with an exercise."""
        return cls(contract, initial={name: getattr(row, name) for name in cls.base_fields if name != "file"})

    def said(self) -> dict[str, Any]:
        """What a valid form says: the cells of the exercise, and the report that comes with them."""
        values = dict(self.cleaned_data)
        return {"file": values.pop("file"), "values": values}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        done, result = given.get("done_on"), given.get("result")
        if done and not result:
            self.add_error("result", "L’exercice est fait\u00a0: choisissez son résultat.")
        if not done and "done_on" not in self.errors:
            if result:
                self.add_error(
                    "done_on", "Un résultat est choisi\u00a0: donnez le jour où l’exercice a été fait."
                )
            elif any(given.get(name) not in (None, "") for name in MEASURED):
                self.add_error(
                    "done_on", "Une mesure ou une preuve est saisie\u00a0: donnez le jour de l’exercice."
                )
        if result == Drill.Result.PASSED and given.get("deliverable") and not given.get("proof"):
            self.add_error("proof", "L’exercice prouve un livrable\u00a0: nommez le document qui le montre.")
        over = beyond(*(Measure(given.get(name), given.get(f"{name}_measured")) for name in ("rto", "rpo")))
        if result == Drill.Result.PASSED and over:
            self.add_error(
                "result",
                f"Mesuré au-delà de ce qui est promis ({over})\u00a0: choisissez « Partiel » ou « Échoué », ou corrigez la mesure.",
            )
        return given
