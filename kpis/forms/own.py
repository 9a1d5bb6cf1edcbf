"""What people type of an indicator of the contract's own, and of the limits of any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.engine import formats
from core.engine.months import Month
from core.forms import DayField
from core.typed import FigureField
from kpis.models import IndicatorSetting
from kpis.services.own import OwnSaid

LOW, HIGH = -99_999_999, 99_999_999
KINDS = [
    (IndicatorSetting.Kind.FORMULA.value, "Calculé par une formule sur les faits du mois"),
    (IndicatorSetting.Kind.DECLARED.value, "Déclaré chaque mois par le prestataire"),
    (IndicatorSetting.Kind.ENTERED.value, "Saisi chaque mois par le référent"),
]


class OwnForm(forms.Form):
    """An indicator of the contract's own: what it measures, which way is good, the decision it serves."""

    name = forms.CharField(label="Nom", max_length=80)
    decision = forms.CharField(
        label="Décision servie",
        max_length=200,
        help_text="Ce qui se décide quand la valeur change. Une mesure sans décision ne se crée pas.",
        error_messages={
            "required": "Dites la décision que l’indicateur sert : une mesure sans décision ne se crée pas."
        },
    )
    kind = forms.ChoiceField(label="D’où vient la valeur", choices=KINDS, widget=forms.RadioSelect)
    formula = forms.CharField(
        label="Formule",
        max_length=200,
        required=False,
        help_text=(
            "Pour un indicateur calculé : + − × ÷ et parenthèses sur les indicateurs (K01, C02), les engagements (E06, "
            "en %), leurs .numerateur, .denominateur, .effectif, utilisateurs et jours. Par exemple : 100 × K03 ÷ K01."
        ),
    )
    unit = forms.CharField(
        label="Unité", max_length=20, required=False, help_text="Au singulier : %, h, jour, visite…"
    )
    sense = forms.ChoiceField(
        label="Sens favorable", choices=IndicatorSetting.Sense.choices, widget=forms.RadioSelect
    )
    view = forms.ChoiceField(
        label="Point de vue",
        choices=[
            ("technical", "Technique : mesuré sur les machines"),
            ("perceived", "Perçu : vécu par les personnes"),
        ],
        widget=forms.RadioSelect,
    )
    timing = forms.ChoiceField(
        label="Avance ou retard",
        choices=[("leading", "Avancé : il prévient"), ("lagging", "Retardé : il constate")],
        widget=forms.RadioSelect,
    )
    target = FigureField(label="Cible", low=LOW, high=HIGH, decimals=4, required=False)
    threshold = FigureField(
        label="Seuil",
        low=LOW,
        high=HIGH,
        decimals=4,
        required=False,
        help_text="La valeur à ne pas franchir.",
    )
    owner = forms.CharField(label="Porteur", max_length=80, help_text="La fonction qui en répond.")
    in_committee = forms.BooleanField(label="Montré en comité", required=False)

    def __init__(self, row: IndicatorSetting | None = None, data: Any = None) -> None:
        initial = {name: getattr(row, name) for name in self.base_fields} if row else {}
        super().__init__(data, initial=initial)
        if row is not None:
            self.fields["kind"].choices = [pair for pair in KINDS if pair[0] == row.kind]  # type: ignore[attr-defined]

    def said(self) -> OwnSaid:
        """The indicator of a valid form; texts on one line."""
        given: dict[str, Any] = {
            name: " ".join(value.split()) if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        return OwnSaid(**given)


class MonthForm(forms.Form):
    """A form about one month of an indicator, chosen among some."""

    month = forms.TypedChoiceField(label="Mois", coerce=Month.parse)

    def __init__(self, months: Sequence[Month], chosen: Month | None = None, data: Any = None) -> None:
        super().__init__(
            data, initial={"month": str(chosen)} if chosen else None, auto_id=f"{self.prefixed}-%s"
        )
        self.fields["month"].choices = [(str(one), formats.month_long(one)) for one in months]  # type: ignore[attr-defined]

    prefixed = ""


class EntryForm(MonthForm):
    """The value of one month, and where it comes from."""

    prefixed = "valeur"
    value = FigureField(label="Valeur", low=-9_999_999_999, decimals=6)
    source = forms.CharField(
        label="Source", max_length=160, help_text="Par exemple : relevé de l’outil de sauvegarde."
    )

    def __init__(
        self, months: Sequence[Month], chosen: Month | None = None, data: Any = None, hint: str = ""
    ) -> None:
        super().__init__(months, chosen, data)
        self.fields["value"].help_text = hint


class RebaseForm(MonthForm):
    """New limits from a month on: what changed, and when it was decided."""

    prefixed = "reference"
    decided_on = DayField(label="Décidée le")
    reason = forms.CharField(
        label="Ce qui a changé",
        max_length=200,
        min_length=10,
        help_text="Un avenant, un nouvel outil, un périmètre différent. Ne se défait pas.",
    )


class ReasonForm(forms.Form):
    """Why an indicator is retired, or kept."""

    reason = forms.CharField(
        label="Motif",
        min_length=10,
        max_length=200,
        error_messages={"min_length": "Dites pourquoi, en 10 caractères au moins."},
    )

    def __init__(self, key: str, label: str, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{key}-%s")
        self.fields["reason"].label = label
