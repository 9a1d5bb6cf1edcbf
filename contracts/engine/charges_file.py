"""Charges and invoice lines typed or pasted as rows: read whole, every fault named with its line and its remedy."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from contracts.engine.invoices import plain
from contracts.engine.reading import Problem
from core.engine.cells import parse_decimal
from core.engine.months import Month

KINDS: Mapping[str, str] = {
    "uo": "units",
    "unites d'œuvre": "units",
    "exclusion": "exclusion",
    "imprevu": "unforeseen",
    "tranche": "band",
}
"""Word of the file, without accents -> kind of a charge."""
INVOICE_KINDS: Mapping[str, str] = {"forfait": "fee", **KINDS, "penalite": "credit", "avoir": "credit"}
MOST_ROWS, LONGEST_LABEL = 5000, 160
CHARGE_HEAD = ("Mois", "Poste", "Libellé", "Quantité", "Prix unitaire", "Numéro")
INVOICE_HEAD = ("Poste", "Libellé", "Quantité", "Prix unitaire")


@dataclass(frozen=True)
class ChargeRow:
    """One charge. `number` names the exclusion or the band it is booked on."""

    month: Month
    kind: str
    label: str
    quantity: Decimal
    unit_price: Decimal
    number: int | None = None


@dataclass
class _Row:
    """One line being read; a wrong cell gives a harmless stand-in and a problem."""

    line: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, message: str, remedy: str) -> None:
        self.problems.append(Problem(f"Ligne\u00a0{self.line}", message, remedy))

    def kind(self, words: Mapping[str, str]) -> str:
        typed = self.cells["Poste"]
        if plain(typed) not in words:
            self.refuse(
                f"Poste inconnu\u00a0: «\u00a0{typed}\u00a0».", f"Écrivez un de\u00a0: {', '.join(words)}."
            )
        return words.get(plain(typed), "units")

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

    def month(self, first: Month, last: Month) -> Month:
        try:
            found = Month.parse(self.cells["Mois"])
        except ValueError:
            self.refuse(
                f"Mois\u00a0: «\u00a0{self.cells['Mois']}\u00a0».",
                "Écrivez l’année et le mois\u00a0: 2026-03.",
            )
            return first
        if not first <= found <= last:
            self.refuse(
                f"Le mois {found} est hors du contrat ou à venir.", f"Mois admis\u00a0: de {first} à {last}."
            )
        return found

    def number(self, kind: str, known: Mapping[str, frozenset[int]]) -> int | None:
        """The number of the exclusion or band; other kinds have none."""
        typed = self.cells["Numéro"]
        if kind not in known:
            if typed:
                self.refuse("Un numéro n’a pas de sens pour ce poste.", "Laissez la colonne Numéro vide.")
            return None
        number = int(typed) if typed.isascii() and typed.isdecimal() else -1
        if number not in known[kind]:
            listed = ", ".join(str(one) for one in sorted(known[kind])) or "aucun"
            self.refuse(
                f"Numéro inconnu\u00a0: «\u00a0{typed}\u00a0».", f"Numéros du contrat\u00a0: {listed}."
            )
            return None
        return number


def read_charges(
    text: str, known: Mapping[str, frozenset[int]], first: Month, last: Month
) -> tuple[list[ChargeRow], list[Problem]]:
    """Rows « Mois ; Poste ; Libellé ; Quantité ; Prix unitaire ; Numéro », with or without their head.

    `known`: numbers of the exclusions (`exclusion`) and bands (`band`) of the contract.
    """
    rows: list[ChargeRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[Month, str, str], int] = {}
    for row in _rows(text, CHARGE_HEAD, problems):
        kind = row.kind(KINDS)
        found = ChargeRow(
            row.month(first, last), kind, row.label(), row.amount("Quantité"), row.amount("Prix unitaire"),
            row.number(kind, known),
        )  # fmt: skip
        key = (found.month, found.kind, plain(found.label))
        if key in seen:
            row.refuse(f"La même charge est déjà à la ligne\u00a0{seen[key]}.", "Réunissez les deux lignes.")
        seen.setdefault(key, row.line)
        rows.append(found)
        problems += row.problems
    return rows, problems


def read_invoice_lines(text: str) -> tuple[list[tuple[str, str, Decimal, Decimal]], list[Problem]]:
    """Rows « Poste ; Libellé ; Quantité ; Prix unitaire »; a credit has a negative price."""
    lines: list[tuple[str, str, Decimal, Decimal]] = []
    problems: list[Problem] = []
    for row in _rows(text, INVOICE_HEAD, problems):
        price = row.amount("Prix unitaire", signed=True)
        lines.append((row.kind(INVOICE_KINDS), row.label(), row.amount("Quantité"), price))
        problems += row.problems
    return lines, problems


def _rows(text: str, head: tuple[str, ...], problems: list[Problem]) -> list[_Row]:
    """The lines that hold something, cut at « ; » or tabulations; a repeated head is left out."""
    lines = text.lstrip("\ufeff").splitlines()
    mark = "\t" if "\t" in (lines[0] if lines else "") else ";"
    found = []
    for number, cells in enumerate(csv.reader(lines, delimiter=mark), 1):
        trimmed = [cell.strip() for cell in cells]
        if not any(trimmed) or (number == 1 and plain(trimmed[0]) == plain(head[0])):
            continue
        if len(trimmed) > len(head):
            problems.append(
                Problem(
                    f"Ligne\u00a0{number}", "Elle a trop de colonnes.", f"Colonnes\u00a0: {' ; '.join(head)}."
                )
            )
            continue
        found.append(_Row(number, dict(zip(head, trimmed + [""] * len(head), strict=False))))
    if not found and not problems:
        problems.append(
            Problem("Saisie", "Elle ne porte aucune ligne.", f"Colonnes\u00a0: {' ; '.join(head)}.")
        )
    if len(found) > MOST_ROWS:
        problems.append(
            Problem("Saisie", f"Elle dépasse {MOST_ROWS} lignes.", "Importez-la en plusieurs fois.")
        )
    return found[:MOST_ROWS]
