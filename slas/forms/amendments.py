"""What people type about an amendment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from contracts.engine.problems import FileRefused
from contracts.engine.writing import write_toml
from core.forms import DayField, FreeText
from slas.engine.candidate import parse_candidate
from slas.engine.scope_rows import tables_of
from slas.forms.penalties import EurosField
from slas.forms.scope_changes import MOST_TICKED, Items, Sites, scope_changes, typed_lines
from slas.services.amendment_checks import Complaint

REASON = forms.Textarea(attrs={"rows": 3})


class AmendmentForm(forms.Form):
    """A candidate version: from when, at what fee, the rows of scope that change, and other tables of the file."""

    title = FreeText(label="Objet", max_length=160)
    effective_on = DayField(label="Prise d’effet")
    reason = FreeText(label="Motif", max_length=2000, widget=REASON, help_text="10 caractères au moins.")
    fee = EurosField(label="Nouveau forfait mensuel HT, en euros", required=False, min_value=0)
    tables = FreeText(
        label="Tables du fichier du contrat",
        required=False,
        max_length=200_000,
        strip=False,  # a line is counted where the person sees it
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=(
            "Ce qui change, comme dans le fichier du contrat : [reglages], [[plage]] nouvelle, [[engagement]],"
            " [[perimetre]], [[exclusion]], [[zone_grise]], [contrat] (fin, reconduction, préavis), [preavis],"
            ' [revision], [sortie], [[unite_oeuvre]] (prix) ; retire = ["plafond"] ôte une clé. Un élément qui change de'
            ' section s’écrit dans la nouvelle, avec vient_de = "zone_grise 3".'
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        items: Items,
        sites: Sites = (),
        initial: Mapping[str, Any] | None = None,
        lines: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.scope, self.sites = scope_changes(data, items, sites, lines), sites
        self.places: dict[str, int] = {}

    @classmethod
    def with_more_rows(cls, data: Mapping[str, str], items: Items, sites: Sites = ()) -> AmendmentForm:
        """What was typed, unjudged, with blank rows after it."""
        return cls(
            items=items,
            sites=sites,
            initial={name: data.get(name, "") for name in cls.base_fields},
            lines=typed_lines(data),
        )

    def clean(self) -> dict[str, Any]:
        """The change as one text, the fee first; absent while a part of it cannot be read."""
        given = super().clean() or {}
        wrongs, fee, text = self.scope.wrongs(), given.get("fee"), given.get("tables", "")
        for wrong in wrongs:
            self.add_error(None, wrong)
        present = self._present(text)
        if fee is not None and "forfait_mensuel" in present:
            self.add_error("fee", "Le forfait est dit deux fois. Gardez le champ, ou la ligne des tables.")
        if not wrongs and not {"fee", "tables"} & set(self.errors):
            rows, self.places = tables_of(self.scope.rows(), present)
            head = "" if fee is None else f"forfait_mensuel = {fee:f}\n"
            given["change"] = (
                "\n".join(part for part in (head, text.strip(), write_toml(rows)) if part) + "\n"
            )
        return given

    def _present(self, text: str) -> Mapping[str, Any]:
        try:
            return parse_candidate(text)
        except FileRefused as refusal:
            for problem in refusal.problems:
                self.add_error("tables", str(problem))
            return {}

    @property
    def types_sites(self) -> bool:
        """Whether sites are too many to be ticked, and their codes are to be told."""
        return len(self.sites) > MOST_TICKED

    @property
    def advanced(self) -> bool:
        """Whether the fold of the tables has something to show."""
        return bool(self["tables"].value() or self["tables"].errors)

    def refuse(self, complaints: Iterable[Complaint]) -> None:
        """Say what the service refused: beside its field, or at the head with the row that it comes from."""
        for one in complaints:
            if rank := self.places.get(one.place):
                self.add_error(None, f"Périmètre, ligne {rank}\u00a0: {one.text}")
            elif one.field in self.fields:
                self.add_error(one.field, str(one))
            else:
                self.add_error(None, str(one))


class DecisionForm(forms.Form):
    """Refusing an amendment, or withdrawing one's own."""

    reason = FreeText(label="Motif", max_length=2000, widget=REASON, help_text="10 caractères au moins.")
