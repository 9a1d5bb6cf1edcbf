"""First step: who, from when to when, at what price."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from contracts.engine.contract_file import REFERENCE
from contracts.engine.dates import Clause, end_of
from contracts.engine.unsaid import kept_renewal
from contracts.engine.vocabulary import RENEWALS as FILE_RENEWALS
from contracts.engine.writing import plain_number
from core.engine import formats
from core.forms import DayField
from core.typed import CountField, FigureField
from infogerance.engine.creation.answers import Parties
from infogerance.forms.creation.desk import Desk

MOST_MONTHS = 600
RENEWALS = [("tacite", "Tacite"), ("expresse", "Expresse"), ("aucune", "Sans reconduction")]


class PartiesForm(forms.Form):
    """What identifies the contract, and its dates."""

    reference = forms.CharField(
        label="Référence du contrat",
        max_length=40,
        help_text="Lettres sans accent, chiffres et tirets. Elle ne changera plus.",
    )
    title = forms.CharField(label="Objet", max_length=160)
    client = forms.ChoiceField(label="Client")
    provider = forms.CharField(label="Prestataire", max_length=120, help_text="Nom de l’entreprise.")
    starts_on = DayField(label="Prise d’effet")
    ends_on = DayField(label="Dernier jour de la période ferme, inclus")
    renewal = forms.ChoiceField(label="Reconduction", choices=RENEWALS)
    renewal_months = CountField(
        label="Durée d’une reconduction, en mois", low=1, high=MOST_MONTHS, required=False
    )
    max_renewals = CountField(
        label="Reconductions au plus",
        high=99,
        required=False,
        help_text="Vide : le contrat n’en limite pas le nombre.",
    )
    notice_months = CountField(
        label="Préavis du client, en mois",
        high=MOST_MONTHS,
        required=False,
        help_text="Avant la fin du contrat.",
    )
    monthly_fee = FigureField(label="Forfait mensuel HT", help_text="En euros.")
    users = CountField(label="Utilisateurs", required=False)
    yearly_budget = FigureField(
        label="Budget annuel HT", required=False, help_text="En euros, vu du seul client."
    )

    def __init__(self, data: Any, desk: Desk) -> None:
        initial = {
            "title": desk.model["contrat"]["objet"],
            "client": desk.clients[0],
            "renewal": "tacite",
            "renewal_months": desk.model["contrat"]["reconduction_mois"],
        }
        super().__init__(data, initial=initial, auto_id="champ-%s")
        self.fields["client"].choices = [(name, name) for name in desk.clients]  # type: ignore[attr-defined]

    def clean_reference(self) -> str:
        reference = str(self.cleaned_data["reference"])
        if not REFERENCE.fullmatch(reference):
            raise forms.ValidationError(
                "Écrivez des lettres sans accent, des chiffres et des tirets, par exemple INF-2026-01."
            )
        return reference

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("client") and given.get("client") == given.get("provider"):
            self.add_error("provider", "C’est aussi le nom du client : nommez l’autre partie.")
        if given.get("renewal") in {"tacite", "expresse"} and not given.get("renewal_months"):
            self.add_error("renewal_months", "Donnez la durée d’une reconduction, par exemple 12.")
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on:
            self._check_dates(
                starts_on,
                Clause(
                    ends_on,
                    renewal=kept_renewal(FILE_RENEWALS.get(given.get("renewal", ""), "")),
                    renewal_months=given.get("renewal_months") or 0,
                    notice_months=given.get("notice_months") or 0,
                ),
            )
        return given

    def _check_dates(self, starts_on: date, clause: Clause) -> None:
        if clause.initial_end <= starts_on:
            self.add_error(
                "ends_on",
                f"Ce jour ne vient pas après la prise d’effet, le {formats.date_short(starts_on)}."
                f" Pour 36 mois, écrivez le {formats.date_short(end_of(starts_on, 36))}.",
            )
            return
        last_safe = clause.last_safe(0)
        if clause.has_notice and last_safe < starts_on:
            self.add_error(
                "notice_months",
                "Le préavis est plus long que la période ferme : il serait à recevoir le"
                f" {formats.date_short(last_safe)}, avant la prise d’effet. Écrivez un préavis plus court.",
            )
        elif clause.notice_outlasts_renewal:
            most = f"{formats.number(clause.renewal_months)} mois"
            self.add_error(
                "notice_months",
                f"Le préavis est plus long qu’une reconduction de {most} : il serait à recevoir avant qu’elle"
                f" commence. Écrivez {most} au plus, ou allongez la reconduction.",
            )

    def answer(self) -> Parties:
        """The parties of a valid form."""
        return Parties(**self.cleaned_data)

    @property
    def kept_words(self) -> str:
        """What the answers come to, said at once."""
        said = self.answer()
        clause = Clause(said.ends_on, notice_months=said.notice_months or 0)
        year = formats.money(plain_number(said.monthly_fee * 12))
        if not clause.has_notice:
            return f"Parties et dates gardées : {year} HT par an, sans préavis écrit."
        last = formats.date_short(clause.last_safe(0))
        return f"Parties et dates gardées : {year} HT par an, préavis à recevoir au plus tard le {last}."
