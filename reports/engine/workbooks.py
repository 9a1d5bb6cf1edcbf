"""A scanned workbook to tables: every sheet that looks like one, true lines, nothing skipped in silence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from reports.engine.archive import scan_workbook
from reports.engine.findings import Findings, Option
from reports.engine.headers import header_key
from reports.engine.limits import Limits
from reports.engine.partscan import REPAIR, SheetFacts
from reports.engine.preamble import ask_header, find_header
from reports.engine.sheetfacts import report_facts
from reports.engine.sheetparts import sheet_parts
from reports.engine.sheetrows import SheetRows, sheet_rows
from reports.engine.tables import Table

MOST_ABOVE = 20
"""Lines among which the header is looked for."""


Likely = tuple[int, str, Any, int, int]
"""Recognised columns, title, sheet, lines above the header, named columns."""


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
            name, sheet, above = found
            rows = sheet_rows(sheet, above)
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
) -> tuple[str, Any, int] | None:
    """The one sheet that holds the known header, and how many lines stand above it."""
    found = []
    for name, sheet in sheets:
        head: list[Any] = sheet.to_python(skip_empty_area=False, nrows=MOST_ABOVE) or [[]]
        above = find_header(head, known)
        score = sum(header_key(str(cell)) in known for cell in head[above] if cell != "")
        width = sum(isinstance(cell, str) and bool(cell.strip()) for cell in head[above])
        found.append((score, name, sheet, above, width))
    best = max(score for score, *_ in found) if found else 0
    likely = [item for item in found if item[0] >= max(2, best // 2)] or _unknown_table(found)
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
        chosen = _ask_sheet([item[1] for item in likely], file, findings)
        likely = [item for item in likely if item[1] == chosen]
        if not likely:
            return None
    _, name, sheet, above, _ = likely[0]
    if above and not ask_header(file, name, above + 1, above, findings):
        return None
    return name, sheet, above


def _unknown_table(found: Sequence[Likely]) -> list[Likely]:
    """The sheet of an export nobody knows yet: the only one whose first line names three columns or more."""
    wide = [item for item in found if item[4] >= 3]
    return wide if len(wide) == 1 else []


def _ask_sheet(titles: list[str], file: str, findings: Findings) -> str:
    names = ", ".join(f"« {title} »" for title in titles)
    return findings.ask(
        "sheet_ambiguous",
        f"Plusieurs feuilles portent un tableau : {names}.",
        "Gardez une seule feuille, ou réunissez leurs lignes.",
        [Option(title, f"Lire la feuille « {title} »") for title in titles],
        file=file,
        sheet=titles[-1],
    )


def _table(
    title: str,
    rows: SheetRows,
    first_year: int,
    facts: SheetFacts,
    file: str,
    limits: Limits,
    findings: Findings,
) -> Table | None:
    if len(rows.header) > limits.columns:
        findings.error(
            "too_many_columns",
            f"{len(rows.header)} colonnes lues, {limits.columns} au plus.",
            "Gardez les colonnes du format.",
            file=file,
            sheet=title,
        )
        return None
    for line in rows.spilt:
        findings.error(
            "bad_field_count",
            "Une cellule remplie se trouve à droite de l’en-tête.",
            "Donnez un en-tête à cette colonne, ou videz-la.",
            file=file,
            sheet=title,
            line=line,
        )
    table = Table(
        file,
        rows.header,
        rows.columns,
        rows.lines,
        sheet=title,
        is_workbook=True,
        first_serial_year=first_year,
    )
    report_facts(table, facts, findings)
    return table
