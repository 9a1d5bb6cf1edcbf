"""What people write about a signal."""

from __future__ import annotations

from django import forms

from kpis.selectors.signals import SignalLine

SHORTEST, LONGEST = 10, 2000


class AnswerForm(forms.Form):
    """The explanation of one signal; its identifiers carry the signal's number, several share a page."""

    text = forms.CharField(
        label="Explication",
        help_text="La cause, et ce qui est fait. Les deux parties la lisent.",
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Écrivez la cause ou ce qui est fait.",
            "min_length": f"Écrivez au moins {SHORTEST} caractères, par exemple la cause et ce qui est fait.",
            "max_length": f"Écrivez au plus {LONGEST} caractères.",
        },
    )

    @classmethod
    def of(cls, line: SignalLine, data: object = None) -> AnswerForm:
        """The form of one line, filled with what was already said."""
        return cls(data, auto_id=f"s{line.pk}-%s", initial={"text": line.answer or line.before})  # type: ignore[arg-type]
