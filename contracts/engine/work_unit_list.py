"""A list of one month's use, judged whole before anything is stored: every wrong line is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from contracts.engine.unit_booking import BookedUnit
from core.engine import formats
from core.engine.months import Month

MONTH, CODE, LABEL, LEVEL, QUANTITY, PRICE = (
    "Mois",
    "Code",
    "Libellé",
    "Niveau",
    "Quantité",
    "Prix unitaire HT",
)
COLUMNS = (MONTH, CODE, LABEL, LEVEL, QUANTITY, PRICE)
MOST = Decimal("99999999.99")
LONGEST_LABEL = 160


@dataclass(frozen=True)
class UseLine:
    """One line taken: a unit (its key) at a level, or « imprévu » (no key) with its words and price."""

    unit: int | None
    level: str
    label: str
    quantity: Decimal
    unit_price: Decimal | None


@dataclass(frozen=True)
class ListFault:
    """What to correct: the line as a spreadsheet counts it, the column, the value found, the remedy."""

    line: int
    column: str
    value: str
    message: str
    remedy: str


class ListRefused(Exception):
    """Nothing of the list was stored; `faults` are in the order of its lines."""

    def __init__(self, faults: Iterable[ListFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


def read_use_list(
    rows: Iterable[tuple[int, Mapping[str, str]]], month: Month, units: Iterable[BookedUnit]
) -> list[UseLine]:
    """The lines of a month. `rows`: line number and cells by column. Raises ListRefused.

    A unit is known by its code; a line without code is an « imprévu », with its label and its price.
    """
    reader = _Reader(month, {unit.terms.code: unit for unit in units})
    lines = [line for number, cells in rows if (line := reader.read(number, cells)) is not None]
    if not lines and not reader.faults:
        reader.refuse(
            1, CODE, "", "La liste n’a aucune ligne.", f"Colonnes attendues : {', '.join(COLUMNS)}."
        )
    if reader.faults:
        raise ListRefused(reader.faults)
    return lines


@dataclass
class _Reader:
    """What was read so far: units as the lines above leave them, where each was named, the faults."""

    month: Month
    units: dict[str, BookedUnit]
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)
    faults: list[ListFault] = field(default_factory=list)

    def refuse(self, line: int, column: str, value: str, message: str, remedy: str) -> None:
        self.faults.append(ListFault(line, column, value, message, remedy))

    def read(self, number: int, cells: Mapping[str, str]) -> UseLine | None:
        """The line, or None when it is empty or wrong."""
        row = {name: cells.get(name, "").strip() for name in COLUMNS}
        if not any(row.values()):
            return None
        before = len(self.faults)
        if row[MONTH] not in ("", str(self.month)):
            self.refuse(
                number,
                MONTH,
                row[MONTH],
                f"La liste porte sur {self.month}.",
                "Retirez les lignes des autres mois.",
            )
        quantity = self._number(number, QUANTITY, row[QUANTITY])
        line = self._unit(number, row, quantity) if row[CODE] else self._unplanned(number, row, quantity)
        return line if len(self.faults) == before else None

    def _unit(self, number: int, row: Mapping[str, str], quantity: Decimal) -> UseLine | None:
        code, level = row[CODE], row[LEVEL].upper()
        unit = self.units.get(code)
        if unit is None:
            close = get_close_matches(code, self.units, 1)
            hint = (
                f"Vouliez-vous dire « {close[0]} » ?"
                if close
                else f"Codes : {', '.join(sorted(self.units))}."
            )
            self.refuse(number, CODE, code, "Code inconnu du catalogue.", hint)
            return None
        if unit.terms.price_at(level, self.month.first_day) is None:
            known = ", ".join(name or "aucun" for name in unit.terms.levels)
            self.refuse(
                number, LEVEL, level, "Aucun prix à ce niveau ce mois-là.", f"Niveaux du catalogue : {known}."
            )
            return None
        self._once(number, CODE, (code, level, ""))
        missing = unit.missing_for(self.month, level, quantity)
        if missing:
            self.refuse(
                number, QUANTITY, row[QUANTITY],
                f"Il manque {formats.number(missing)} à vos bons de commande.",
                "Passez un bon de commande, ou réduisez la quantité.",
            )  # fmt: skip
        self.units[code] = unit.with_use(self.month, level, quantity)
        return UseLine(unit.pk, level, "", quantity, None)

    def _unplanned(self, number: int, row: Mapping[str, str], quantity: Decimal) -> UseLine:
        label = row[LABEL]
        if not label:
            self.refuse(
                number, CODE, "", "Ni code, ni libellé.", "Écrivez le code, ou le libellé d’un imprévu."
            )
        if len(label) > LONGEST_LABEL:
            self.refuse(
                number, LABEL, label, f"{len(label)} caractères.", f"Tenez-vous à {LONGEST_LABEL} caractères."
            )
        if row[LEVEL]:
            self.refuse(number, LEVEL, row[LEVEL], "Un imprévu n’a pas de niveau.", "Videz cette cellule.")
        self._once(number, LABEL, ("", "", label))
        return UseLine(None, "", label, quantity, self._number(number, PRICE, row[PRICE]))

    def _once(self, number: int, column: str, key: tuple[str, str, str]) -> None:
        if key in self.seen:
            self.refuse(
                number,
                column,
                key[0] or key[2],
                f"Déjà donné ligne {self.seen[key]}.",
                "Gardez une seule ligne.",
            )
        self.seen.setdefault(key, number)

    def _number(self, number: int, column: str, text: str) -> Decimal:
        """A quantity or a price; a wrong one is told, and read as 0 so that the rest of the line is judged."""
        try:
            value = formats.parse_decimal(text)
        except ValueError as error:
            self.refuse(number, column, text, "Nombre absent ou illisible.", str(error))
            return Decimal(0)
        if value < 0 or value > MOST:
            self.refuse(number, column, text, "Nombre négatif ou trop grand.", "Écrivez 0 ou davantage.")
        elif value != round(value, 2):
            self.refuse(number, column, text, "Trop de décimales.", "Écrivez au plus deux décimales.")
        else:
            return value
        return Decimal(0)
