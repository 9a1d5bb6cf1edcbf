"""A scanned workbook to tables: every sheet that looks like one, true lines, nothing skipped in silence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree

from core.engine.formats import count
from reports.engine.archive import scan_workbook
from reports.engine.findings import Findings
from reports.engine.headers import header_key
from reports.engine.limits import Limits
from reports.engine.partscan import REPAIR, SheetFacts
from reports.engine.sheetparts import sheet_parts
from reports.engine.tables import Table, column_letters


def read_workbook_table(
    content: bytes, file: str, known: frozenset[str], limits: Limits, findings: Findings
) -> Table | None:
    """The one sheet that holds a known header, or None with the reason among the findings."""
    facts = scan_workbook(content, file, limits, findings)
    if facts is None:
        return None
    import python_calamine as calamine  # a native reader: it may only meet a workbook that was scanned

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            parts = sheet_parts(content)
            sheets = [
                (name, book.get_sheet_by_name(name)) for name in book.sheet_names if name in parts.names
            ]
            found = _choose(sheets, known, file, findings)
            if found is None:
                return None
            name, rows = found[0], found[1].to_python(skip_empty_area=False)
    except (calamine.CalamineError, KeyError, ValueError, OSError, ElementTree.ParseError):
        findings.error(
            "corrupt_file",
            "Le classeur est abîmé : une feuille manque ou ne peut pas être lue.",
            REPAIR,
            file=file,
        )
        return None
    own = facts.get(parts.names[name], SheetFacts())
    return _table(name, rows, parts.first_year, own, file, limits, findings)


def _choose(
    sheets: Sequence[tuple[str, Any]], known: frozenset[str], file: str, findings: Findings
) -> tuple[str, Any] | None:
    """The one sheet whose first line holds the known header."""
    found = []
    for name, sheet in sheets:
        header: list[Any] = next(iter(sheet.to_python(skip_empty_area=False, nrows=1)), [])
        score = sum(header_key(str(cell)) in known for cell in header if cell != "")
        found.append((score, name, sheet))
    best = max(score for score, *_ in found) if found else 0
    likely = [item for item in found if item[0] >= max(2, best // 2)]
    if not likely:
        findings.error(
            "missing_columns",
            "Aucune feuille ne porte l’en-tête attendu en ligne 1.",
            "Partez du modèle du portail.",
            file=file,
            line=1,
        )
        return None
    if len(likely) > 1:
        names = ", ".join(f"« {name} »" for _, name, _ in likely)
        findings.question(
            "sheet_ambiguous",
            f"Plusieurs feuilles portent un tableau : {names}.",
            "Gardez une seule feuille, ou réunissez leurs lignes.",
            file=file,
            sheet=likely[-1][1],
        )
        return None
    return likely[0][1:]


def _table(
    title: str, rows: list[list[Any]], first_year: int, facts: SheetFacts, file: str, limits: Limits, findings: Findings
) -> Table | None:  # fmt: skip
    names = [str(cell).strip() for cell in rows[0]]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.columns:
        findings.error(
            "too_many_columns",
            f"{len(names)} colonnes lues, {limits.columns} au plus.",
            "Gardez les colonnes du format.",
            file=file,
            sheet=title,
        )
        return None
    kept, lines, spilt = _kept_rows(rows[1:], len(names))
    for line in spilt:
        findings.error(
            "bad_field_count",
            "Une cellule remplie se trouve à droite de l’en-tête.",
            "Donnez un en-tête à cette colonne, ou videz-la.",
            file=file,
            sheet=title,
            line=line,
        )
    columns = (
        tuple(_plain(column) for column in zip(*kept, strict=True)) if kept else tuple([] for _ in names)
    )
    table = Table(
        file,
        tuple(names),
        columns,
        lines,
        sheet=title,
        is_workbook=True,
        first_serial_year=first_year,
    )
    _report_facts(table, facts, findings)
    return table


def _kept_rows(rows: list[list[Any]], width: int) -> tuple[list[list[Any]], list[int], list[int]]:
    """Rows that hold something, cut to the header's width, their lines, and the lines that spill over."""
    kept = [(line, row) for line, row in enumerate(rows, start=2) if any(cell != "" for cell in row)]
    spilt = [line for line, row in kept if any(cell != "" for cell in row[width:])]
    return [row[:width] for _, row in kept], [line for line, _ in kept], spilt


def _plain(column: tuple[Any, ...]) -> list[Any]:
    """A day without time is the instant it begins; a whole number is written without decimals."""
    kinds = set(map(type, column))
    if date in kinds:
        midnight = time()
        column = tuple(datetime.combine(cell, midnight) if type(cell) is date else cell for cell in column)
    if float in kinds:
        return [int(cell) if type(cell) is float and cell.is_integer() else cell for cell in column]
    return list(column)


def _report_facts(table: Table, facts: SheetFacts, findings: Findings) -> None:
    hidden = sorted(set(facts.hidden_rows) & set(table.lines))
    if hidden:
        findings.warning(
            "hidden_rows_included", f"{count(len(hidden), 'ligne masquée|lignes masquées')} par un filtre ou à la main dans la feuille.",
            "Elles ont été lues et comptées comme les autres.", file=table.file, sheet=table.sheet, line=hidden[0],
        )  # fmt: skip
    for reference in facts.merged:
        start, _, end = reference.partition(":")
        low, high = (int("".join(c for c in part if c.isdigit()) or 0) for part in (start, end))
        letters = "".join(c for c in start if c.isalpha())
        index = next((k for k in range(len(table.header)) if column_letters(k) == letters), None)
        column = table.header[index] if index is not None else letters
        for line in range(low + 1, high + 1):
            findings.error(
                "merged_cells", f"Cellules fusionnées ({reference}) : cette ligne n’a pas de valeur propre.",
                "Annulez la fusion et recopiez la valeur sur chaque ligne.",
                file=table.file, sheet=table.sheet, line=line, column=column,
            )  # fmt: skip
    for row, column_number in facts.formulas_without_value:
        name = table.header[column_number - 1] if 0 < column_number <= len(table.header) else ""
        findings.error(
            "formula_without_value", "Formule sans résultat enregistré.",
            "Recalculez et enregistrez le classeur dans le tableur, ou collez les valeurs.",
            file=table.file, sheet=table.sheet, line=row, column=name, cell=f"{column_letters(column_number - 1)}{row}",
        )  # fmt: skip
    for row, column_number in facts.errors:
        name = table.header[column_number - 1] if 0 < column_number <= len(table.header) else ""
        findings.error(
            "formula_error", "La formule de cette cellule donne une erreur.",
            "Corrigez la formule ou écrivez la valeur, puis enregistrez le classeur.",
            file=table.file, sheet=table.sheet, line=row, column=name, cell=f"{column_letters(column_number - 1)}{row}",
        )  # fmt: skip
