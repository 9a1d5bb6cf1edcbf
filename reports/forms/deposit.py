"""The deposit of a month's files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.models import Contract
from contracts.selectors.lifetime import local_today, reportable_months
from core.engine.formats import month_long
from core.engine.months import Month, month_range
from core.engine.typography import typeset
from reports.engine.profiles import PROFILES
from reports.models import DeliveryFile
from reports.selectors.deliveries import sealed_months
from reports.selectors.questions import Question
from reports.services import IncomingFile

CERTIFIED = "Je certifie l’exactitude du dépôt."


class ManyFiles(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """The list of the chosen files; empty files are left to the deposit, which says what to do."""

    widget = ManyFiles

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file, each checked alone."""
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen]


def _files(
    label: str, hint: str, accept: str = ".csv,.tsv,.xlsx", *, required: bool = False
) -> ManyFilesField:
    return ManyFilesField(
        label=label,
        help_text=hint,
        required=required,
        widget=ManyFiles(attrs={"accept": accept}),
        error_messages={"required": "Joignez l’export des tickets du mois."},
    )


class DepositForm(forms.Form):
    """The month and its files, by kind. What is wrong in a file is said by the deposit itself."""

    month = forms.ChoiceField(label="Mois")
    tickets = _files("Tickets", "CSV ou XLSX, 25 Mo au plus.", required=True)
    status_log = _files("Journal des statuts", "Sans lui, les suspensions ne sont pas vérifiables.")
    declared = _files("Chiffres déclarés", "Un taux par engagement.")
    outages = _files("Pannes", "Début, fin et service de chaque panne.")
    no_outage_stated = forms.BooleanField(label="Aucune panne ce mois-ci", required=False)
    maintenance = _files("Maintenances", "Interruptions planifiées, avec la date d’annonce.")
    satisfaction = _files(
        "Réponses de satisfaction",
        "Une note de 1 à 5 par réponse. Les commentaires sont réservés au client.",
    )
    report = _files("Rapport du prestataire", "PDF, conservé tel quel.", ".pdf")
    profile = forms.ChoiceField(label="Outil d’origine", required=False)
    certified = forms.BooleanField(
        label=CERTIFIED,
        required=False,
        help_text="Demandé pour déposer ; un brouillon se certifie à l’envoi.",
    )

    def __init__(self, contract: Contract, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        over = months_over(contract)
        closed = sealed_months(contract)
        self.fields["month"].choices = _choices(over)  # type: ignore[attr-defined]
        # A closed month is not offered; asked for all the same, the deposit says that it is closed.
        self.fields["month"].widget.choices = _choices([month for month in over if month not in closed])
        self.fields["profile"].choices = [  # type: ignore[attr-defined]
            ("", "Reconnu à l’en-tête"),
            *((code, profile.label) for code, profile in PROFILES.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Who sends a report vouches for it, whether at once or after a check."""
        if "draft" not in self.data and not self.cleaned_data.get("certified"):
            self.add_error("certified", "Cochez la case pour déposer, ou contrôlez sans envoyer.")
        return self.cleaned_data

    def wanted(self) -> dict[str, Any]:
        """What the deposit must be given: month, files with their kinds, profile, statement on outages, draft or not."""
        chosen = self.cleaned_data
        return {
            "month": Month.parse(chosen["month"]),
            "files": [
                IncomingFile(kind, file.name, file.file)
                for kind in DeliveryFile.Kind
                for file in chosen[kind.value]
            ],
            "profile": chosen["profile"],
            "no_outage_stated": chosen["no_outage_stated"],
            "draft": "draft" in self.data,
        }


def months_over(contract: Contract) -> list[Month]:
    """Months of the contract that are over, last first."""
    return list(reversed(month_range(*reportable_months(contract, local_today(contract)))))


def _choices(months: Sequence[Month]) -> list[tuple[str, str]]:
    return [(str(month), month_long(month)) for month in months]


class AnswersForm(forms.Form):
    """One choice per question that the reading put; nothing is recorded before all are answered."""

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.key] = forms.ChoiceField(
                label=typeset(question.finding.message),
                help_text=typeset(question.place),
                choices=[(o["value"], typeset(o["label"])) for o in question.finding.options],
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une réponse."},
            )
        if questions:
            self.fields["reason"] = forms.CharField(
                label="Motif", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )

    def wanted(self) -> dict[str, Any]:
        """The answers by question, and the reason given for them."""
        chosen = dict(self.cleaned_data)
        return {"reason": chosen.pop("reason", ""), "answers": chosen}


class SubmitForm(forms.Form):
    """What the person who sends a report vouches for."""

    certified = forms.BooleanField(
        label=CERTIFIED,
        error_messages={"required": "Cochez la case pour envoyer le dépôt."},
    )


class WithdrawForm(forms.Form):
    """Why a version is withdrawn."""

    reason = forms.CharField(
        label="Motif du retrait",
        help_text="10 caractères au moins. La version antérieure revient en vigueur\u202f; sans elle, le mois attend un dépôt.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
