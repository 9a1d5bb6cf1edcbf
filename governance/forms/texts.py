"""What the referent types over the generated texts of a page of a pack."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import FreeText
from core.lines import LineForm
from governance.engine.pack.figures import Figures
from governance.selectors.pack_texts import TextLine


class TextForm(LineForm):
    """Title and conclusion of one page; of its figures, none may change."""

    title = FreeText(
        label="Titre",
        max_length=160,
        error_messages={
            "required": "Écrivez le titre, ou remettez le texte généré.",
            "max_length": "Écrivez au plus 160 caractères.",
        },
    )
    lead = FreeText(
        label="Conclusion",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Écrivez au plus 600 caractères."},
    )

    def __init__(self, line: TextLine, data: Any = None, figures: Figures | None = None) -> None:
        self.line, self.figures = line, figures
        shown = line.text or line.page
        super().__init__(
            data,
            initial={"title": shown.title, "lead": shown.lead},
            auto_id=f"texte-{line.page.kind}-%s",
        )

    def clean_title(self) -> str:
        return self._kept("title")

    def clean_lead(self) -> str:
        return self._kept("lead")

    def _kept(self, field: str) -> str:
        text: str = self.cleaned_data[field]
        if self.figures and (strange := self.figures.foreign(text)):
            named = ", ".join(f"«\u00a0{one}\u00a0»" for one in strange)
            are = "n’est pas un chiffre" if len(strange) == 1 else "ne sont pas des chiffres"
            raise forms.ValidationError(f"{named} {are} de cette page\u00a0: gardez ceux du texte proposé.")
        return text
