"""Cells of recognised columns to typed values, whole columns at a time; each bad cell becomes a finding."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.engine.localtime import AMBIGUOUS, NONEXISTENT, to_utc
from reports.engine import dates, numbers
from reports.engine.context import Context
from reports.engine.findings import Findings
from reports.engine.headers import Column, header_key
from reports.engine.tables import Cell, Table
from reports.engine.text import CONTROL, INVISIBLE

NAT = np.datetime64("NaT", "s")
Instants = NDArray[np.datetime64]
FLAGS = {
    "true": True, "vrai": True, "oui": True, "yes": True, "o": True, "1": True, "y": True,
    "false": False, "faux": False, "non": False, "no": False, "n": False, "0": False,
}  # fmt: skip
_DATE_HELP = "Écrivez la date sous la forme jj/mm/aaaa hh:mm, par exemple 31/03/2026 08:30."
_NUMBER_HELP = "Écrivez un nombre positif, par exemple 1234,5."


@dataclass
class Sheet:
    """A table whose recognised columns are being turned into values."""

    table: Table
    columns: dict[str, Column]
    index: dict[str, int]
    context: Context
    findings: Findings
    missing: frozenset[str] = frozenset()
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.table)

    def has(self, name: str) -> bool:
        return name in self.index

    def forget(self, name: str) -> None:
        """Read a column again: its cells were changed."""
        self._texts.pop(name, None)

    def place(self, name: str, row: int) -> dict[str, Any]:
        """File, sheet, line, column and value read of one cell."""
        if name not in self.index:
            return {**self.table.place(row), "column": self.columns[name].label}
        index = self.index[name]
        return {**self.table.place(row, index), "value": self.table.columns[index][row]}

    def texts(self, name: str) -> list[str]:
        """Trimmed text; an absent column is empty text. Unstorable and overlong cells are reported.

        A formula that an export had neutralised gets back its own first sign.
        """
        if name not in self.index:
            return [""] * len(self)
        if name not in self._texts:
            self._texts[name] = self._read_texts(name)
        return self._texts[name]

    def _read_texts(self, name: str) -> list[str]:
        cells: Any = self.table.columns[self.index[name]]
        if self.table.is_workbook:
            cells = [_one_text(cell) for cell in cells]
        oddities = self.table.oddities
        if oddities.controls:
            self._report_controls(name, cells)
        if oddities.invisible:
            self._report_invisible(name, cells)
        if oddities.longest > self.context.limits.cell:
            self._report_long(name, cells, self.context.limits.cell)
        if oddities.guards:
            cells = [_without_guard(cell) for cell in cells]
        cells = list(map(str.strip, cells))
        if self.missing:
            cells = ["" if cell in self.missing else cell for cell in cells]
        return cells

    def short_texts(self, name: str) -> list[str]:
        """Text cut, with a warning, where it is longer than the portal shows."""
        cells = self.texts(name)
        longest = self.columns[name].longest
        if self.table.oddities.longest <= longest or max(map(len, cells), default=0) <= longest:
            return cells
        for row in (k for k, cell in enumerate(cells) if longest < len(cell) <= self.context.limits.cell):
            self.findings.warning(
                "text_shortened",
                f"Texte de {len(cells[row])} caractères, {longest} au plus sont gardés.",
                "Le début du texte est conservé ; le fichier d’origine garde le texte entier.",
                **self.place(name, row),
            )
        return [cell[:longest] for cell in cells]

    def _report_controls(self, name: str, cells: Sequence[str]) -> None:
        for row in (k for k, cell in enumerate(cells) if CONTROL.search(cell)):
            self.findings.error(
                "control_char",
                "Caractère de contrôle invisible dans la cellule.",
                "Effacez la cellule et saisissez de nouveau son texte.",
                **{**self.place(name, row), "value": CONTROL.sub("�", cells[row])},
            )

    def _report_invisible(self, name: str, cells: Sequence[str]) -> None:
        rows = [k for k, cell in enumerate(cells) if INVISIBLE.search(cell)]
        if rows:
            self.findings.warning(
                "text_control_chars",
                f"{len(rows)} cellule(s) de cette colonne contiennent des marques de direction ou de largeur nulle.",
                "Le texte est conservé tel quel et affiché isolé du reste de la page.",
                **self.place(name, rows[0]),
            )

    def _report_long(self, name: str, cells: Sequence[str], limit: int) -> None:
        for row in (k for k, cell in enumerate(cells) if len(cell) > limit):
            self.findings.error(
                "field_too_long",
                f"{len(cells[row])} caractères dans une cellule, {limit} au plus sont admis.",
                "Raccourcissez le texte de cette cellule.",
                **{**self.place(name, row), "value": cells[row][:60] + "…"},
            )

    def flags(self, name: str) -> list[bool | None]:
        """Yes/no cells; None where empty or absent."""
        return self._mapped(
            name, lambda cell: FLAGS.get(cell.casefold()), "bad_flag", "Répondez par oui ou non."
        )

    def _mapped(self, name: str, read: Callable[[str], Any], code: str, remedy: str) -> list[Any]:
        cells = self.texts(name)
        values = {cell: read(cell) for cell in set(cells) if cell}
        wrong = {cell for cell, value in values.items() if value is None}
        if wrong:
            for row in (k for k, cell in enumerate(cells) if cell in wrong):
                self.findings.error(
                    code, f"Valeur illisible : « {cells[row][:60]} ».", remedy, **self.place(name, row)
                )
        return [values.get(cell) for cell in cells]

    def integers(self, name: str, greatest: int = 32_000) -> list[int | None]:
        """Whole numbers from 0; None where empty or absent."""
        found = self.decimals(name, greatest=greatest, whole=True)
        whole = {value: None if value is None else int(value) for value in set(found)}
        return [whole[value] for value in found]

    def decimals(
        self, name: str, sign: str = "", *, greatest: int = 10**8, whole: bool = False
    ) -> list[Decimal | None]:
        """Exact numbers from 0 to `greatest`; `sign` is the decimal sign of the file; None where empty or absent."""
        if name not in self.index:
            return [None] * len(self)
        cells = self.numeric_cells(name)
        values = {cell: self._number(cell, sign, greatest, whole) for cell in set(cells) if cell != ""}
        wrong = {cell for cell, value in values.items() if value is None}
        if wrong:
            for row in (k for k, cell in enumerate(cells) if cell in wrong):
                self.findings.error(
                    "bad_number", "Nombre illisible ou hors limites.", _NUMBER_HELP, **self.place(name, row)
                )
        return [values.get(cell) for cell in cells]

    def numeric_cells(self, name: str) -> list[Any]:
        """Cells of a column of numbers: those a workbook holds as numbers stay so, the others are trimmed text."""
        raw = self.table.columns[self.index[name]]
        texts = self.texts(name)
        if not self.table.is_workbook:
            return texts
        return [
            cell if isinstance(cell, int | float) else text for cell, text in zip(raw, texts, strict=True)
        ]

    @staticmethod
    def _number(cell: Any, sign: str, greatest: int, whole: bool) -> Decimal | None:
        value = numbers.read_number(cell)
        if value is None or value > greatest or (sign and numbers.uses_other_sign(cell, sign)):
            return None
        return value if not whole or value == value.to_integral_value() else None

    def decimal_sign(self, *names: str) -> str:
        """The decimal sign of the file, from the cells of these columns."""
        return numbers.decimal_sign(
            [cell for name in names if self.has(name) for cell in self.numeric_cells(name)]
        )

    def instants(self, *names: str) -> dict[str, Instants]:
        """UTC instants of date columns (NaT where empty, absent or refused); the first name settles the order."""
        present = [name for name in names if self.has(name)]
        cells = {name: self._date_cells(name) for name in present}
        written = {name: dates.take_apart(cells[name]) for name in present}
        first, last = self.context.month.first_day, self.context.month.last_day
        order = dates.settle_order(list(written.values()), first, last)
        result = {name: np.full(len(self), NAT) for name in names}
        if order is None:
            self._ask_order(present[0])
            return result
        for name in present:
            result[name] = self._utc(name, written[name], order)
        self._report_offsets(written)
        return result

    def _date_cells(self, name: str) -> list[str]:
        texts = self.texts(name)
        if not self.table.is_workbook:
            return texts
        raw = self.table.columns[self.index[name]]
        year = self.table.first_serial_year
        return [_date_text(cell, text, year) for cell, text in zip(raw, texts, strict=True)]

    def _ask_order(self, name: str) -> None:
        self.findings.question(
            "date_order_ambiguous",
            "Les dates de ce fichier peuvent se lire jour/mois ou mois/jour, ou leur lecture ne donne pas le mois choisi.",
            "Exportez les dates sous la forme jj/mm/aaaa hh:mm ou 2026-03-31 08:30, ou vérifiez le mois du dépôt.",
            **self.place(name, 0),
        )

    def _utc(self, name: str, written: dates.Written, order: str) -> Instants:
        seconds, good = dates.walls(written, order)
        for row in np.flatnonzero(~good & ~written.blank):
            self.findings.error(
                "bad_date", "Date impossible ou mal écrite.", _DATE_HELP, **self.place(name, int(row))
            )
        good &= self._in_range(name, seconds, good)
        local = np.where(good, seconds.astype("datetime64[s]"), NAT)
        instants, anomaly = to_utc(local, self.context.timezone)
        given = good & (written.offset != dates.NO_OFFSET)
        shifted = (seconds - np.where(given, written.offset, 0)).astype("datetime64[s]")
        instants = np.where(given, shifted, instants)
        self._report_clock_changes(name, np.where(given, "", anomaly))
        return self._not_future(name, instants)

    def _in_range(self, name: str, seconds: Any, good: Any) -> Any:
        low, high = 946_684_800, self.context.latest + 86_400
        outside = good & ((seconds < low) | (seconds > high))
        for row in np.flatnonzero(outside):
            self._out_of_range(name, int(row))
        return ~outside

    def _not_future(self, name: str, instants: Instants) -> Instants:
        future = instants > np.datetime64(self.context.latest, "s")
        for row in np.flatnonzero(future):
            self._out_of_range(name, int(row))
        return np.where(future, NAT, instants)

    def _out_of_range(self, name: str, row: int) -> None:
        self.findings.error(
            "date_out_of_range",
            "Date hors limites : avant l’an 2000 ou après le dépôt du fichier.",
            "Corrigez l’année, ou laissez la cellule vide si la date n’est pas connue.",
            **self.place(name, row),
        )

    def _report_clock_changes(self, name: str, anomaly: Any) -> None:
        for row in np.flatnonzero(anomaly == NONEXISTENT):
            self.findings.error(
                "nonexistent_time",
                f"Cette heure n’existe pas ({self.context.timezone}) : l’horloge avançait d’une heure.",
                "Corrigez l’heure, ou écrivez-la avec son décalage, par exemple 2026-03-29T02:30+01:00.",
                **self.place(name, int(row)),
            )
        twice = np.flatnonzero(anomaly == AMBIGUOUS)
        if twice.size:
            self.findings.warning(
                "ambiguous_time",
                f"{twice.size} heure(s) de cette colonne existent deux fois (passage à l’heure d’hiver).",
                "La première des deux est retenue. Pour l’autre, écrivez le décalage (+01:00).",
                **self.place(name, int(twice[0])),
            )

    def _report_offsets(self, written: dict[str, dates.Written]) -> None:
        given = {name: w.ok & (w.offset != dates.NO_OFFSET) for name, w in written.items()}
        bare = any((w.ok & ~given[name]).any() for name, w in written.items())
        if not bare:
            return
        rows = sorted({int(row) for flags in given.values() for row in np.flatnonzero(flags)})
        for row in rows[:100]:
            name = next(name for name in written if given[name][row])
            self.findings.warning(
                "mixed_timezones",
                "Cette ligne porte un décalage horaire, les autres sont à l’heure du contrat.",
                "Chaque date est lue comme elle est écrite ; vérifiez que c’est voulu.",
                **self.place(name, row),
            )


def choice_key(text: str) -> str:
    """Values are compared as headers are."""
    return header_key(text)


def _one_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell if unicodedata.is_normalized("NFC", cell) else unicodedata.normalize("NFC", cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def _date_text(cell: Cell, text: str, first_year: int) -> str:
    """A workbook's date: a true date, or the serial number of days since 1899-12-30 (or 1904-01-01)."""
    if isinstance(cell, datetime):
        return (cell + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat(" ")
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 36_000 <= cell < 80_000:
        origin = datetime(1904, 1, 1) if first_year == 1904 else datetime(1899, 12, 30)
        return (origin + timedelta(seconds=round(cell * 86_400))).isoformat(" ")
    return text


def _without_guard(cell: str) -> str:
    """Exports put an apostrophe before `= + - @`, tab and carriage return; a reload takes exactly that off."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t", "\r"} else cell
