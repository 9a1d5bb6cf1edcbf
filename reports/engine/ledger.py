"""The facts in force, told again in memory: the same rules as publishing, delivery after delivery.

A ticket holds the last values told of it by the latest month; it is in force while the delivery that told them
last is. A status journal replaces the waits of the tickets it names and of those first told by its delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.engine.months import Month
from reports.engine.duplicates import reference_key
from reports.engine.rows import TICKET_COLUMNS

Wait = tuple[str, str, str]
"""Reference, start, reason."""


@dataclass
class Told:
    """One ticket: its values in the order of TICKET_COLUMNS, the deliveries that told it first and last."""

    values: tuple[Any, ...]
    first: int
    last: int


@dataclass
class Ledger:
    """Tickets by reference and their waits, after some deliveries; `current` is the one in force of each month."""

    tickets: dict[str, Told] = field(default_factory=dict)
    waits: dict[Wait, tuple[str | None, str]] = field(default_factory=dict)
    current: dict[Month, int] = field(default_factory=dict)

    def publish(
        self,
        key: int,
        month: Month,
        tickets: Iterable[tuple[Any, ...]],
        waits: Sequence[Sequence[Any]] | None,
    ) -> None:
        """Take one delivery in, by its key; `waits` (reference, start, end, reason, label) None without a journal."""
        later = {other for other_month, other in self.current.items() if other_month > month}
        for values in tickets:
            known = self.tickets.get(values[0])
            if known is None:
                self.tickets[values[0]] = Told(values, key, key)
            elif known.last not in later:
                known.values, known.last = values, key
        if waits is not None:
            self._replace_waits(key, waits)
        self.current[month] = key

    def _replace_waits(self, key: int, waits: Sequence[Sequence[Any]]) -> None:
        alike = {reference_key(reference): reference for reference in self.tickets}
        wanted: dict[Wait, tuple[str | None, str]] = {}
        named = set()
        for reference, start, end, reason, label in waits:
            found = reference if reference in self.tickets else alike.get(reference_key(reference))
            if found is not None:
                named.add(found)
                wanted[found, start, reason] = end, label
        told = named | {reference for reference, ticket in self.tickets.items() if ticket.first == key}
        self.waits = {
            wait: value for wait, value in self.waits.items() if wait[0] not in told or wait in wanted
        }
        self.waits.update(wanted)

    def in_force(self) -> list[tuple[str, Told]]:
        """The tickets in force, in the order in which they were first told."""
        valid = set(self.current.values())
        return [(reference, ticket) for reference, ticket in self.tickets.items() if ticket.last in valid]


def column(name: str, tickets: Sequence[tuple[str, Told]]) -> list[Any]:
    """One column of some tickets."""
    place = TICKET_COLUMNS.index(name)
    return [ticket.values[place] for _, ticket in tickets]
