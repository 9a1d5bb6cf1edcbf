"""References met twice: counted once when the rows are equal, refused or asked when they are not."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import compress
from typing import Any

import numpy as np

from reports.engine.cells import Sheet
from reports.engine.findings import Findings, Option
from reports.engine.rows import Tickets

SUSPECT = (
    Option("keep_last", "Un seul ticket : garder la dernière ligne"),
    Option("keep_first", "Un seul ticket : garder la première ligne"),
    Option("distinct", "Deux tickets distincts : garder les deux lignes"),
)


def reference_key(reference: str) -> str:
    """Two references are suspected equal when they differ only by case, spaces or form of their letters."""
    return "".join(unicodedata.normalize("NFKC", reference).casefold().split())


def without_duplicates(sheet: Sheet, tickets: Tickets) -> Tickets:
    """The tickets without the rows that repeat another to the letter; other repetitions are reported."""
    references = tickets.columns["reference"]
    if _all_differ(references):
        return tickets
    first: dict[str, int] = {}
    dropped: set[int] = set()
    for row, reference in enumerate(references):
        if not reference:
            continue
        earlier = first.setdefault(reference_key(reference), row)
        out = _report(sheet, tickets, earlier, row) if earlier != row else None
        if out is not None:
            dropped.add(out)
        if out == earlier:
            first[reference_key(reference)] = row
    if not dropped:
        return tickets
    kept = [row not in dropped for row in range(len(references))]
    columns = {name: _filter(column, kept) for name, column in tickets.columns.items()}
    return Tickets(columns, list(compress(tickets.lines, kept)), file=tickets.file)


def _all_differ(references: list[str]) -> bool:
    joined = "\n".join(references)
    if joined.isascii() and " " not in joined:
        return len(set(joined.lower().split("\n"))) == len(references)
    return len({reference_key(reference) for reference in references}) == len(references)


def _filter(column: Any, kept: list[bool]) -> Any:
    return column[np.array(kept)] if isinstance(column, np.ndarray) else list(compress(column, kept))


def _report(sheet: Sheet, tickets: Tickets, earlier: int, row: int) -> int | None:
    """Name the repetition; returns the row to be left out, if any."""
    reference = tickets.columns["reference"][row]
    line = sheet.table.lines[earlier]
    place = {**sheet.place("reference", row), "reference": reference}
    if reference != tickets.columns["reference"][earlier]:
        chosen = sheet.findings.ask(
            "duplicate_suspect",
            f"Référence semblable à celle de la ligne {line}, à la casse ou aux espaces près.",
            "Supprimez la ligne en trop, ou corrigez la référence s’il s’agit de deux tickets.",
            SUSPECT,
            about=reference_key(reference),
            **place,
        )
        return {"keep_last": earlier, "keep_first": row}.get(chosen)
    if all(_cell(column, row) == _cell(column, earlier) for column in sheet.table.columns):
        sheet.findings.warning(
            "duplicate_identical",
            f"Ligne identique à la ligne {line}.",
            "La seconde ligne est écartée.",
            **place,
        )
        return row
    sheet.findings.error(
        "duplicate_conflict",
        f"La référence est déjà à la ligne {line}, avec d’autres valeurs.",
        "Gardez la seule ligne juste.",
        **place,
    )
    return None


def _cell(column: list[Any], row: int) -> Any:
    return column[row]


def check_between_files(read: Sequence[Tickets], findings: Findings) -> None:
    """Refuse a reference told by two ticket files of one delivery: nothing says which one is right."""
    if len(read) < 2:
        return
    first: dict[str, tuple[int, int]] = {}
    for number, tickets in enumerate(read, start=1):
        for row, reference in enumerate(tickets.columns["reference"]):
            earlier, line = first.setdefault(reference_key(reference), (number, tickets.lines[row]))
            if earlier != number:
                findings.error(
                    "duplicate_conflict",
                    f"Le ticket {reference} est aussi à la ligne {line} du fichier de tickets n° {earlier}.",
                    "Gardez chaque ticket dans un seul fichier.",
                    file=tickets.file,
                    line=tickets.lines[row],
                    reference=reference,
                )
