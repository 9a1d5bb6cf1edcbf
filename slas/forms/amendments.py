"""What people type about an amendment."""

from __future__ import annotations

from typing import Any

from django import forms

from slas.forms.penalties import DAYS, EurosField

REASON = forms.Textarea(attrs={"rows": 3})


class AmendmentForm(forms.Form):
    """A candidate version: from when, at what fee, and the tables of the contract file that change."""

    title = forms.CharField(label="Objet", max_length=160)
    effective_on = forms.DateField(
        label="Prise d’effet", help_text="jj/mm/aaaa", input_formats=DAYS, localize=False
    )
    fee = EurosField(label="Nouveau forfait mensuel HT, en euros", required=False, min_value=0)
    tables = forms.CharField(
        label="Ce qui change encore",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=(
            "Comme dans le fichier du contrat : [reglages], [[plage]] nouvelle, [[engagement]], [[perimetre]],"
            " [[exclusion]], [[zone_grise]]. Un élément qui change de section s’écrit dans la nouvelle, avec"
            ' vient_de = "zone_grise 3" ; un volume vaut dès la prise d’effet.'
        ),
    )
    reason = forms.CharField(
        label="Motif", max_length=2000, widget=REASON, help_text="10 caractères au moins."
    )

    def clean(self) -> dict[str, Any]:
        """The change as one text, the fee first."""
        given = super().clean() or {}
        tables = given.get("tables", "").strip()
        fee = given.get("fee")
        if fee is not None and "forfait_mensuel" in tables:
            raise forms.ValidationError(
                "Le forfait est dit deux fois. Gardez le champ, ou la ligne des tables."
            )
        head = "" if fee is None else f"forfait_mensuel = {fee:f}\n\n"
        given["change"] = f"{head}{tables}\n"
        return given


class DecisionForm(forms.Form):
    """Refusing an amendment, or withdrawing one's own."""

    reason = forms.CharField(
        label="Motif", max_length=2000, widget=REASON, help_text="10 caractères au moins."
    )
