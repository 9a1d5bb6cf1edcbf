"""What people type of a clause."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.engine.paper_words import THEMES
from contracts.engine.papers import CODE, MAX_PAGE, TEXT, TITLE, ClauseSaid
from contracts.engine.scope_words import choices
from contracts.selectors.papers import ClauseBook
from core.lines import LineForm, typed


class ClauseForm(LineForm):
    """One clause, new without a key."""

    code = forms.CharField(label="Référence", max_length=CODE, help_text="Comme au contrat : art. 5.1.")
    theme = forms.ChoiceField(label="Thème", choices=choices(THEMES))
    title = forms.CharField(label="Titre", max_length=TITLE, required=False)
    text = forms.CharField(
        label="Texte", max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    document = forms.ChoiceField(label="Document", required=False)
    page = forms.IntegerField(label="Page", min_value=1, max_value=MAX_PAGE, required=False)

    def __init__(self, book: ClauseBook, key: int | None = None, data: Any = None) -> None:
        self.key = key
        present = book.clauses[key] if key is not None else None
        super().__init__(data, initial=typed(present), auto_id=f"clause-{key or 'ajout'}-%s")
        self.choose("document", "Aucun", [(code, row.title) for code, row in book.documents.items()])

    def clean_text(self) -> str:
        """Line ends as they are kept: a browser sends two characters for each."""
        return "\n".join(self.cleaned_data["text"].splitlines())

    def said(self) -> ClauseSaid:
        """What a valid form says."""
        return ClauseSaid(**self.cleaned_data)
