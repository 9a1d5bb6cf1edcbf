"""The shape of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.engine.headers import Column, header_key, keys_of


@dataclass(frozen=True)
class Profile:
    """How to read the ticket export of one tool.

    `rows`: `tickets` when a row is a ticket, `updates` when a row is one update of a ticket. `signature`: header
    names that only this tool writes. `types`, `statuses`, `priorities`: words of the tool → ours, compared like
    headers. `waits`: states of the tool that suspend → normalised reason. `missing`: cells that mean « no value ».
    `type_prefixes`: start of a reference → type, for a tool without a column of types. `keeps_skipped_hours`:
    times that a clock change skips are read, and announced, where the tool writes them by itself and nobody can
    correct them.
    """

    code: str
    label: str
    columns: tuple[Column, ...]
    signature: tuple[str, ...]
    rows: str = "tickets"
    types: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    priorities: Mapping[str, str] = field(default_factory=dict)
    waits: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    type_prefixes: Mapping[str, str] = field(default_factory=dict)
    keeps_skipped_hours: bool = False

    def recognises(self, header: tuple[str, ...]) -> int:
        """How many header names belong to this profile; 0 when part of its signature is absent."""
        keys = {header_key(text) for text in header}
        if not {header_key(text) for text in self.signature} <= keys:
            return 0
        return len(keys & keys_of(self.columns))
