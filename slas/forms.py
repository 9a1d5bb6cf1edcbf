"""What people type about penalties."""

from __future__ import annotations

from django import forms

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]


class ClaimForm(forms.Form):
    """A form about a claim as it was shown: `seen` tells whether it changed meanwhile."""

    act = ""
    heading = ""
    button = ""
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class NotifyForm(ClaimForm):
    """When and how the provider was told."""

    act, heading, button = "notify", "Notifier au prestataire", "Notifier"
    on = forms.DateField(label="Notifiée le", help_text="jj/mm/aaaa", input_formats=DAYS, localize=False)
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

    act, heading, button = "waive", "Exonérer", "Exonérer"
    amount = forms.DecimalField(
        label="Montant exonéré, en euros", max_digits=12, decimal_places=2, localize=True
    )
    reason = forms.CharField(
        label="Motif",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="10 caractères au moins.",
    )


class ApplyForm(ClaimForm):
    """The credit note that carries the penalty."""

    act, heading, button = "apply", "Appliquer par un avoir", "Enregistrer l’avoir"
    reference = forms.CharField(label="Référence de l’avoir", max_length=80)
    on = forms.DateField(label="Date de l’avoir", help_text="jj/mm/aaaa", input_formats=DAYS, localize=False)
    amount = forms.DecimalField(label="Montant, en euros", max_digits=12, decimal_places=2, localize=True)


ACTS: dict[str, type[ClaimForm]] = {
    form.act: form for form in (NotifyForm, ObserveForm, ConfirmForm, WaiveForm, ApplyForm)
}
