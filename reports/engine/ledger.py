"""The facts in force, told again in memory: the same rules as publishing, delivery after delivery.

A ticket holds the last values told of it by the latest month; it is in force while the delivery that told them
last is. A status journal replaces the waits and moves of the tickets it names and of those first told by its
delivery; a ticket that a later month already told keeps that month's journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.engine.months import Month
from reports.engine.duplicates import reference_key
from reports.engine.proofs import EVIDENCE, Change
from reports.engine.rows import TICKET_COLUMNS

Wait = tuple[str, str, str]
"""Reference, start, reason."""
Step = tuple[str, int]
"""Reference, position of the move among those of the ticket."""
Move = tuple[str, str, str, str, str]
"""Instant, status before and after, actor, reason as received."""
PLACES = [(name, TICKET_COLUMNS.index(name)) for name in EVIDENCE]


@dataclass
class Told:
    """One ticket: its values in the order of TICKET_COLUMNS, the deliveries that told it first and last."""

    values: tuple[Any, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Journal:
    """A status journal: waits (reference, start, end, reason, label) and moves in the order of `moves.FIELDS`."""

    waits: Sequence[Sequence[Any]]
    moves: Sequence[Sequence[Any]] = ()


@dataclass
class Ledger:
    """Tickets by reference, their waits and moves, after some deliveries; `current` is the one in force of each month.

    `retold`: dates and priorities told otherwise than before: reference, field, month, value before and after.
    """

    tickets: dict[str, Told] = field(default_factory=dict)
    waits: dict[Wait, tuple[str | None, str]] = field(default_factory=dict)
    moves: dict[Step, Move] = field(default_factory=dict)
    retold: list[tuple[str, str, Month, str, str]] = field(default_factory=list)
    months: dict[int, Month] = field(default_factory=dict)
    current: dict[Month, int] = field(default_factory=dict)

    def publish(
        self, key: int, month: Month, tickets: Iterable[tuple[Any, ...]], journal: Journal | None
    ) -> None:
        """Take one delivery in, by its key; `journal` None where it has no status journal."""
        later = {other for other_month, other in self.current.items() if other_month > month}
        self.months[key] = month
        for values in tickets:
            known = self.tickets.get(values[0])
            if known is None:
                self.tickets[values[0]] = Told(values, key, key)
            elif known.last not in later:
                self._note(month, known.values, values)
                known.values, known.last = values, key
        if journal is not None:
            self._replace_journal(key, journal, later)
        self.current[month] = key

    def _note(self, month: Month, before: tuple[Any, ...], after: tuple[Any, ...]) -> None:
        for name, place in PLACES:
            if before[place] != after[place]:
                self.retold.append((before[0], name, month, before[place] or "", after[place] or ""))

    def _replace_journal(self, key: int, journal: Journal, later: set[int]) -> None:
        alike = {reference_key(reference): reference for reference in self.tickets}
        kept = {reference for reference, ticket in self.tickets.items() if ticket.last in later}
        waits: dict[Wait, tuple[str | None, str]] = {}
        moves: dict[Step, Move] = {}
        for given, start, end, reason, label in journal.waits:
            if reference := self._named(given, alike):
                waits[reference, start, reason] = end, label
        for given, position, at, before, after, actor, reason in journal.moves:
            if reference := self._named(given, alike):
                moves[reference, position] = at, before, after, actor, reason
        named = {reference for reference, *_ in (*waits, *moves)}
        told = named | {reference for reference, ticket in self.tickets.items() if ticket.first == key}
        told -= named & kept
        self.waits = {wait: value for wait, value in self.waits.items() if wait[0] not in told}
        self.moves = {step: value for step, value in self.moves.items() if step[0] not in told}
        self.waits.update({wait: value for wait, value in waits.items() if wait[0] in told})
        self.moves.update({step: value for step, value in moves.items() if step[0] in told})

    def _named(self, reference: str, alike: dict[str, str]) -> str | None:
        return reference if reference in self.tickets else alike.get(reference_key(reference))

    def evidence_of(self, reference: str) -> list[str]:
        """The dates and priorities of a ticket, in the order of EVIDENCE, empty where it has none."""
        values = self.tickets[reference].values
        return [values[place] or "" for _, place in PLACES]

    def changes(self, ids: dict[str, int]) -> list[Change]:
        """What was told otherwise of the tickets numbered, in the order of publication: see `proofs.tellings`."""
        return [
            (ids[reference], self.months[self.tickets[reference].first], name, month, before, after)
            for reference, name, month, before, after in self.retold
            if reference in ids
        ]

    def steps(self, ids: dict[str, int]) -> list[tuple[int, int, str, str, str]]:
        """Moves of the tickets numbered: number, position, instant, status before and after; in order."""
        return sorted(
            (ids[reference], position, *move[:3])
            for (reference, position), move in self.moves.items()
            if reference in ids
        )

    def in_force(self) -> list[tuple[str, Told]]:
        """The tickets in force, in the order in which they were first told."""
        valid = set(self.current.values())
        return [(reference, ticket) for reference, ticket in self.tickets.items() if ticket.last in valid]


def column(name: str, tickets: Sequence[tuple[str, Told]]) -> list[Any]:
    """One column of some tickets."""
    place = TICKET_COLUMNS.index(name)
    return [ticket.values[place] for _, ticket in tickets]
