"""What people type about documents and obligations. What is wrong in a file is said by its deposit."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.engine.document_types import ACCEPTED, EXTENSIONS
from contracts.engine.paper_words import KINDS
from contracts.engine.scope_words import choices
from contracts.models import Contract, ContractDocument
from contracts.services.documents import OVER_BEFORE, DocumentHead, may_deposit
from contracts.services.kept_files import OfferedFile
from contracts.services.obligations import Said
from core.forms import DayField, FreeText, KeptFileField
from core.scope import Side


class DocumentForm(forms.Form):
    """A new document and its first file; each side is offered the types that it may deposit."""

    kind = forms.ChoiceField(label="Type")
    title = FreeText(label="Titre", max_length=160)
    file = KeptFileField(accepted=ACCEPTED, extensions=EXTENSIONS)
    dated_on = DayField(label="Date du document", required=False)
    valid_until = DayField(label="Valable jusqu’au", required=False)
    pages = forms.IntegerField(label="Nombre de pages", required=False, min_value=1, max_value=9_999)
    reserved = forms.BooleanField(
        label="Réservé au client", required=False, help_text="Le prestataire ne saura pas qu’il existe."
    )

    def __init__(self, data: Any = None, files: Any = None, *, side: Side) -> None:
        super().__init__(data, files)
        offered = [pair for pair in choices(KINDS) if may_deposit(pair[0], side)]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]
        if side is Side.PROVIDER:
            del self.fields["reserved"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        dated_on, valid_until = given.get("dated_on"), given.get("valid_until")
        if dated_on and valid_until and valid_until < dated_on:
            self.add_error("valid_until", OVER_BEFORE)
        return given

    def head(self) -> DocumentHead:
        """What a valid form says of the document."""
        given = dict(self.cleaned_data)
        del given["file"]
        return DocumentHead(audience="client" if given.pop("reserved", False) else "both", **given)


class VersionForm(forms.Form):
    """The next file of a document."""

    file = KeptFileField(accepted=ACCEPTED, extensions=EXTENSIONS)


class DoneForm(forms.Form):
    """An obligation said done."""

    done_on = DayField(label="Fait le")
    proof = FreeText(
        label="Preuve",
        max_length=200,
        help_text="Ce qui le montre : une référence, un compte rendu, une attestation.",
    )
    document: Any = forms.ModelChoiceField(
        label="Document", queryset=None, required=False, empty_label="Aucun",
        help_text="Un document déjà déposé dans le portail.",
    )  # fmt: skip
    file = KeptFileField(accepted=ACCEPTED, extensions=EXTENSIONS, required=False)

    def __init__(self, contract: Contract, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document"]
        field.queryset = ContractDocument.objects.filter(contract=contract).order_by("title", "pk")

    def said(self) -> Said:
        """What a valid form says was done."""
        given = dict(self.cleaned_data)
        sent: Any = given.pop("file")
        return Said(**given, file=OfferedFile(sent.name, sent.file) if sent else None)


class SettleForm(forms.Form):
    """The client's answer to what the provider said done."""

    outcome = forms.ChoiceField(
        label="Réponse",
        choices=[("accepted", "Accepter"), ("refused", "Refuser")],
        widget=forms.RadioSelect,
    )
    reason = FreeText(
        label="Motif",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Pour un refus, 10 caractères au moins.",
    )
