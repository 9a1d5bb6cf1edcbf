"""What the referent types over the generated texts of a page of a pack."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import FreeText
from core.lines import LineForm
from governance.selectors.pack_texts import TextLine


class TextForm(LineForm):
    """Title and conclusion of one page."""

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

    def __init__(self, line: TextLine, data: Any = None) -> None:
        self.line = line
        shown = line.text or line.page
        super().__init__(
            data,
            initial={"title": shown.title, "lead": shown.lead},
            auto_id=f"texte-{line.page.kind}-%s",
        )
