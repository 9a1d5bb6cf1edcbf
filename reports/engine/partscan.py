"""One XML part of a workbook, streamed: what it holds is noted, what it must not hold is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from reports.engine.limits import Limits

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
MARGIN_ROWS, FARTHEST_COLUMN = 100, 16_000
FILLED = 2
"""Laid-out cells admitted for each cell that may be filled."""
REPAIR = "Ouvrez le classeur dans le tableur, enregistrez-le sous un nouveau nom en XLSX, puis déposez-le."


class Refusal(Exception):
    """The container is refused: code, message, remedy."""


@dataclass
class SheetFacts:
    """What streaming a sheet tells that a reader of values does not."""

    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    formulas_without_value: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)


def check_reach(facts: SheetFacts, limits: Limits) -> None:
    """A reader lays out every cell up to the last row and column: beyond any table, it would take the process down."""
    beyond = facts.last_row > limits.rows + MARGIN_ROWS or facts.last_column > FARTHEST_COLUMN
    if beyond or facts.last_row * facts.last_column > FILLED * limits.cells:
        raise Refusal(
            "too_many_cells",
            f"Une cellule se trouve à la ligne {facts.last_row}, colonne {facts.last_column}, hors de tout tableau.",
            "Supprimez les lignes et colonnes vides après le tableau, puis enregistrez.",
        )


class PartScanner:
    """Streams one XML part: refuses document types, notes cells, hidden rows, merges, formulas without value."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.facts = SheetFacts()
        self.content_types = ""
        self._row = 0
        self._cell: tuple[int, int] | None = None
        self._formula = self._value = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def close(self) -> None:
        self._parser.Parse(b"", True)

    def _refuse_doctype(self, *_: object) -> None:
        raise Refusal("xml_forbidden", "Le classeur contient une déclaration XML interdite.", REPAIR)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes.get("r", ""), attributes.get("t", ""))
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._formula = True
        elif name in {"v", "is"} and self._formula:
            self._parser.CharacterDataHandler = self._text
        elif name == "mergeCell":
            self.facts.merged.append(attributes.get("ref", ""))
        elif name == "Override":
            self.content_types += attributes.get("ContentType", "") + " "

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        if attributes.get("hidden") in {"1", "true"}:
            self.facts.hidden_rows.append(self._row)

    def _start_cell(self, reference: str, kind: str) -> None:
        match = _CELL.fullmatch(reference)
        column = 0
        if match:
            self._row = int(match[2])
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
        facts = self.facts
        facts.cells += 1
        facts.last_row, facts.last_column = max(facts.last_row, self._row), max(facts.last_column, column)
        check_reach(facts, self.limits)
        if kind == "e":
            facts.errors.append((self._row, column))
        self._cell, self._formula, self._value = (self._row, column), False, False

    def _text(self, text: str) -> None:
        self._value = self._value or bool(text.strip())

    def _end(self, name: str) -> None:
        self._parser.CharacterDataHandler = None
        if name.rpartition(":")[2] == "c" and self._formula and not self._value and self._cell:
            self.facts.formulas_without_value.append(self._cell)
