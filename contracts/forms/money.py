"""What people type about prices, charges and invoices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from contracts.models import Charge
from core.engine.months import Month

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
MONTH_HELP = "Année et mois, par exemple 2026-03."


class FrenchDecimal(forms.DecimalField):
    """A number as a person types it: decimal comma, any space between thousands."""

    def __init__(self, *, decimals: int = 2, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=decimals, localize=True, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class MonthInput(forms.CharField):
    """A month typed as 2026-03."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, help_text=MONTH_HELP, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return Month.parse(text)
        except ValueError as wrong:
            raise forms.ValidationError("Mois attendu sous la forme 2026-03.") from wrong


class IndexForm(forms.Form):
    """A published value of the index."""

    act, button = "index", "Enregistrer la valeur"
    month = MonthInput(label="Mois de l’indice")
    value = FrenchDecimal(label="Valeur", decimals=3, min_value=0)
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Où la valeur est publiée\u00a0: elle sera vérifiée des deux côtés.",
    )


class ApplyForm(forms.Form):
    """A revision to apply."""

    act, button = "apply", "Appliquer cette révision"
    effective_on = forms.DateField(widget=forms.HiddenInput, input_formats=DAYS)
    asked_on = forms.DateField(
        label="Demandée le", help_text="jj/mm/aaaa, jour où la demande a été reçue.", input_formats=DAYS,
        required=False, localize=False,
    )  # fmt: skip


class ChargeForm(forms.Form):
    """One charge of a month."""

    act, button = "add", "Ajouter la charge"
    month = MonthInput(label="Mois")
    target = forms.ChoiceField(
        label="Poste", help_text="Une exclusion du contrat, une tranche, des UO, ou l’imprévu."
    )
    label = forms.CharField(label="Libellé", max_length=160)
    quantity = FrenchDecimal(label="Quantité", min_value=0)
    unit_price = FrenchDecimal(
        label="Prix unitaire HT", min_value=0, help_text="En euros\u00a0; celui du contrat pour une tranche."
    )

    def __init__(
        self, *args: Any, exclusions: Iterable[Any] = (), bands: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = Charge.Kind
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            (kinds.UNFORESEEN, "Imprévu"),
            (kinds.UNITS, "Unités d’œuvre"),
            *(
                (f"{kinds.EXCLUSION}:{item.number}", f"Exclusion {item.number}, {item.name}")
                for item in exclusions
            ),
            *((f"{kinds.BAND}:{band.number}", f"Tranche {band.number}, {band.name}") for band in bands),
        ]

    @property
    def booked_on(self) -> tuple[str, int | None]:
        """Kind of the charge, and the number of its exclusion or band."""
        kind, _, number = self.cleaned_data["target"].partition(":")
        return kind, int(number) if number else None


class ImportForm(forms.Form):
    """Charges as rows, from a file or pasted."""

    act, button = "import", "Importer les charges"
    file = forms.FileField(label="Fichier CSV", required=False)
    rows = forms.CharField(
        label="Ou des lignes collées",
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text="Mois ; Poste ; Libellé ; Quantité ; Prix unitaire ; Numéro. "
        "Postes : exclusion, tranche, UO, imprévu. Rien n’est gardé si une ligne est refusée.",
    )

    def clean(self) -> dict[str, Any]:
        """The rows as text, whichever way they came."""
        given = super().clean() or {}
        sent = given.get("file")
        if bool(sent) == bool(given.get("rows", "").strip()):
            raise forms.ValidationError("Donnez un fichier, ou collez des lignes, et pas les deux.")
        given["text"] = _text_of(sent) if sent else given["rows"]
        return given


def _text_of(sent: Any) -> str:
    if sent.size > 1_000_000:
        raise forms.ValidationError("Le fichier dépasse 1 Mo : importez-le en plusieurs fois.")
    try:
        return str(sent.read().decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise forms.ValidationError("Le fichier n’est pas du CSV en UTF-8 : enregistrez-le ainsi.") from wrong


class QuantityForm(forms.Form):
    """A quantity as it was shown in one version of the row."""

    quantity = FrenchDecimal(label="Quantité", min_value=0)
    version = forms.IntegerField(widget=forms.HiddenInput)


class InvoiceForm(forms.Form):
    """An invoice of the provider."""

    number = forms.CharField(label="Numéro de facture", max_length=60)
    month = MonthInput(label="Mois facturé")
    issued_on = forms.DateField(label="Date", help_text="jj/mm/aaaa", input_formats=DAYS, localize=False)
    rows = forms.CharField(
        label="Lignes",
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="Poste ; Libellé ; Quantité ; Prix unitaire. Postes : forfait, UO, exclusion, imprévu, "
        "tranche, pénalité (prix négatif).",
    )
