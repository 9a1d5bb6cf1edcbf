"""What people type in a register: an answer, the plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from contracts.engine.register_shape import Fact, Register
from contracts.engine.registers import ANSWERS
from contracts.engine.registers_file import NO, YES
from contracts.engine.scope_words import choices
from contracts.models import Clause, Contract, RegisterEntry
from contracts.services.registers import Answered
from core.forms import DayField, FreeText


class RegisterAnswerForm(forms.Form):
    """The answer to one question."""

    answer = forms.ChoiceField(label="Réponse", choices=choices(ANSWERS), widget=forms.RadioSelect)
    clause: Any = forms.ModelChoiceField(label="Clause", queryset=None, required=False, empty_label="Aucune")
    proof = FreeText(label="Preuve", max_length=200, required=False)
    answered_on = DayField(label="Réponse du", required=False)

    def __init__(self, contract: Contract, data: Any = None, *, present: RegisterEntry | None = None) -> None:
        super().__init__(data, initial=_answered(present) if present else None)
        field: Any = self.fields["clause"]
        field.queryset = Clause.objects.filter(contract=contract).order_by("position", "code")
        field.label_from_instance = lambda clause: f"{clause.code} {clause.title}".strip()

    def answered(self) -> Answered:
        """What a valid form says."""
        return Answered(**self.cleaned_data)


class FactsForm(forms.Form):
    """The plain facts of a register, all optional."""

    def __init__(self, register: Register, data: Any = None, *, kept: Mapping[str, str]) -> None:
        super().__init__(
            data, initial={fact.code: _typed(fact, kept.get(fact.code, "")) for fact in register.facts}
        )
        self.register = register
        for fact in register.facts:
            self.fields[fact.code] = _field(fact)

    def values(self) -> dict[str, str]:
        """The facts of a valid form, as they are kept."""
        return {fact.code: _kept(self.cleaned_data[fact.code]) for fact in self.register.facts}


def _answered(present: RegisterEntry) -> dict[str, Any]:
    return {
        "answer": present.answer,
        "clause": present.clause_id,
        "proof": present.proof,
        "answered_on": present.answered_on,
    }


def _field(fact: Fact) -> forms.Field:
    told: dict[str, Any] = {"label": fact.label, "required": False}
    if fact.kind == "day":
        return DayField(**told)
    if fact.kind == "flag":
        return forms.ChoiceField(choices=[("", "Non précisé"), (YES, "Oui"), (NO, "Non")], **told)
    if fact.kind == "word":
        return forms.ChoiceField(choices=[("", "Non précisé"), *fact.options], help_text=fact.help, **told)
    if fact.kind == "whole":
        return forms.IntegerField(help_text=fact.help, min_value=0, max_value=9_999, **told)
    return FreeText(help_text=fact.help, max_length=200, **told)


def _typed(fact: Fact, kept: str) -> Any:
    return date.fromisoformat(kept) if kept and fact.kind == "day" else kept


def _kept(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
