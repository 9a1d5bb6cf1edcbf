"""Actions written in session, each beside what it follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.engine.tasks import task
from governance.forms.deciding import ActionForm
from governance.models import ActionItem
from governance.selectors.sitting import Sitting
from governance.selectors.subjects import Subject, without_action


class SessionActionForm(ActionForm):
    """An action of the session: what it follows is chosen, or known from where the form stands (`beside`)."""

    subject = forms.ChoiceField(label="Suite à", required=False)
    field_order = ("subject",)

    def __init__(
        self, subjects: Sequence[Subject], data: Any = None, *, beside: Subject | None = None
    ) -> None:
        self.beside = beside
        initial = {"subject": beside.key if beside else ""} | _proposed(beside)
        super().__init__(data, initial=initial, auto_id=f"action-{self.place}-%s")
        self._known = {one.key: one for one in subjects}
        field = self.fields["subject"]
        field.choices = [  # type: ignore[attr-defined]
            ("", "Aucune décision, aucun point"),
            *((one.key, f"{one.label} {one.title}") for one in subjects),
        ]
        if beside:
            field.widget = forms.HiddenInput()

    @property
    def place(self) -> str:
        """« decision-12 », « signal-K08 »: the anchor of what it follows, « seance » for none."""
        return self.beside.key.replace(":", "-") if self.beside else "seance"

    def clean(self) -> dict[str, Any]:
        """What follows a decision or a matter is told to the service as such."""
        given = dict(super().clean() or self.cleaned_data)
        subject = self._known.get(given.pop("subject", ""))
        return given | ({"decision": subject.decision, "origin": subject.origin} if subject else {})


def _proposed(beside: Subject | None) -> dict[str, str]:
    """The title proposed for the action that carries out a decision."""
    asked = beside.decision if beside else None
    return {"title": task(asked.question, asked.recommendation)} if asked else {}


@dataclass(frozen=True)
class Acting:
    """The actions that follow a subject, and the form of one more; `awaited`: it was decided to act, nothing follows.

    `open`: the form is shown at once: the first one that is awaited, or the one that was refused.
    """

    rows: list[ActionItem]
    form: SessionActionForm | None
    awaited: bool
    open: bool


def actings(
    sitting: Sitting, subjects: Sequence[Subject], refused: SessionActionForm | None, *, writes: bool
) -> dict[str, Acting]:
    """Key of each subject -> its actions and its form, for those it was decided to act upon."""
    waiting = [one.key for one in without_action(sitting)]
    found = {}
    for one in subjects:
        rows = [row for row in sitting.actions if one.asked_for(row)]
        form = refused if refused and refused.beside == one else None
        if writes and one.asks and form is None:
            form = SessionActionForm(subjects, beside=one)
        if rows or form:
            first = refused is None and waiting[:1] == [one.key]
            found[one.key] = Acting(
                rows, form, one.key in waiting, open=first or (form is not None and form.is_bound)
            )
    return found
