"""What people type about penalties and candidate amendments."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DayField


class EurosField(forms.DecimalField):
    """An amount as a person types it: decimal comma, any space between thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, localize=True, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class ClaimForm(forms.Form):
    """A form about a claim as it was shown: `seen` tells whether it changed meanwhile."""

    act = ""
    heading = ""
    button = ""
    style = "btn-primary"
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class NotifyForm(ClaimForm):
    """When and how the provider was told."""

    act, heading, button = "notify", "Notifier au prestataire", "Notifier"
    on = DayField(label="Notifiée le")
    means = forms.CharField(
        label="Moyen", max_length=80, help_text="Courrier recommandé, courriel avec accusé de réception…"
    )


class ObserveForm(ClaimForm):
    """What the provider answers."""

    act, heading, button = "observe", "Présenter des observations", "Envoyer les observations"
    text = forms.CharField(
        label="Observations",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="10 caractères au moins. Elles sont lues par les deux parties et ne s’effacent pas.",
    )


class ConfirmForm(ClaimForm):
    """Why the penalty is held."""

    act, heading, button = "confirm", "Valider", "Valider la pénalité"
    reason = forms.CharField(
        label="Motif",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="10 caractères au moins.",
    )


class WaiveForm(ClaimForm):
    """How much is given up, and why."""

    act, heading, button, style = "waive", "Exonérer", "Exonérer", "btn-plain"
    amount = EurosField(label="Montant exonéré, en euros")
    reason = forms.CharField(
        label="Motif",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="10 caractères au moins.",
    )
    despite = forms.BooleanField(required=False)

    def against(self, decided: str) -> None:
        """Ask for an explicit yes where the committee decided to claim the penalty; `decided` names it."""
        if decided:
            self.fields["despite"].label = f"J’exonère malgré la décision du comité ({decided})"
        else:
            del self.fields["despite"]


class ApplyForm(ClaimForm):
    """The credit note that carries the penalty."""

    act, heading, button = "apply", "Avoir du prestataire", "Enregistrer l’avoir"
    reference = forms.CharField(label="Référence de l’avoir", max_length=80)
    on = DayField(label="Date de l’avoir")
    amount = EurosField(label="Montant, en euros")


ACTS: dict[str, type[ClaimForm]] = {
    form.act: form for form in (NotifyForm, ObserveForm, ConfirmForm, WaiveForm, ApplyForm)
}


PICKS = ("commitment", "rate", "calendar", "boundary")


class CandidateForm(forms.Form):
    """A candidate amendment: one change picked from lists, or tables of the contract file."""

    commitment = forms.ChoiceField(label="Engagement à changer", required=False)
    rate = forms.DecimalField(
        label="Son nouveau taux exigé, en %",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        localize=True,
    )
    calendar = forms.ChoiceField(label="Sa nouvelle plage", required=False)
    boundary = forms.ChoiceField(
        label="Échéance en fin de plage",
        required=False,
        choices=[
            ("", "inchangée"),
            ("fermeture", "à la fermeture"),
            ("ouverture_suivante", "à l’ouverture suivante"),
        ],
    )
    change = forms.CharField(
        label="Ou un avenant entier",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Comme dans le fichier du contrat, les seules parties qui changent : réglages, plages, engagements.",
    )

    def __init__(self, *args: Any, commitments: list[Any], calendars: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].choices = [("", "aucun"), *commitments]  # type: ignore[attr-defined]
        self.fields["calendar"].choices = [("", "inchangée"), *calendars]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The candidate as text, from either way of stating it."""
        given = super().clean() or {}
        picked = self._picked(given)
        if bool(given.get("change", "").strip()) == bool(picked):
            raise forms.ValidationError("Écrivez un avenant, ou choisissez un changement, et pas les deux.")
        given["text"] = picked or given["change"]
        given["picked"] = {name: str(given[name]) for name in PICKS if given.get(name)} if picked else {}
        return given

    def _picked(self, given: dict[str, Any]) -> str:
        parts = []
        if given.get("boundary"):
            parts.append(f'[reglages]\necheance_en_fin_de_plage = "{given["boundary"]}"\n')
        rate, calendar = given.get("rate"), given.get("calendar")
        if given.get("commitment") and (rate is not None or calendar):
            lines = ["[[engagement]]", f'code = "{given["commitment"]}"']
            lines += [f"taux_exige = {rate:f}"] if rate is not None else []
            lines += [f'plage = "{calendar}"'] if calendar else []
            parts.append("\n".join(lines) + "\n")
        return "\n".join(parts)
