"""What people type to contest a verdict, to ask for an exclusion, and to answer."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.engine import formats
from core.engine.months import Month
from slas.engine.disputing import LEAST_TEXT, Act, opposite
from slas.engine.verdicts import MOST_LIVES, life_words
from slas.models import CommitmentMonth, Dispute, TicketVerdict
from slas.models.disputes import GROUNDS
from slas.selectors.contesting import PROPOSED
from slas.services import Answer, Claim, IncomingEvidence
from slas.services.disputes.files import ACCEPTED

EXPLAIN = "none"
"""The choice of who proposes no verdict; a choice left empty would be an oversight."""
LEAST = f"{LEAST_TEXT} caractères au moins."
FILE_HINT = "PDF, image, XLSX, DOCX, CSV, texte ou courriel, 25\u00a0Mo au plus."


def fresh_key() -> str:
    """A key that tells one filled form from another: the same form sent twice acts once."""
    return uuid.uuid4().hex


class _KeyedForm(forms.Form):
    """A form that carries its own key, and one file."""

    form_key = forms.CharField(max_length=36, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Pièce",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
        help_text=FILE_HINT,
    )

    def incoming(self) -> list[IncomingEvidence]:
        """The file joined, if any."""
        sent = self.cleaned_data["file"]
        return [IncomingEvidence(sent.name, sent.file)] if sent else []


class DisputeForm(_KeyedForm):
    """A contestation, or the request that a ticket leaves the base."""

    kind = forms.ChoiceField(choices=Dispute.Kind.choices, widget=forms.HiddenInput)
    code = forms.CharField(max_length=20, widget=forms.HiddenInput)
    month = forms.CharField(max_length=7, widget=forms.HiddenInput)
    reference = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    life = forms.IntegerField(min_value=1, max_value=MOST_LIVES, required=False, widget=forms.HiddenInput)
    ground = forms.ChoiceField(label="Motif")
    proposed = forms.ChoiceField(label="Verdict proposé")
    text = forms.CharField(label="Exposé", widget=forms.Textarea(attrs={"rows": 3}), help_text=LEAST)
    field_order = ("ground", "proposed", "text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = str(self["kind"].value() or Dispute.Kind.CONTESTATION)
        grounds = GROUNDS.get(kind, ())
        self.fields["ground"].choices = [(code, Dispute.Ground(code).label) for code in grounds]  # type: ignore[attr-defined]
        if kind == Dispute.Kind.EXCLUSION:
            del self.fields["proposed"]
            return
        present = self.initial.get("present", "")
        self.fields["proposed"].choices = [  # type: ignore[attr-defined]
            *((verdict.value, word) for verdict, word in PROPOSED.items() if verdict != present),
            (EXPLAIN, "Aucun, une explication est demandée"),
        ]

    @classmethod
    def about(cls, kind: str, verdict: TicketVerdict, side: str) -> DisputeForm:
        """An empty form about the verdict of one life of a ticket."""
        values = {"reference": verdict.ticket.reference, "life": verdict.life}
        values |= {"month": str(verdict.month), "present": verdict.state}
        return cls._blank(kind, verdict.commitment.code, side, values)

    @classmethod
    def about_month(cls, result: CommitmentMonth, side: str) -> DisputeForm:
        """An empty form about the verdict of a whole month."""
        values = {"month": str(result.month), "present": result.verdict}
        return cls._blank(Dispute.Kind.CONTESTATION, result.commitment.code, side, values)

    @classmethod
    def _blank(cls, kind: str, code: str, side: str, values: dict[str, Any]) -> DisputeForm:
        """`values["present"]`, the verdict as it stands, is never among those proposed."""
        named = {
            "kind": kind,
            "code": code,
            "form_key": fresh_key(),
            "proposed": opposite(values["present"], side),
        }
        return cls(initial=named | values, auto_id=f"{kind}-{code}-{values.get('life', 'mois')}-%s".lower())

    @property
    def label(self) -> str:
        """The words of the main button."""
        exclusion = self["kind"].value() == Dispute.Kind.EXCLUSION
        return "Demander l’exclusion" if exclusion else "Contester"

    @property
    def title(self) -> str:
        """« Contester le verdict de INC-4821 », « Demander l’exclusion de INC-4821 »."""
        reference = f"{self['reference'].value() or ''}{self._life}"
        if self["kind"].value() == Dispute.Kind.EXCLUSION:
            return f"Demander l’exclusion de {reference}"
        return f"Contester le verdict de {reference}" if reference else "Contester le verdict du mois"

    @property
    def _life(self) -> str:
        """« , vie 2 », whatever was sent in its place being left for validation to refuse."""
        told = str(self["life"].value() or "")
        return life_words(int(told)) if told.isdecimal() else ""

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"])
        except ValueError as error:
            raise ValidationError("Mois attendu sous la forme 2026-03.") from error

    def clean_text(self) -> str:
        return _long_enough(self.cleaned_data["text"])

    def claim(self) -> Claim:
        """What is asked, for the service."""
        given = self.cleaned_data
        return Claim(
            kind=given["kind"],
            code=given["code"],
            month=given["month"],
            reference=given["reference"],
            life=given["life"] or 1,
            ground=given["ground"],
            text=given["text"],
            proposed=given.get("proposed", "").replace(EXPLAIN, ""),
            files=self.incoming(),
        )


class AnswerForm(_KeyedForm):
    """An answer to a dispute; the button pressed says which."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    act = forms.ChoiceField(
        choices=[
            (act.value, act.value) for act in (Act.ACCEPT, Act.REFUSE, Act.REFER, Act.COMMENT, Act.WITHDRAW)
        ],
        widget=forms.HiddenInput,
        required=False,
    )
    text = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), help_text=LEAST)
    field_order = ("text", "file")

    @classmethod
    def blank(cls, dispute: Dispute) -> AnswerForm:
        """An empty answer to the dispute as it now stands."""
        return cls(
            initial={"seen": dispute.revision, "form_key": fresh_key()},
            auto_id=f"reponse-{dispute.number}-%s",
        )

    def clean_text(self) -> str:
        return _long_enough(self.cleaned_data["text"])

    def answer(self) -> Answer:
        """What is answered, for the service."""
        given = self.cleaned_data
        return Answer(
            Act(given["act"] or Act.COMMENT), given["text"], given["seen"], given["form_key"], self.incoming()
        )


def _long_enough(text: str) -> str:
    if len(text.strip()) < LEAST_TEXT:
        missing = LEAST_TEXT - len(text.strip())
        raise ValidationError(f"{formats.count(missing, 'caractère')} de plus\u00a0: {LEAST}")
    return text.strip()
