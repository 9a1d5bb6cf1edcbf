"""Fifth step: the monthly report, and the exit."""

from __future__ import annotations

from typing import Any

from django import forms

from core.typed import CountField, FigureField
from infogerance.engine.creation.answers import Ending
from infogerance.forms.creation.desk import Desk
from reversibility.engine.exit_clause_file import cutover_is_late

FARTHEST = 60


class EndingForm(forms.Form):
    """When the report is due, how long the exit takes, what it may cost."""

    report_day = CountField(
        label="Rapport mensuel attendu, jour ouvré du mois suivant",
        low=1,
        high=20,
        help_text="5 : le cinquième jour ouvré.",
    )
    observation_days = CountField(
        label="Observations du prestataire, en jours",
        high=365,
        help_text="Délai après le calcul d’une pénalité.",
    )
    satisfaction = FigureField(label="Utilisateurs satisfaits, cible en %", high=100)
    clause = forms.CharField(
        label="Clause de réversibilité", max_length=60, required=False, help_text="Par exemple « art. 14 »."
    )
    shortest = CountField(label="Transition au plus court, en mois", low=1, high=FARTHEST)
    longest = CountField(label="Transition au plus long, en mois", low=1, high=FARTHEST)
    cutover = CountField(
        label="Bascule, en mois après le préavis", low=1, high=FARTHEST,
        help_text="Le mois où le repreneur prend la main.",
    )  # fmt: skip
    low_fees = FigureField(label="Coût bas de la sortie, en forfaits mensuels", high=999)
    high_fees = FigureField(label="Coût haut de la sortie, en forfaits mensuels", high=999)
    cap_fees = FigureField(
        label="Plafond de la sortie, en forfaits mensuels", high=999, required=False,
        help_text="Vide : le contrat n’en dit rien.",
    )  # fmt: skip

    def __init__(self, data: Any, desk: Desk) -> None:
        rules, leaving = desk.model["version"][0]["reglages"], desk.model["sortie"]
        initial = {
            "report_day": rules["rapport_jour_ouvre"],
            "observation_days": rules["observations_jours"],
            "satisfaction": rules["satisfaction_cible"],
            "shortest": leaving["transition_min_mois"],
            "longest": leaving["transition_max_mois"],
            "cutover": leaving["bascule_mois"],
            "low_fees": leaving["forfaits_bas"],
            "high_fees": leaving["forfaits_hauts"],
        }
        super().__init__(data, initial=initial, auto_id="champ-%s")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for low, high, words in (
            ("shortest", "longest", "la transition la plus courte"),
            ("low_fees", "high_fees", "le coût bas"),
        ):
            first, second = given.get(low), given.get(high)
            if first is not None and second is not None and first > second:
                self.add_error(high, f"Écrivez un nombre au moins égal à {words}, ou corrigez l’autre.")
        if cutover_is_late(given.get("cutover"), given.get("longest")):
            self.add_error(
                "cutover", "Écrivez un mois au plus égal à la transition la plus longue, ou allongez-la."
            )
        return given

    def answer(self) -> Ending:
        """The report and the exit of a valid form."""
        given = self.cleaned_data
        return Ending(
            settings={
                "rapport_jour_ouvre": given["report_day"],
                "observations_jours": given["observation_days"],
                "satisfaction_cible": given["satisfaction"],
            },
            exit={
                "clause": given["clause"],
                "transition_min_mois": given["shortest"],
                "transition_max_mois": given["longest"],
                "bascule_mois": given["cutover"],
                "forfaits_bas": given["low_fees"],
                "forfaits_hauts": given["high_fees"],
                "plafond_forfaits": given["cap_fees"],
            },
        )
