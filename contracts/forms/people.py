"""What people type about people, the escalation ladder and subcontractors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms

from contracts.engine.escalation import MAX_DELAY, UNITS, Level
from contracts.engine.people import ROLES, SIDES, Person
from contracts.engine.people_file import NOTE
from contracts.engine.scope_words import choices, labels
from contracts.engine.subcontracting import Link
from contracts.selectors.people import PeopleBook
from core.engine import formats
from core.forms import DayField, FreeText
from core.lines import LineForm, typed


class PeopleForm(LineForm):
    """A line of one of the three lists, new without a key; it becomes a value of the engine, which judges it."""

    kind, listed = "", ""
    value: Callable[..., Any]

    def __init__(self, book: PeopleBook, key: int | None = None, data: Any = None) -> None:
        self.book, self.key = book, key
        self.present = self.rows(book)[key] if key is not None else None
        super().__init__(data, initial=typed(self.present), auto_id=f"{self.kind}-{key or 'ajout'}-%s")

    @classmethod
    def rows(cls, book: PeopleBook) -> Mapping[int, Any]:
        """The lines of the list by their keys."""
        rows: Mapping[int, Any] = getattr(book, cls.listed)
        return rows

    def said(self) -> Any:
        """The value of a valid form: the one that was there, changed, or a new one."""
        given = self.cleaned_data
        return self.value(**given) if self.present is None else replace(self.present, **given)

    def people(self, side: str = "", but: str = "") -> list[tuple[str, str]]:
        """Those who may be named: code, and name with party or last day."""
        return [
            (one.code, _label(one))
            for one in self.book.people.values()
            if side in {"", one.side} and one.code != but
        ]


def _label(one: Person) -> str:
    until = f", jusqu’au {formats.date_short(one.until)}" if one.until else ""
    return f"{one.name} ({labels(SIDES)[one.side].lower()}{until})"


class PersonForm(PeopleForm):
    """One person; the party is said once, when the person is added."""

    kind, listed, value = "personnes", "people", partial(Person, code="")
    name = forms.CharField(label="Nom", max_length=120)
    position = FreeText(label="Fonction", max_length=120, required=False)
    side = forms.ChoiceField(label="Partie", choices=choices(SIDES))
    role = forms.ChoiceField(label="Rôle au contrat", choices=choices(ROLES))
    email = forms.CharField(label="Courriel", max_length=254, required=False)
    phone = forms.CharField(label="Téléphone", max_length=30, required=False)
    deputy = forms.ChoiceField(label="Suppléant", required=False)
    since = DayField(label="Premier jour", required=False)
    until = DayField(label="Dernier jour", required=False)
    note = FreeText(
        label="Note du client",
        max_length=NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Le prestataire ne la lit jamais.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.present is not None:
            del self.fields["side"]
        side, own = (self.present.side, self.present.code) if self.present else ("", "")
        self.choose("deputy", "Personne", self.people(side, own))


class LevelForm(PeopleForm):
    """One rung of the ladder; its number follows from its place."""

    kind, listed, value = "niveaux", "levels", partial(Level, number=0)
    trigger = FreeText(label="Déclencheur", max_length=160)
    delay = forms.IntegerField(
        label="Délai", min_value=1, max_value=MAX_DELAY, help_text="Compté depuis le déclencheur."
    )
    unit = forms.ChoiceField(label="Unité", choices=choices(UNITS))
    client = forms.ChoiceField(label="Appelé chez le client", required=False)
    provider = forms.ChoiceField(label="Appelé chez le prestataire", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("client", "Personne", self.people("client"))
        self.choose("provider", "Personne", self.people("provider"))


class LinkForm(PeopleForm):
    """One subcontractor; its rank follows from whom it works for."""

    kind, listed, value = "sous-traitants", "links", Link
    name = forms.CharField(label="Nom", max_length=120)
    service = FreeText(label="Prestation", max_length=160)
    parent = forms.ChoiceField(label="Travaille pour", required=False)
    siren = forms.CharField(label="SIREN", max_length=11, required=False, help_text="Neuf chiffres.")
    country = forms.CharField(label="Pays", max_length=60, required=False)
    personal_data = forms.BooleanField(label="Traite des données personnelles", required=False)
    authorised_on = DayField(label="Autorisé le", required=False)
    ended_on = DayField(label="Dernier jour", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.present.name if self.present else ""
        names = [link.name for link in self.book.links.values() if link.name != own]
        self.choose("parent", "Le prestataire", [(name, name) for name in names])

    def clean_siren(self) -> str:
        """Digits alone: people often group them by three."""
        return "".join(self.cleaned_data["siren"].split())
