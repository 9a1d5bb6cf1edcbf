"""The shape of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.engine.headers import Column, header_key, keys_of

IDENTITY = ("reference", "opened_at")
"""Without these two an export tells no ticket."""


@dataclass(frozen=True)
class Profile:
    """How to read the ticket export of one tool.

    `rows`: `tickets` when a row is a ticket, `updates` when a row is one update of a ticket. `signature`: header
    names that only this tool writes. `types`, `statuses`, `priorities`, `scores`: words of the tool → ours (scores
    from 1 to 5, 5 best), compared like headers. `reasons`: words of its reasons of waiting → ours. `waits`: states
    of the tool that suspend → normalised reason. `missing`: cells that mean « no value ». `type_prefixes`: start of
    a reference → type, for a tool without a column of types. `keeps_skipped_hours`: times that a clock change skips
    are read, and announced, where the tool writes them by itself and nobody can correct them. `is_tool`: cells are
    put in plain form and columns may be absent, repeated or of no use (`unread`). `asks_zone`: its times are in a
    zone that nothing tells. `settled`: priorities a person associated, above any other scale. `timezone` and
    `date_order` (dmy, mdy) where a person settled them, `defaults` for what the export does not tell; `mapping`
    names the settled correspondence.
    """

    code: str
    label: str
    columns: tuple[Column, ...]
    signature: tuple[str, ...] = ()
    rows: str = "tickets"
    types: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    priorities: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    waits: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    type_prefixes: Mapping[str, str] = field(default_factory=dict)
    keeps_skipped_hours: bool = False
    is_tool: bool = False
    unread: frozenset[str] = frozenset()
    settled: Mapping[str, str] = field(default_factory=dict)
    asks_zone: bool = False
    timezone: str = ""
    date_order: str = ""
    defaults: Mapping[str, str] = field(default_factory=dict)
    mapping: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Every header key this tool is known to write."""
        return keys_of(self.columns) | self.unread

    def recognises(self, header: tuple[str, ...]) -> int:
        """How many header names belong to this profile; 0 when its signature or, for a tool, its identity is absent."""
        keys = {header_key(text) for text in header}
        if not {header_key(text) for text in self.signature} <= keys:
            return 0
        told = [column.name for column in self.columns if column.keys & keys and column.kind != "unread"]
        if self.is_tool and (not set(IDENTITY) <= set(told) or len(told) < 3):
            return 0
        return len(keys & self.keys)
