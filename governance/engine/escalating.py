"""An escalation under way: when each rung of the ladder is due, and how the calls that were made read.

Rules: domain reference, § 11.1: every delay runs from the trigger; late or skipped rungs are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.engine.dates import business_days_after
from contracts.engine.escalation import Level
from core.engine import formats


@dataclass(frozen=True)
class Call:
    """A rung of an escalation: until when it is to be called, and when it was."""

    level: int
    due_at: datetime
    called_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """How a rung stands: the state whose shape draws it, its words, how late it is."""

    look: str
    words: str
    late: str = ""

    @property
    def told(self) -> str:
        """« À appeler, 41 min de retard »."""
        return ", ".join(filter(None, (self.words, self.late)))


def due_at(level: Level, trigger: datetime, timezone: str, holidays: Collection[date]) -> datetime:
    """The last instant to call a rung; business days end at the hour of the trigger, where the contract lives."""
    if level.unit != "business_days":
        return trigger + timedelta(minutes=level.minutes)
    local = trigger.astimezone(ZoneInfo(timezone))
    return datetime.combine(
        business_days_after(local.date(), level.delay, holidays), local.time(), local.tzinfo
    )


def standing(call: Call, last_called: int, now: datetime, closed_at: datetime | None) -> Standing:
    """Called in time or late, skipped when a higher rung was called instead, late or to come."""
    if call.called_at is not None:
        late = call.called_at - call.due_at
        if late > timedelta(0):
            return Standing("breached", "Appelé tard", _words(late))
        return Standing("met", "Appelé à temps")
    if call.level < last_called:
        return Standing("breached", "Sauté")
    if closed_at is not None and closed_at <= call.due_at:
        return Standing("not_applicable", "Sans objet")
    late = (closed_at or now) - call.due_at
    if late > timedelta(0):
        return (
            Standing("breached", "Jamais appelé")
            if closed_at
            else Standing("breached", "À appeler", _words(late))
        )
    return Standing("pending", "À venir")


def next_call(calls: Sequence[Call]) -> Call | None:
    """The rung to call after the last one that was."""
    last = last_called(calls)
    return next((call for call in calls if call.level > last), None)


def last_called(calls: Sequence[Call]) -> int:
    """The highest rung that was called; 0 before the first one."""
    return max((call.level for call in calls if call.called_at is not None), default=0)


def _words(late: timedelta) -> str:
    return f"{formats.duration(int(late.total_seconds()))} de retard"
