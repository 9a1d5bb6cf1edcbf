"""The priority matrix of a contract version: impact × urgency gives the priority. Read, written, laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.engine.reading import Entry, complain_of_repeats

LONGEST = 60


@dataclass(frozen=True)
class Cell:
    """One crossing of the matrix; the texts are the contract's own words."""

    impact: str
    urgency: str
    priority: str


@dataclass(frozen=True)
class Grid:
    """The matrix as a table: its urgencies, then one line per impact with the priorities in their order."""

    urgencies: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


def read_matrix(version: Entry) -> tuple[Cell, ...]:
    """The `[[version.matrice]]` tables, line by line. Problems go to the version's own list."""
    entries = version.tables("matrice")
    lines = [(entry.text("impact", limit=LONGEST), _read_line(entry)) for entry in entries]
    complain_of_repeats(zip(entries, (impact for impact, _ in lines), strict=True), "l’impact")
    for entry, (_, line) in zip(entries, lines, strict=True):
        first = lines[0][1]
        if line and first and line.keys() != first.keys():
            entry.complain(
                "ses urgences ne sont pas celles de la première ligne.",
                f"Donnez une priorité à chacune : {', '.join(first)}.",
            )
    return tuple(
        Cell(impact, urgency, priority) for impact, line in lines for urgency, priority in line.items()
    )


def _read_line(entry: Entry) -> dict[str, str]:
    """Urgency -> priority, for one impact."""
    inner = entry.table("urgences", f"{entry.place}, urgences")
    line = {urgency: inner.text(urgency, limit=10) for urgency in inner.values}
    if not line:
        entry.complain(
            "aucune urgence n’y est dite.", 'Ajoutez [version.matrice.urgences] avec "bloquant" = "P1".'
        )
    for urgency in line:
        if len(urgency) > LONGEST:
            inner.complain(f"« {urgency} » est trop long.", f"Tenez-vous à {LONGEST} caractères par urgence.")
    entry.close()
    return line


def grid_of(cells: Iterable[Mapping[str, str]]) -> Grid:
    """The stored cells as a table; impacts and urgencies in the order of the contract."""
    lines: dict[str, dict[str, str]] = {}
    for cell in cells:
        lines.setdefault(cell["impact"], {})[cell["urgency"]] = cell["priority"]
    urgencies = tuple(dict.fromkeys(urgency for line in lines.values() for urgency in line))
    return Grid(
        urgencies,
        tuple(
            (impact, tuple(line.get(urgency, "") for urgency in urgencies)) for impact, line in lines.items()
        ),
    )


def write_matrix(cells: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The `[[version.matrice]]` tables of the stored cells."""
    grid = grid_of(cells)
    return [
        {"impact": impact, "urgences": dict(zip(grid.urgencies, line, strict=True))}
        for impact, line in grid.lines
    ]
