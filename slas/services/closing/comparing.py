"""The first place where two tellings of a month differ, named for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from journal.engine.chain import Break

SHOWN = 120


@dataclass(frozen=True)
class Fault:
    """A place that differs: table, row, field, what is found and what was closed."""

    table: str
    row: str
    field: str
    found: str
    expected: str

    @classmethod
    def of_chain(cls, broken: Break) -> Self:
        """A place of the journal where its chain does not hold."""
        return cls("journal", f"ligne {broken.sequence}", broken.field, broken.found, broken.expected)

    @property
    def words(self) -> str:
        """« verdicts de 2026-03, E06 INC-001, state : trouvé breached, attendu met »."""
        return (
            f"{self.table}, {self.row}, {self.field}\u00a0: trouvé «\u00a0{self.found[:SHOWN]}\u00a0», "
            f"attendu «\u00a0{self.expected[:SHOWN]}\u00a0»"
        )


def differing_lines(
    table: str, found: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]], columns: Sequence[str]
) -> Iterator[Fault]:
    """Rows that differ; the first cells are their key."""
    yield from differing_values(
        table, [_named(columns, row) for row in found], [_named(columns, row) for row in expected]
    )


def _named(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(columns, row, strict=True))


def differing_values(
    table: str, found: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]
) -> Iterator[Fault]:
    """Lines that are missing, too many, or whose values differ; `code`, `effective_from`, `reference` and `life` are their key."""
    here, there = _keyed(found), _keyed(expected)
    for key in sorted({*here, *there}):
        row = " ".join(part for part in key[:-1] if part) or "total"
        if key not in here:
            yield Fault(table, row, "ligne", "absente", "présente")
        elif key not in there:
            yield Fault(table, row, "ligne", "présente", "absente")
        else:
            for name, value in there[key].items():
                if _plain(here[key].get(name)) != _plain(value):
                    yield Fault(table, row, name, str(here[key].get(name)), str(value))


def _plain(value: Any) -> Any:
    """Values as JSON gives them back: a tuple is a list."""
    return list(value) if isinstance(value, tuple) else value


def _keyed(lines: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    """Lines by their key; one that comes twice is told apart by its rank."""
    keyed: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for line in lines:
        names = [str(line.get(name, "")) for name in ("code", "effective_from", "reference", "life")]
        rank = 0
        while (*names, str(rank)) in keyed:
            rank += 1
        keyed[(*names, str(rank))] = line
    return keyed
