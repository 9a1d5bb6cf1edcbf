"""Invoice lines typed or pasted as rows: read whole, every fault named with its line and its remedy."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from contracts.engine.invoices import CREDIT, plain
from contracts.engine.problems import Problem
from core.engine.cells import parse_decimal

KINDS: Mapping[str, str] = {
    "forfait": "fee",
    "uo": "units",
    "unites d'oeuvre": "units",
    "unite d'oeuvre": "units",
    "exclusion": "exclusion",
    "imprevu": "unforeseen",
    "tranche": "band",
    "penalite": "credit",
    "avoir": "credit",
}
"""Word of the file, in plain letters -> post of an invoice."""
WORDS = ("forfait", "UO", "exclusion", "imprévu", "tranche", "pénalité", "avoir")
MOST_ROWS, LONGEST_LABEL = 5000, 160
HEAD = ("Poste", "Libellé", "Quantité", "Prix unitaire")


@dataclass
class _Row:
    """One line being read; a wrong cell gives a harmless stand-in and a problem."""

    line: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, message: str, remedy: str) -> None:
        self.problems.append(Problem(f"Ligne\u00a0{self.line}", message, remedy))

    def kind(self) -> str:
        typed = self.cells["Poste"]
        if plain(typed) not in KINDS:
            self.refuse(
                f"Poste inconnu\u00a0: «\u00a0{typed}\u00a0».", f"Écrivez un de\u00a0: {', '.join(WORDS)}."
            )
        return KINDS.get(plain(typed), "units")

    def label(self) -> str:
        text = self.cells["Libellé"]
        if not text or len(text) > LONGEST_LABEL:
            self.refuse("Le libellé manque ou dépasse 160 caractères.", "Écrivez un libellé court.")
        return text

    def amount(self, name: str, signed: bool = False) -> Decimal:
        try:
            value = parse_decimal(self.cells[name])
        except ValueError as wrong:
            self.refuse(f"{name}\u00a0: «\u00a0{self.cells[name]}\u00a0».", str(wrong))
            return Decimal(0)
        if value < 0 and not signed:
            self.refuse(f"{name} sous zéro\u00a0: {self.cells[name]}.", "Écrivez un nombre positif.")
        if value != value.quantize(Decimal("0.01")) or abs(value) >= 10**9:
            self.refuse(
                f"{name}\u00a0: {self.cells[name]}.", "Écrivez deux décimales au plus, sous un milliard."
            )
            return Decimal(0)
        return value

    def price(self) -> Decimal:
        """A credit comes off: its price is under 0."""
        value = self.amount("Prix unitaire", signed=True)
        if value > 0 and KINDS.get(plain(self.cells["Poste"])) == CREDIT:
            typed = self.cells["Prix unitaire"]
            self.refuse(
                f"Prix unitaire au-dessus de zéro pour une pénalité ou un avoir\u00a0: {typed}.",
                f"Écrivez -{typed}\u00a0: ce montant vient en déduction.",
            )
        return value


def read_invoice_lines(text: str) -> tuple[list[tuple[str, str, Decimal, Decimal]], list[Problem]]:
    """Rows « Poste ; Libellé ; Quantité ; Prix unitaire »; a credit has a negative price."""
    lines: list[tuple[str, str, Decimal, Decimal]] = []
    problems: list[Problem] = []
    for row in _rows(text, problems):
        lines.append((row.kind(), row.label(), row.amount("Quantité"), row.price()))
        problems += row.problems
    return lines, problems


def _rows(text: str, problems: list[Problem]) -> list[_Row]:
    """The lines that hold something, cut at « ; » or tabulations; a repeated head is left out."""
    lines = text.lstrip("\ufeff").splitlines()
    mark = "\t" if "\t" in (lines[0] if lines else "") else ";"
    found = []
    for number, cells in enumerate(csv.reader(lines, delimiter=mark), 1):
        trimmed = [cell.strip() for cell in cells]
        if not any(trimmed) or (number == 1 and plain(trimmed[0]) == plain(HEAD[0])):
            continue
        if len(trimmed) > len(HEAD):
            problems.append(
                Problem(
                    f"Ligne\u00a0{number}", "Elle a trop de colonnes.", f"Colonnes\u00a0: {' ; '.join(HEAD)}."
                )
            )
            continue
        found.append(_Row(number, dict(zip(HEAD, trimmed + [""] * len(HEAD), strict=False))))
    if not found and not problems:
        problems.append(
            Problem("Saisie", "Elle ne porte aucune ligne.", f"Colonnes\u00a0: {' ; '.join(HEAD)}.")
        )
    if len(found) > MOST_ROWS:
        problems.append(
            Problem("Saisie", f"Elle dépasse {MOST_ROWS} lignes.", "Importez-la en plusieurs fois.")
        )
    return found[:MOST_ROWS]
