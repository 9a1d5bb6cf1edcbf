"""Cells of recognised columns to typed values, whole columns at a time; each bad cell becomes a finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reports.engine import durations, numbers, unfit
from reports.engine.celltext import choice_key, text_of, without_guard
from reports.engine.cleaning import cleaned
from reports.engine.context import Context
from reports.engine.findings import Findings
from reports.engine.headers import Column
from reports.engine.tables import Table

FLAGS = dict.fromkeys(
    ["true", "vrai", "oui", "yes", "o", "y", "1", "sim", "si", "ja", "verdadeiro"], True
) | dict.fromkeys(["false", "faux", "non", "no", "n", "0", "nao", "nein", "falso"], False)
_DURATION_HELP = "Écrivez une durée, par exemple « 1 jour 2 heures 5 minutes » ou 26:05."
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
    keeps_skipped_hours: bool = False
    is_tool: bool = False
    date_order: str = ""
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
            cells = [text_of(cell) for cell in cells]
            unfit.report_lost(self, name, cells)
        oddities = self.table.oddities
        if oddities.controls:
            unfit.report_controls(self, name, cells)
        if oddities.invisible:
            unfit.report_invisible(self, name, cells)
        if oddities.longest > self.context.limits.cell:
            unfit.report_long(self, name, cells, self.context.limits.cell)
        if oddities.guards:
            cells = [without_guard(cell) for cell in cells]
        cells = list(map(str.strip, cells))
        if self.is_tool:
            cells = cleaned(self.columns[name].kind, name, cells)
        if self.missing:
            cells = ["" if cell in self.missing else cell for cell in cells]
        return cells

    def short_texts(self, name: str) -> list[str]:
        """Text cut, with a warning, where it is longer than the portal shows; a reference is never cut.

        Two references that begin alike would become one ticket.
        """
        cells = self.texts(name)
        longest = self.columns[name].longest
        if self.table.oddities.longest <= longest or max(map(len, cells), default=0) <= longest:
            return cells
        if self.columns[name].kind == "reference":
            unfit.report_long(self, name, cells, longest)
            return cells
        for row in (k for k, cell in enumerate(cells) if longest < len(cell) <= self.context.limits.cell):
            self.findings.warning(
                "text_shortened",
                f"Texte de {len(cells[row])} caractères, {longest} au plus sont gardés.",
                "Le début du texte est conservé ; le fichier d’origine garde le texte entier.",
                **self.place(name, row),
            )
        return [cell[:longest] for cell in cells]

    def flags(self, name: str) -> list[bool | None]:
        """Yes/no cells; None where empty or absent."""
        return self._mapped(
            name, lambda cell: FLAGS.get(choice_key(cell)), "bad_flag", "Répondez par oui ou non."
        )

    def durations(self, name: str) -> list[int | None]:
        """Seconds of durations in words or as a clock; None where empty or absent."""
        return self._mapped(name, durations.read_duration, "bad_duration", _DURATION_HELP)

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
