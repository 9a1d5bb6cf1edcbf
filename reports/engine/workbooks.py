"""A scanned workbook to tables: every sheet that looks like one, true lines, nothing skipped in silence."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from typing import Any

from core.engine.formats import count
from reports.engine.archive import scan_workbook
from reports.engine.findings import Findings, Option
from reports.engine.headers import header_key
from reports.engine.limits import Limits
from reports.engine.partscan import REPAIR, SheetFacts
from reports.engine.preamble import ask_header, find_header
from reports.engine.tables import Table, column_letters


def read_workbook_table(
    content: bytes, file: str, known: frozenset[str], limits: Limits, findings: Findings
) -> Table | None:
    """The one sheet that holds a known header, or None with the reason among the findings."""
    facts = scan_workbook(content, file, limits, findings)
    if facts is None:
        return None
    # openpyxl refuses entity bombs only where defusedxml is installed, and is slow to import.
    import defusedxml
    import openpyxl

    assert defusedxml
    try:
        with closing(
            openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        ) as book:
            sheets = [(s, _rows_of(s)) for s in book.worksheets]
            return _choose(sheets, book.epoch.year, facts, file, known, limits, findings)
    except (KeyError, ValueError, TypeError, OSError, AttributeError):
        findings.error(
            "corrupt_file",
            "Le classeur est abîmé : une feuille manque ou ne peut pas être lue.",
            REPAIR,
            file=file,
        )
        return None


def _rows_of(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    return sheet.iter_rows(values_only=True)


def _choose(
    sheets: Sequence[tuple[Any, Iterator[tuple[Any, ...]]]],
    epoch: int,
    facts: dict[str, SheetFacts],
    file: str,
    known: frozenset[str],
    limits: Limits,
    findings: Findings,
) -> Table | None:
    found = []
    for sheet, rows in sheets:
        head = list(islice(rows, 20))
        above = find_header(head, known)
        header = head[above] if head else ()
        score = sum(header_key(str(cell)) in known for cell in header if cell is not None)
        found.append((score, sheet, above, chain(head, rows)))
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
        chosen = _ask_sheet([sheet.title for _, sheet, *_ in likely], file, findings)
        likely = [item for item in likely if item[1].title == chosen]
        if not likely:
            return None
    _, sheet, above, rows = likely[0]
    if above and not ask_header(file, sheet.title, above + 1, above, findings):
        return None
    part = str(sheet._worksheet_path).lstrip("/")
    rows = islice(rows, above, None)
    return _table(sheet.title, above, rows, epoch, facts.get(part, SheetFacts()), file, limits, findings)


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
    title: str, above: int, rows: Iterator[tuple[Any, ...]], epoch: int, facts: SheetFacts, file: str,
    limits: Limits, findings: Findings,
) -> Table | None:  # fmt: skip
    names = ["" if cell is None else str(cell).strip() for cell in next(rows, ())]
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
    kept, lines, spilt = _kept_rows(rows, len(names), above + 2)
    for line in spilt:
        findings.error(
            "bad_field_count",
            "Une cellule remplie se trouve à droite de l’en-tête.",
            "Donnez un en-tête à cette colonne, ou videz-la.",
            file=file,
            sheet=title,
            line=line,
        )
    columns = tuple(map(list, zip(*kept, strict=True))) if kept else tuple([] for _ in names)
    table = Table(
        file,
        tuple(names),
        columns,
        lines,
        sheet=title,
        is_workbook=True,
        first_serial_year=1904 if epoch == 1904 else 1900,
    )
    _report_facts(table, facts, findings)
    return table


def _kept_rows(
    rows: Iterator[tuple[Any, ...]], width: int, first: int
) -> tuple[list[tuple[Any, ...]], list[int], list[int]]:
    """Rows that hold something, cut or filled to the header's width, their lines, and the lines that spill over."""
    kept, lines, spilt = [], [], []
    for line, row in enumerate(rows, start=first):
        if any(cell is not None and cell != "" for cell in row):
            kept.append((*row[:width], *(None,) * (width - len(row))))
            lines.append(line)
            if any(cell is not None for cell in row[width:]):
                spilt.append(line)
    return kept, lines, spilt


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
