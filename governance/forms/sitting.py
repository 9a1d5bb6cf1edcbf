"""What people type while a committee sits, before it and after it."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DayField
from governance.engine.outcomes import OUTCOMES
from governance.models import Committee
from governance.selectors.sitting import Attendance
from governance.services.sitting import LONGEST_NOTES


class AttendanceForm(forms.Form):
    """Who is there, and the notes of the session."""

    present = forms.MultipleChoiceField(label="Présents", required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label="Autres présents",
        required=False,
        max_length=400,
        help_text="Des noms séparés par des virgules.",
    )
    notes = forms.CharField(
        label="Notes de séance",
        required=False,
        max_length=LONGEST_NOTES,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Elles sont au relevé, lu des deux parties.",
    )

    no_action = forms.BooleanField(
        label="Aucune autre action n’est demandée",
        required=False,
        help_text="À cocher quand les décisions n’en appellent aucune, le relevé le dit. « Agir » en demande toujours une.",
    )

    def __init__(
        self, attendance: Attendance, notes: str, data: Any = None, *, no_action: bool = False
    ) -> None:
        initial: dict[str, Any] = {"present": attendance.present, "notes": notes, "no_action": no_action}
        initial["others"] = ", ".join(attendance.others)
        super().__init__(data, initial=initial, auto_id="seance-%s")
        self.fields["present"].choices = [(name, name) for name in attendance.expected]  # type: ignore[attr-defined]
        if not attendance.expected:
            del self.fields["present"]
        awaited = next(self.fields[name] for name in ("present", "others") if name in self.fields)
        awaited.awaited = True  # type: ignore[attr-defined]
        awaited.help_text = " ".join(
            part for part in (attendance.quorum_words, str(awaited.help_text)) if part
        )

    def names(self) -> list[str]:
        """Everyone who is there, the expected first."""
        typed = self.cleaned_data["others"].split(",")
        return [*self.cleaned_data.get("present", []), *(name.strip() for name in typed if name.strip())]


class OutcomeForm(forms.Form):
    """What becomes of a breach or a signal."""

    origin = forms.CharField(max_length=80, widget=forms.HiddenInput)
    choice = forms.ChoiceField(label="Issue", choices=list(OUTCOMES.items()), widget=forms.RadioSelect)
    until = DayField(label="Surveiller jusqu’au", required=False)
    note = forms.CharField(
        label="Motif", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RemarkForm(forms.Form):
    """The provider's remarks on the minutes."""

    remark = forms.CharField(
        label="Observations",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Elles sont au relevé signé, telles quelles.",
    )


class SignForm(forms.Form):
    """The last word before the minutes are frozen."""

    agreed = forms.BooleanField(
        label="Je signe ce relevé : plus rien n’y changera",
        error_messages={"required": "Cochez la case pour signer, ou laissez le relevé en projet."},
    )


class ConveneForm(forms.Form):
    """The day, the hour and the place of a committee."""

    held_on = DayField(label="Date du comité")
    starts_at = forms.TimeField(
        label="Heure",
        required=False,
        help_text="hh:mm. Sans heure, le comité commence à 10:00.",
        input_formats=["%H:%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
    )
    place = forms.CharField(
        label="Lieu",
        required=False,
        max_length=120,
        help_text="Une salle, ou l’adresse d’une visioconférence.",
    )


class CallForm(ConveneForm):
    """A committee to call: its kind among those that the contract provides for, then when and where."""

    kind = forms.ChoiceField(label="Comité")
    field_order = ("kind", "held_on", "starts_at", "place")

    def __init__(self, kinds: list[str], data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        labels = dict(Committee.Kind.choices)
        self.fields["kind"].choices = [(kind, labels[kind]) for kind in kinds]  # type: ignore[attr-defined]
