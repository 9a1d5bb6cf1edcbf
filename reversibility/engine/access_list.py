"""A whole list of accesses, judged before anything is stored: which lines it makes, every line to correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from contracts.engine.list_faults import Fault, ListRefused
from reversibility.engine.access_cells import COLUMNS, Wrong, read_access
from reversibility.engine.accesses import Access

NEEDED = ("system", "kind")
NEW = Access("", "")
Key = tuple[str, str]


def fault_of(wrong: Wrong, line: int = 0) -> Fault:
    """A field to correct, at its line. The value is never told: it may be a secret."""
    return Fault(line, COLUMNS[wrong.field], "", wrong.message, wrong.remedy)


def read_access_list(
    rows: Iterable[tuple[int, Mapping[str, str]]], known: Mapping[Key, Access], today: date
) -> list[Access]:
    """The accesses that a list gives (line number, cells by column name). Raises ListRefused.

    An access is known by its system and its kind; those the list does not name are not of the result.
    """
    fields = {column: name for name, column in COLUMNS.items()}
    found: dict[Key, Access] = {}
    given: dict[Key, int] = {}
    faults: list[Fault] = []
    for line, cells in rows:
        row = {fields[column]: cell for column, cell in cells.items()}
        if not any(cell.strip() for cell in row.values()):
            continue
        access, wrongs = _read_row(row, known, today)
        if not wrongs and access.key in given:
            wrongs = [
                Wrong(
                    "system",
                    f"Cet accès est déjà en ligne {given[access.key]}.",
                    "Gardez une des deux lignes.",
                )
            ]
        faults += [fault_of(wrong, line) for wrong in wrongs]
        given.setdefault(access.key, line)
        found[access.key] = access
    if not found:
        faults.append(
            Fault(1, COLUMNS["system"], "", "La liste ne porte aucun accès.", "Ajoutez une ligne au moins.")
        )
    if faults:
        raise ListRefused(faults)
    return list(found.values())


def _read_row(row: Mapping[str, str], known: Mapping[Key, Access], today: date) -> tuple[Access, list[Wrong]]:
    """What the row says alone, then laid over the access of that system and kind."""
    row = {**dict.fromkeys(NEEDED, ""), **row}
    alone, wrongs = read_access(row, NEW, today)
    if wrongs or alone.key not in known:
        return alone, wrongs
    return read_access(row, known[alone.key], today)
