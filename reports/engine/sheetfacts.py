"""What a sheet holds beside its values, told at its place."""

from __future__ import annotations

from typing import Any

from core.engine.formats import count
from reports.engine.findings import Findings
from reports.engine.partscan import SheetFacts
from reports.engine.tables import Table, column_letters


def report_facts(table: Table, facts: SheetFacts, findings: Findings) -> None:
    """Tell hidden rows (read all the same), merged cells, formulas without a result or with an error."""
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
        name = table.header[index] if index is not None else letters
        for line in range(low + 1, high + 1):
            findings.error(
                "merged_cells", f"Cellules fusionnées ({reference}) : cette ligne n’a pas de valeur propre.",
                "Annulez la fusion et recopiez la valeur sur chaque ligne.",
                file=table.file, sheet=table.sheet, line=line, column=name,
            )  # fmt: skip
    for row, column in facts.formulas_without_value:
        findings.error(
            "formula_without_value",
            "Formule sans résultat enregistré.",
            "Recalculez et enregistrez le classeur dans le tableur, ou collez les valeurs.",
            **_place(table, row, column),
        )
    for row, column in facts.errors:
        findings.error(
            "formula_error",
            "La formule de cette cellule donne une erreur.",
            "Corrigez la formule ou écrivez la valeur, puis enregistrez le classeur.",
            **_place(table, row, column),
        )


def _place(table: Table, row: int, column: int) -> dict[str, Any]:
    """Where a cell stands; `column` counts from 1."""
    name = table.header[column - 1] if 0 < column <= len(table.header) else ""
    cell = f"{column_letters(column - 1)}{row}"
    return {"file": table.file, "sheet": table.sheet, "line": row, "column": name, "cell": cell}
