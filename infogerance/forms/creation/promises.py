"""Fourth step: the commitments kept, their figures, what bounds their penalties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from contracts.engine.writing import plain_number
from core.typed import CountField, FigureField
from infogerance.engine.creation.answers import Delay, Kept, Promises
from infogerance.engine.creation.wording import EXCLUSIVE, price_words, target_words
from infogerance.forms.creation.desk import Desk

UNITS = [
    ("minutes", "minutes"), ("heures", "heures"), ("jours_ouvres", "jours ouvrés"),
    ("jours_ouvrables", "jours ouvrables"), ("jours_calendaires", "jours calendaires"),
]  # fmt: skip


@dataclass(frozen=True)
class PromiseRow:
    """The fields of one commitment, as a row of the table."""

    code: str
    name: str
    kept: BoundField
    required: BoundField
    delays: list[tuple[str, BoundField, BoundField]]
    priced: BoundField | None
    price: str


class PromisesForm(forms.Form):
    """One row per commitment of the model, then the bounds of the penalties."""

    priorities = forms.CharField(
        label="Priorités du contrat",
        max_length=60,
        help_text="De la plus haute à la plus basse, séparées par des virgules. Elles remplacent P1, P2, P3, P4.",
    )
    cap_month = FigureField(
        label="Plafond du mois, en % du forfait", high=100, help_text="0 : aucun plafond."
    )
    cap_year = FigureField(
        label="Plafond de l’année, en % du forfait annuel", high=100, help_text="0 : aucun plafond."
    )
    deductible = FigureField(
        label="Seuil mensuel des pénalités (€)",
        high=9_999_999,
        help_text="En dessous, rien n’est dû ; au-dessus, tout l’est. 0 : aucun.",
    )
    grace_months = CountField(label="Premiers mois sans pénalité", high=60)
    exclusive = forms.ChoiceField(label="Pénalités libératoires", choices=list(EXCLUSIVE.items()))

    def __init__(self, data: Any, desk: Desk) -> None:
        self.lines: list[Mapping[str, Any]] = list(desk.model["engagement"])
        rules = desk.model["version"][0]["reglages"]
        self.proposed = tuple(rules["priorites"])
        initial = {
            "priorities": ", ".join(self.proposed),
            "cap_month": rules["plafond_mois"],
            "cap_year": rules["plafond_annee"],
            "deductible": rules["franchise"],
            "grace_months": rules["montee_en_charge_mois"],
            "exclusive": rules["penalite_liberatoire"],
        }
        super().__init__(data, initial=initial, auto_id="champ-%s")
        self.fields = {**self._rows(), **self.fields}

    def _rows(self) -> dict[str, forms.Field]:
        """The fields of every commitment, named after its code."""
        found: dict[str, forms.Field] = {}
        for line in self.lines:
            code, name = line["code"], line["libelle"]
            found[f"{code}-kept"] = forms.BooleanField(label=f"Garder {name}", required=False, initial=True)
            found[f"{code}-required"] = FigureField(
                label=f"Taux exigé, {name}", high=100, decimals=4, initial=line["taux_exige"]
            )
            for rank, delay in enumerate(line.get("delai", [])):
                found[f"{code}-amount-{rank}"] = CountField(
                    label=f"Délai, {name}, {delay['priorite']}", low=1, high=32_767, initial=delay["delai"]
                )
                found[f"{code}-unit-{rank}"] = forms.ChoiceField(
                    label=f"Unité du délai, {name}, {delay['priorite']}",
                    choices=UNITS,
                    initial=delay["unite"],
                )
            if line.get("penalite"):
                label = f"Pénalité, {name}"
                found[f"{code}-priced"] = forms.BooleanField(label=label, required=False, initial=True)
        return found

    @property
    def rows(self) -> list[PromiseRow]:
        """What the table draws."""
        return [
            PromiseRow(
                code=line["code"],
                name=line["libelle"],
                kept=self[f"{line['code']}-kept"],
                required=self[f"{line['code']}-required"],
                delays=[
                    (
                        target_words(delay),
                        self[f"{line['code']}-amount-{rank}"],
                        self[f"{line['code']}-unit-{rank}"],
                    )
                    for rank, delay in enumerate(line.get("delai", []))
                ],
                priced=self[f"{line['code']}-priced"] if line.get("penalite") else None,
                price=price_words(line.get("penalite", [])),
            )
            for line in self.lines
        ]

    @property
    def others(self) -> list[BoundField]:
        """The fields under the table."""
        return [self[name] for name in self.base_fields]

    def clean_priorities(self) -> tuple[str, ...]:
        names = tuple(name for part in self.cleaned_data["priorities"].split(",") if (name := part.strip()))
        if not names or len(set(names)) < len(names) or any(len(name) > 10 for name in names):
            raise forms.ValidationError(
                "Écrivez chaque priorité une fois, en 10 caractères au plus, par exemple P1, P2, P3."
            )
        return names

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for line in self.lines:
            if not given.get(f"{line['code']}-kept"):
                for name in [name for name in self.errors if name.startswith(f"{line['code']}-")]:
                    del self.errors[name]
            elif given.get(f"{line['code']}-required") == 0:
                self.add_error(f"{line['code']}-required", "Écrivez un pourcentage au-dessus de 0.")
        return given

    def answer(self) -> Promises:
        """The commitments of a valid form."""
        given = self.cleaned_data
        kept = {line["code"]: self._kept(line) for line in self.lines if given[f"{line['code']}-kept"]}
        settings = {
            "plafond_mois": plain_number(given["cap_month"]),
            "plafond_annee": plain_number(given["cap_year"]),
            "franchise": plain_number(given["deductible"]),
            "franchise_mode": "seuil" if given["deductible"] else "aucune",
            "montee_en_charge_mois": given["grace_months"],
            "penalite_liberatoire": given["exclusive"],
        }
        return Promises(given["priorities"], kept, settings)

    def _kept(self, line: Mapping[str, Any]) -> Kept:
        given, code = self.cleaned_data, line["code"]
        return Kept(
            required=given[f"{code}-required"],
            delays=tuple(
                Delay(given[f"{code}-amount-{rank}"], given[f"{code}-unit-{rank}"])
                for rank in range(len(line.get("delai", [])))
            ),
            priced=bool(given.get(f"{code}-priced")),
        )
