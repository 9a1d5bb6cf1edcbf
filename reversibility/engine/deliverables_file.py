"""Exit deliverables of the contract file, checked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.reading import Entry, complain_of_repeats

SIDES = {"client": "client", "prestataire": "provider"}
FAMILIES = {letter: letter for letter in "ABCDEFGH"}

WEIGHT, VALIDITY_MONTHS = 1, 12
"""What the file means without the key."""


@dataclass(frozen=True)
class ExitLine:
    """One deliverable of the exit: what makes it acceptable, when it is due, who carries it, its accepted proof.

    `due_days`: days after the receipt of the notice; None where it is not said. `signed`: the acceptance record of
    the proof is signed.
    """

    number: int
    family: str
    name: str
    owner_side: str
    owner: str
    weight: int
    validity_months: int
    criterion: str
    due: str
    due_days: int | None
    proof: str
    proof_on: date | None
    signed: bool


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
        owner=entry.text("porteur", limit=80, required=False),
        weight=entry.whole("poids", low=1, high=5, required=False, default=WEIGHT),
        validity_months=entry.whole(
            "validite_mois", low=1, high=120, required=False, default=VALIDITY_MONTHS
        ),
        criterion=entry.text("critere", limit=300, required=False),
        due=entry.text("echeance", limit=120, required=False),
        due_days=entry.whole("echeance_t0_jours", high=3_650, required=False, default=None),
        proof=entry.text("preuve", limit=200, required=False),
        proof_on=entry.day("preuve_le", required=False),
        signed=entry.flag("recette_signee"),
    )
    _check_proof(entry, line)
    entry.close()
    return line


def _check_proof(entry: Entry, line: ExitLine) -> None:
    if line.proof and not line.proof_on:
        entry.complain(
            "la preuve est nommée sans être datée.",
            "Ajoutez preuve_le = la date du document, ou retirez preuve.",
        )
    if line.proof_on and not line.proof:
        entry.complain("la preuve est datée sans être nommée.", "Ajoutez preuve = le nom du document.")
    if line.signed and not line.proof_on:
        entry.complain(
            "la recette est signée sans preuve datée.", "Ajoutez preuve_le, ou retirez la recette."
        )
