"""A list of what was booked over months, judged whole before anything is stored: every wrong line is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from contracts.engine.bookable import BookableMonths
from contracts.engine.excluded import Excluded
from contracts.engine.list_faults import Fault, ListRefused
from contracts.engine.list_lines import Key, UseLine
from contracts.engine.unit_booking import BookedUnit
from core.engine import formats
from core.engine.months import Month

MONTH, CODE, EXCLUSION, BAND, LABEL = "Mois", "Code", "Exclusion", "Tranche", "Libellé"
LEVEL, QUANTITY, PRICE = "Niveau", "Quantité", "Prix unitaire HT"
COLUMNS = (MONTH, CODE, EXCLUSION, BAND, LABEL, LEVEL, QUANTITY, PRICE)
MOST = Decimal("99999999.99")
LONGEST_LABEL = 160


@dataclass(frozen=True)
class ListGround:
    """What a list is read against. `month`: the one of lines that say none; `bands`: price of each, by number."""

    month: Month | None
    months: BookableMonths
    units: Mapping[str, BookedUnit]
    exclusions: Mapping[int, Excluded] = field(default_factory=dict)
    bands: Mapping[int, Decimal] = field(default_factory=dict)


def read_use_list(rows: Iterable[tuple[int, Mapping[str, str]]], ground: ListGround) -> list[UseLine]:
    """The lines of a list. `rows`: line number and cells by column. Raises ListRefused.

    A unit is known by its code; a line without code names an exclusion or a band by its number, or is an
    « imprévu ». A closed month is not refused here: a list may tell again what it holds.
    """
    reader = _Reader(ground, dict(ground.units))
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
    """What was read so far: units as the lines above leave them, where each line was given, the faults."""

    ground: ListGround
    units: dict[str, BookedUnit]
    seen: dict[Key, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, line: int, column: str, value: str, message: str, remedy: str) -> None:
        self.faults.append(Fault(line, column, value, message, remedy))

    def read(self, number: int, cells: Mapping[str, str]) -> UseLine | None:
        """The line, or None when it is empty or wrong."""
        row = {name: cells.get(name, "").strip() for name in COLUMNS}
        if not any(row.values()):
            return None
        before = len(self.faults)
        month = self._month(number, row[MONTH])
        quantity = self._number(number, QUANTITY, row[QUANTITY])
        if month is None:
            return None
        read = self._unit if row[CODE] else self._apart
        line = read(number, row, month, quantity)
        if line is None:
            return None
        if line.key in self.seen:
            self.refuse(
                number, CODE if row[CODE] else LABEL, row[CODE] or row[LABEL],
                f"Déjà donné ligne {self.seen[line.key]}.", "Gardez une seule ligne.",
            )  # fmt: skip
        self.seen.setdefault(line.key, number)
        return line if len(self.faults) == before else None

    def _month(self, number: int, text: str) -> Month | None:
        try:
            month = Month.parse(text) if text else self.ground.month
        except ValueError:
            self.refuse(
                number, MONTH, text, "Mois illisible.", "Écrivez l’année et le mois, par exemple 2026-03."
            )
            return None
        if month is None:
            self.refuse(number, MONTH, "", "Le mois manque.", "Écrivez-le, ou choisissez celui de la liste.")
        elif not self.ground.months.holds(month):
            wrong, remedy = self.ground.months.refusal(month) or ("", "")
            self.refuse(number, MONTH, text, wrong, remedy)
        else:
            return month
        return None

    def _unit(self, number: int, row: Mapping[str, str], month: Month, quantity: Decimal) -> UseLine | None:
        code, level = row[CODE], row[LEVEL].upper()
        unit = self.units.get(code)
        if unit is None:
            close = get_close_matches(code, self.units, 1)
            known = ", ".join(sorted(self.units)) or "aucun"
            hint = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Codes : {known}."
            self.refuse(number, CODE, code, "Code inconnu du catalogue.", hint)
            return None
        if unit.terms.price_in(level, month) is None:
            known = ", ".join(name or "aucun" for name in unit.terms.levels)
            self.refuse(
                number, LEVEL, level, "Aucun prix à ce niveau ce mois-là.", f"Niveaux du catalogue : {known}."
            )
            return None
        line = UseLine(number, month, unit.pk, level, None, None, "", quantity, None)
        if line.key in self.seen:
            return line
        missing = unit.missing_for(month, level, quantity)
        if missing:
            self.refuse(
                number, QUANTITY, row[QUANTITY],
                f"Il manque {formats.number(missing)} à vos bons de commande.",
                "Passez un bon de commande, ou réduisez la quantité.",
            )  # fmt: skip
        self.units[code] = unit.with_use(month, level, quantity)
        return line

    def _apart(self, number: int, row: Mapping[str, str], month: Month, quantity: Decimal) -> UseLine:
        """An exclusion, a band or « imprévu »."""
        self._words(number, row)
        held = [key for key, one in self.ground.exclusions.items() if one.holds(month.first_day)]
        exclusion = self._known(number, EXCLUSION, row[EXCLUSION], held)
        band = self._known(number, BAND, row[BAND], self.ground.bands)
        if row[EXCLUSION] and row[BAND]:
            self.refuse(
                number, BAND, row[BAND], "Une charge se rattache à une seule ligne.",
                "Gardez l’exclusion ou la tranche.",
            )  # fmt: skip
        price = self.ground.bands.get(band or 0)
        if price is None:
            price = self._number(number, PRICE, row[PRICE])
        return UseLine(number, month, None, "", exclusion, band, row[LABEL], quantity, price)

    def _words(self, number: int, row: Mapping[str, str]) -> None:
        label = row[LABEL]
        if not label:
            self.refuse(
                number, CODE, "", "Ni code, ni libellé.", "Écrivez le code, ou le libellé de la charge."
            )
        if len(label) > LONGEST_LABEL:
            self.refuse(
                number, LABEL, label, f"{len(label)} caractères.", f"Tenez-vous à {LONGEST_LABEL} caractères."
            )
        if row[LEVEL]:
            self.refuse(
                number, LEVEL, row[LEVEL], "Seule une unité d’œuvre a un niveau.", "Videz cette cellule."
            )

    def _known(self, number: int, column: str, text: str, known: Iterable[int]) -> int | None:
        if not text:
            return None
        numbers = sorted(known)
        found = int(text) if text.isascii() and text.isdecimal() else 0
        if found not in numbers:
            listed = ", ".join(map(str, numbers)) or "aucun"
            self.refuse(number, column, text, "Numéro inconnu du contrat.", f"Numéros : {listed}.")
            return None
        return found

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
