"""What a respondent answers: a mark for each question of the wave, and words if wanted."""

from __future__ import annotations

from typing import Any

from django import forms

from kpis.engine.questions import QUESTIONS, Question
from kpis.models import Survey

LONGEST = 1000
CHOOSE = "Choisissez une note."


class ResponseForm(forms.Form):
    """The questions as the wave asks them."""

    comment = forms.CharField(
        label="Un commentaire",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par votre entreprise, jamais par le prestataire. N’y écrivez aucun nom.",
        error_messages={"max_length": f"Écrivez au plus {LONGEST} caractères."},
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = zip(QUESTIONS[survey.kind], survey.questions, strict=True)
        marks = {question.name: _marks(question, text) for question, text in asked}
        self.fields = marks | self.fields

    @property
    def marks(self) -> dict[str, int]:
        """The marks of a valid form, by question."""
        return {name: value for name, value in self.cleaned_data.items() if name != "comment"}


def _marks(question: Question, text: str) -> forms.TypedChoiceField:
    scale = [(mark, str(mark)) for mark in range(question.low, question.high + 1)]
    return forms.TypedChoiceField(
        label=text,
        choices=scale,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=f"{question.low}\u00a0: {question.worst} ; {question.high}\u00a0: {question.best}",
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
