"""The life of a ticket, from its opening to its resolution, with what the contract makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from core.engine.months import Month


@dataclass(frozen=True)
class Wait:
    """A suspension, with the provider's words for its reason."""

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True)
class Judged:
    """What one commitment makes of a ticket: kept or not, and in which month that is settled."""

    commitment: str
    met: bool
    month: Month


@dataclass(frozen=True)
class Life:
    """One ticket. All instants are local, to the minute. `hidden`: exports from which the provider leaves it out."""

    type: str
    title: str
    priority: str
    opened: datetime
    picked_up: datetime
    resolved: datetime
    category: str
    site: str
    service: str
    requester: str
    group: str
    waits: tuple[Wait, ...] = ()
    cancelled: bool = False
    reopen_count: int = 0
    satisfaction: int | None = None
    initial_priority: str = ""
    priority_changed: datetime | None = None
    hidden: frozenset[Month] = frozenset()
    judged: tuple[Judged, ...] = ()
    told: tuple[Judged, ...] = ()
    """As the provider counts it, where that differs from `judged` (a priority lowered late)."""
    reference: str = field(default="")
    wait_minutes: int = 0

    def opened_by(self, end: datetime) -> bool:
        return self.opened < end

    def alive_in(self, start: datetime, end: datetime) -> bool:
        """Opened before `end` and not resolved before `start`."""
        return self.opened < end and self.resolved >= start
