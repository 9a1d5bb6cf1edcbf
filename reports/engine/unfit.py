"""Cells that cannot be stored, or cannot be trusted as they are: each named at its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.engine.formats import count
from reports.engine.lost import REPLACED, report_replaced
from reports.engine.text import CONTROL, INVISIBLE

if TYPE_CHECKING:
    from reports.engine.cells import Sheet


def report_controls(sheet: Sheet, name: str, cells: Sequence[str]) -> None:
    """Control characters: no database of ours can hold them all."""
    for row in (k for k, cell in enumerate(cells) if CONTROL.search(cell)):
        sheet.findings.error(
            "control_char",
            "Caractère de contrôle invisible dans la cellule.",
            "Effacez la cellule et saisissez de nouveau son texte.",
            **{**sheet.place(name, row), "value": CONTROL.sub(REPLACED, cells[row])},
        )


def report_invisible(sheet: Sheet, name: str, cells: Sequence[str]) -> None:
    """Direction marks and characters of no width, told once a column."""
    rows = [k for k, cell in enumerate(cells) if INVISIBLE.search(cell)]
    if rows:
        sheet.findings.warning(
            "text_control_chars",
            f"Marques de direction ou de largeur nulle dans {count(len(rows), 'cellule')} de cette colonne.",
            "Le texte est conservé tel quel et affiché isolé du reste de la page.",
            **sheet.place(name, rows[0]),
        )


def report_long(sheet: Sheet, name: str, cells: Sequence[str], limit: int) -> None:
    """Cells beyond a length, each at its place."""
    for row in (k for k, cell in enumerate(cells) if len(cell) > limit):
        sheet.findings.error(
            "field_too_long",
            f"{len(cells[row])} caractères dans une cellule, {limit} au plus sont admis.",
            "Raccourcissez le texte de cette cellule.",
            **{**sheet.place(name, row), "value": cells[row][:60] + "…"},
        )


def report_lost(sheet: Sheet, name: str, cells: Sequence[str]) -> None:
    """Characters lost before a workbook was written, told once a column; those of a text are told when it is decoded."""
    times = sum(cell.count(REPLACED) for cell in cells)
    if times:
        first = next(row for row, cell in enumerate(cells) if REPLACED in cell)
        report_replaced(times, sheet.findings, **sheet.place(name, first))
