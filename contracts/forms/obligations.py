"""What people type of an obligation."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.engine.paper_words import PARTIES
from contracts.engine.papers import MAX_MONTHS, PROOF, TITLE, ObligationSaid
from contracts.engine.scope_words import choices
from contracts.selectors.papers import ObligationBook
from core.forms import DayField
from core.lines import LineForm, typed


class ObligationForm(LineForm):
    """One obligation, new without a number."""

    side = forms.ChoiceField(label="Partie", choices=choices(PARTIES))
    title = forms.CharField(label="Obligation", max_length=TITLE)
    clause = forms.ChoiceField(label="Clause", required=False)
    due_on = DayField(label="Première échéance", required=False)
    every_months = forms.IntegerField(
        label="Revient tous les (mois)", min_value=0, max_value=MAX_MONTHS, required=False,
        help_text="Vide pour une fois.",
    )  # fmt: skip
    ended_on = DayField(label="Dernier jour", required=False)
    expected_proof = forms.CharField(
        label="Preuve attendue", max_length=PROOF, required=False,
        help_text="Ce qui montrera qu’elle est faite : un rapport, une attestation.",
    )  # fmt: skip
    reserved = forms.BooleanField(
        label="Réservée au client", required=False, help_text="Le prestataire ne saura pas qu’elle existe."
    )

    def __init__(self, book: ObligationBook, number: int | None = None, data: Any = None) -> None:
        present = book.obligations[number] if number is not None else None
        initial = typed(present)
        if present:
            initial |= {"every_months": present.every_months or "", "reserved": present.audience == "client"}
        super().__init__(data, initial=initial, auto_id=f"obligation-{number or 'ajout'}-%s")
        self.choose("clause", "Aucune", book.clauses.items())

    def said(self) -> ObligationSaid:
        """What a valid form says; the number and the last execution are the service's to give."""
        given = dict(self.cleaned_data)
        audience = "client" if given.pop("reserved") else "both"
        given["every_months"] = given["every_months"] or 0
        return ObligationSaid(number=0, done_on=None, proof="", audience=audience, **given)
