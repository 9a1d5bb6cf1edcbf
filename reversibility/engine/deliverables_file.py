"""Exit deliverables of the contract file, checked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.reading import Entry, complain_of_repeats

SIDES = {"client": "client", "prestataire": "provider"}
FAMILIES = {letter: letter for letter in "ABCDEFGH"}


@dataclass(frozen=True)
class ExitLine:
    """One deliverable of the exit and its last proof."""

    number: int
    family: str
    name: str
    owner_side: str
    weight: int
    validity_months: int
    proof: str
    proof_on: date | None
    accepted: bool


def read_deliverables(root: Entry) -> tuple[ExitLine, ...]:
    """The `[[livrable]]` tables. Problems go to `root.problems`."""
    entries = root.tables("livrable")
    lines = [_read_one(entry) for entry in entries]
    complain_of_repeats(zip(entries, (line.number for line in lines), strict=True), "le numéro")
    return tuple(sorted(lines, key=lambda line: line.number))


def _read_one(entry: Entry) -> ExitLine:
    number = entry.whole("numero", low=1, high=999)
    entry.place = f"livrable {number}"
    line = ExitLine(
        number=number,
        family=entry.choice("famille", FAMILIES),
        name=entry.text("libelle"),
        owner_side=entry.choice("partie", SIDES),
        weight=entry.whole("poids", low=1, high=5, required=False, default=1),
        validity_months=entry.whole("validite_mois", low=1, high=120, required=False, default=12),
        proof=entry.text("preuve", limit=200, required=False),
        proof_on=entry.day("preuve_le", required=False),
        accepted=entry.flag("recette_signee"),
    )
    if line.proof_on and not line.proof:
        entry.complain("la preuve est datée sans être nommée.", "Ajoutez preuve = le nom du document.")
    if line.accepted and not line.proof_on:
        entry.complain(
            "la recette est signée sans preuve datée.", "Ajoutez preuve_le, ou retirez la recette."
        )
    entry.close()
    return line
