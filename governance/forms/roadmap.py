"""What people type of the roadmap: a proposal, what the client makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from core.forms import FreeText
from core.lines import LineForm, typed
from governance.engine.roadmap import NEXT, ItemSaid, Settling, quarter_words, quarters_from
from governance.models import Committee, RoadmapItem


def _quarters(today: date, present: str) -> Iterable[tuple[str, str]]:
    """The quarters to choose from, and the one that is there even when it went by."""
    codes = dict.fromkeys([*([present] if present else []), *quarters_from(today)])
    return [(code, quarter_words(code)) for code in sorted(codes)]


class RoadmapForm(LineForm):
    """A proposal, new without a number."""

    title = FreeText(label="Évolution", max_length=160)
    value = FreeText(
        label="Valeur attendue", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce que le client y gagne.",
    )  # fmt: skip
    quarter = forms.ChoiceField(label="Trimestre")
    priority = forms.ChoiceField(label="Priorité", choices=RoadmapItem.Priority.choices)
    cost = forms.DecimalField(
        label="Coût, en € HT", min_value=0, max_digits=10, decimal_places=2, required=False, localize=True
    )
    committee = forms.ChoiceField(label="Comité qui décide", choices=Committee.Kind.choices)

    def __init__(
        self, today: date, number: int | None = None, present: ItemSaid | None = None, data: Any = None
    ) -> None:
        self.number = number
        initial = typed(present) or {"priority": "middle", "committee": Committee.Kind.STRATEGIC}
        super().__init__(data, initial=initial, auto_id=f"evolution-{number or 'ajout'}-%s")
        quarters: Any = self.fields["quarter"]
        quarters.choices = _quarters(today, present.quarter if present else "")

    def said(self) -> ItemSaid:
        """The value of a valid form."""
        return ItemSaid(**self.cleaned_data)


class SettlingForm(LineForm):
    """What the client makes of an item."""

    state = forms.ChoiceField(label="État", widget=forms.RadioSelect)
    quarter = forms.ChoiceField(label="Trimestre")
    reason = FreeText(
        label="Motif d’abandon", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, today: date, row: RoadmapItem, data: Any = None) -> None:
        self.number = row.number
        super().__init__(data, initial={"quarter": row.quarter}, auto_id=f"arbitrage-{row.number}-%s")
        states: Any = self.fields["state"]
        states.choices = [(code, RoadmapItem.State(code).label) for code in NEXT[row.state]]
        quarters: Any = self.fields["quarter"]
        quarters.choices = _quarters(today, row.quarter)

    def said(self) -> Settling:
        """The value of a valid form."""
        return Settling(**self.cleaned_data)
