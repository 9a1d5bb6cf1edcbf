"""One ticket told by several files of a delivery: the same rule as within one file, however the export was cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reports.engine.duplicates import SUSPECT, reference_key, without_rows
from reports.engine.findings import Findings
from reports.engine.rows import Tickets


class _File:
    """One file of tickets, its rank among them, and the rows of it that are left out."""

    def __init__(self, number: int, tickets: Tickets) -> None:
        self.number, self.tickets = number, tickets
        self.references: list[str] = tickets.columns["reference"]
        self.dropped: set[int] = set()
        self._journal: dict[str, list[tuple[str, ...]]] | None = None

    def told(self, row: int) -> tuple[Any, ...]:
        """All it says of one ticket, in a form that can be compared (an unknown instant equals another)."""
        cells = ((name, column[row]) for name, column in self.tickets.columns.items())
        values = {name: str(cell) if isinstance(cell, np.datetime64) else cell for name, cell in cells}
        return values, self._journals().get(self.references[row], [])

    def _journals(self) -> dict[str, list[tuple[str, ...]]]:
        if self._journal is None:
            self._journal = {}
            for pause in self.tickets.pauses:
                line = (str(pause.started), str(pause.ended), pause.reason, pause.label)
                self._journal.setdefault(pause.reference, []).append(line)
            for move in self.tickets.moves:
                self._journal.setdefault(move.reference, []).append(tuple(map(str, move)))
        return self._journal


def settle_between_files(read: Sequence[Tickets], findings: Findings) -> list[Tickets]:
    """The tickets of each file without the rows left out. A row that another file repeats is told once; with other
    values it is refused, for nothing says which one is right.
    """
    if len(read) < 2:
        return list(read)
    files = [_File(number, tickets) for number, tickets in enumerate(read, start=1)]
    first: dict[str, tuple[_File, int]] = {}
    for file in files:
        for row, reference in enumerate(file.references):
            key = reference_key(reference)
            earlier, line = first.setdefault(key, (file, row))
            # Within one file, this was settled already.
            if earlier is not file and _settle(earlier, line, file, row, findings):
                first[key] = (file, row)
    return [without_rows(file.tickets, file.dropped) if file.dropped else file.tickets for file in files]


def _settle(earlier: _File, line: int, file: _File, row: int, findings: Findings) -> bool:
    """Name the repetition and leave one of its rows out, if any; returns whether that is the earlier one."""
    reference, former = file.references[row], earlier.references[line]
    where = f"la ligne {earlier.tickets.lines[line]} du fichier de tickets n° {earlier.number}"
    place: dict[str, Any] = {
        "file": file.tickets.file,
        "line": file.tickets.lines[row],
        "reference": reference,
    }
    if reference != former:
        chosen = findings.ask(
            "duplicate_suspect",
            f"Référence semblable à celle de {where}, à la casse, aux espaces ou à des signes invisibles près.",
            "Supprimez la ligne en trop, ou corrigez la référence s’il s’agit de deux tickets.",
            SUSPECT,
            about=reference_key(reference),
            **place,
        )
        if chosen == "keep_last":
            earlier.dropped.add(line)
        elif chosen == "keep_first":
            file.dropped.add(row)
        return chosen == "keep_last"
    if earlier.told(line) == file.told(row):
        findings.warning(
            "duplicate_identical", f"Ligne identique à {where}.", "La seconde ligne est écartée.", **place
        )
        file.dropped.add(row)
        return False
    findings.error(
        "duplicate_conflict",
        f"Le ticket {reference} est aussi à {where}, avec d’autres valeurs.",
        "Gardez la seule ligne juste.",
        **place,
    )
    return False
