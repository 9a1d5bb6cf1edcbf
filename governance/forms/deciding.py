"""What people type about committees, decisions, actions and the RACI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from contracts.engine.raci import LETTERS
from core.forms import DayField
from core.lines import LineForm, typed
from governance.engine.terms import LONGEST_NAME, MAX_DAYS, MAX_MINUTES, MAX_QUORUM, CommitteeSaid
from governance.models import VOTED, ActionItem, CommitteeTerm, Decision

TAKEN = [(state.value, state.label) for state in Decision.State if state in VOTED]


class DecisionForm(forms.Form):
    """What the committee decided, in its exact words."""

    state = forms.ChoiceField(label="Décision", choices=TAKEN, widget=forms.RadioSelect)
    outcome = forms.CharField(
        label="Texte exact",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une décision adoptée garde le texte voté.",
    )
    reason = forms.CharField(
        label="Motif",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="10 caractères au moins, sauf si la décision est adoptée.",
    )


class SessionDecisionForm(DecisionForm):
    """The same in session, where what one types is kept; `seen`: how many times the question was decided already."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def resumed(self) -> bool:
        """Whether it begins with what its author had typed."""
        return "state" in self.initial

    @property
    def awaits(self) -> bool:
        """Whether something was typed that is not recorded yet: refused, or kept as a draft."""
        return self.is_bound or self.resumed

    def clean(self) -> dict[str, Any]:
        """What was decided; `seen` only tells whether a draft is still one."""
        given = dict(super().clean() or self.cleaned_data)
        given.pop("seen", None)
        return given


class ActionForm(forms.Form):
    """A new action: one owner, one due date."""

    title = forms.CharField(label="Quoi", max_length=200)
    owner_side = forms.ChoiceField(
        label="Partie", choices=[("client", "Client"), ("provider", "Prestataire")]
    )
    owner_role = forms.CharField(label="Qui (rôle)", max_length=80)
    due_on = DayField(label="Échéance")


class ActionStateForm(forms.Form):
    """The new state of an action."""

    state = forms.ChoiceField(label="État", choices=ActionItem.State.choices)
    reason = forms.CharField(label="Motif d’abandon", required=False, max_length=500)


class CommitteeTermForm(LineForm):
    """A committee as the contract provides for it, new without a value."""

    name = forms.CharField(label="Comité", max_length=LONGEST_NAME)
    cadence = forms.ChoiceField(
        label="Cadence", required=False, choices=[("", "Non dite"), *CommitteeTerm.Cadence.choices]
    )
    minutes = forms.IntegerField(
        label="Durée, en minutes", min_value=1, max_value=MAX_MINUTES, required=False
    )
    participants = forms.CharField(
        label="Participants", required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un par ligne : une fonction ou un nom.",
    )  # fmt: skip
    quorum = forms.IntegerField(label="Quorum", min_value=0, max_value=MAX_QUORUM, required=False)
    minutes_within = forms.IntegerField(
        label="Relevé sous, en jours ouvrés", min_value=1, max_value=MAX_DAYS, required=False
    )
    remarks_within = forms.IntegerField(
        label="Remarques sous, en jours ouvrés", min_value=1, max_value=MAX_DAYS, required=False
    )
    silence_approves = forms.BooleanField(
        label="Passé ce délai, le silence du prestataire vaut approbation", required=False
    )

    def __init__(self, present: CommitteeSaid | None = None, data: Any = None) -> None:
        self.code = present.code if present else ""
        initial = typed(present)
        if present:
            initial |= {"participants": "\n".join(present.participants), "quorum": present.quorum or ""}
        super().__init__(data, initial=initial, auto_id=f"comite-{self.code or 'ajout'}-%s")

    def said(self) -> CommitteeSaid:
        """What a valid form says; the code and the place are the service's to give."""
        given = self.cleaned_data
        lines = (line.strip() for line in given["participants"].splitlines())
        return CommitteeSaid(
            position=0, code="", name=given["name"], cadence=given["cadence"], minutes=given["minutes"],
            participants=tuple(line for line in lines if line), quorum=given["quorum"] or 0,
            minutes_within=given["minutes_within"], remarks_within=given["remarks_within"],
            silence_approves=given["silence_approves"],
        )  # fmt: skip


class RaciForm(forms.Form):
    """One activity: what each person holds of it, one choice per person."""

    activity = forms.CharField(label="Activité", max_length=160)

    def __init__(
        self, people: Iterable[tuple[str, str]], held: Mapping[str, str], data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        choices = [
            ("", "Aucun rôle"),
            *((code, f"{code.replace('RA', 'R et A')}, {word.lower()}") for code, word in LETTERS.items()),
        ]
        for code, label in people:
            self.fields[f"role-{code}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=held.get(code, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def roles(self) -> list[forms.BoundField]:
        """The choices, one per person."""
        return [bound for bound in self if bound.name.startswith("role-")]

    def held(self) -> dict[str, str]:
        """Code -> letters, for those who hold some."""
        return {
            name.removeprefix("role-"): letters
            for name, letters in self.cleaned_data.items()
            if name.startswith("role-") and letters
        }
