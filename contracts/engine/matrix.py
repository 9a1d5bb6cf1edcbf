"""The priority matrix of a contract version: impact × urgency gives the priority. Read, written, laid out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.engine.people import Fault
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


def matrix_faults(cells: Iterable[Cell], priorities: Collection[str]) -> Iterator[Fault]:
    """Crossings that give a priority unknown to the contract."""
    for cell in cells:
        if cell.priority and cell.priority not in priorities:
            yield Fault(
                "",
                f"« {cell.impact} », « {cell.urgency} » donne une priorité inconnue : « {cell.priority} ».",
                f"Priorités du contrat : {', '.join(priorities)}.",
            )


def grid_faults(grid: Grid) -> Iterator[Fault]:
    """What a table typed by a person lacks; fields are `impact-1`, `urgence-1`, `priorite-1-1`, from 0.

    A line, or a column, without a name nor a priority says nothing: it is no fault.
    """
    impacts = [impact for impact, _ in grid.lines]
    yield from _named_once(
        "urgence", grid.urgencies, "cette urgence", list(zip(*(line for _, line in grid.lines), strict=True))
    )
    yield from _named_once("impact", impacts, "cet impact", [line for _, line in grid.lines])
    for rank, (impact, line) in enumerate(grid.lines):
        for column, urgency in enumerate(grid.urgencies):
            if impact and urgency and not line[column]:
                yield Fault(
                    f"priorite-{rank}-{column}",
                    f"« {impact} », « {urgency} » n’a pas de priorité.",
                    "Choisissez-la.",
                )
    if any(impacts) != any(grid.urgencies):
        field = "urgence-0" if any(impacts) else "impact-0"
        yield Fault(field, "un impact se croise avec une urgence.", "Nommez au moins l’un et l’autre.")


def _named_once(
    kind: str, names: Sequence[str], words: str, held: Sequence[Sequence[str]]
) -> Iterator[Fault]:
    for rank, name in enumerate(names):
        if not name and any(held[rank]):
            yield Fault(
                f"{kind}-{rank}",
                "des priorités y sont sans nom.",
                f"Nommez {words}, ou videz-la de ses priorités.",
            )
        if name and name in names[:rank]:
            yield Fault(f"{kind}-{rank}", f"« {name} » y est deux fois.", "Gardez-en une seule.")


def cells_of(grid: Grid) -> tuple[Cell, ...]:
    """The crossings of the named lines and columns."""
    return tuple(
        Cell(impact, urgency, priority)
        for impact, line in grid.lines
        for urgency, priority in zip(grid.urgencies, line, strict=True)
        if impact and urgency
    )


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
