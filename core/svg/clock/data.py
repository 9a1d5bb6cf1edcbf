"""What the clock of a ticket is drawn from, and its words: description and twin table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.engine import formats
from core.svg.drawing import Table

Kind = Literal["counted", "closed", "holiday", "suspended"]
WORDS: dict[Kind, str] = {
    "counted": "Compté",
    "closed": "Hors horaires",
    "holiday": "Jour férié",
    "suspended": "Suspendu",
}


@dataclass(frozen=True)
class Segment:
    """Half-open in time, instants in UTC. `seconds`: counted time; `reason`: of a suspension or closure."""

    start: datetime
    end: datetime
    kind: Kind
    seconds: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Clock:
    """`limit_at`: instant at which the counted time reaches the limit. `running`: the ticket is still open.

    `span`: bounds of the axis, shared by the strips of one table; the ticket's own life by default.
    """

    title: str
    segments: Sequence[Segment]
    limit_at: datetime | None = None
    running: bool = False
    span: tuple[datetime, datetime] | None = None
    timezone: str = "Europe/Paris"
    desc: str = ""


def describe(data: Clock) -> str:
    total = sum(segment.seconds for segment in data.segments)
    limit = (
        f" Limite atteinte le {formats.datetime_short(data.limit_at, data.timezone)}."
        if data.limit_at
        else ""
    )
    paused = sum((s.end - s.start).total_seconds() for s in data.segments if s.kind == "suspended")
    told = f"{formats.duration(total)} comptées, {formats.duration(int(paused))} suspendues.{limit}"
    return data.desc or told


def twin(data: Clock) -> Table:
    rows = tuple(
        (
            formats.datetime_short(segment.start, data.timezone),
            formats.datetime_short(segment.end, data.timezone),
            WORDS[segment.kind],
            segment.reason or formats.ABSENT,
            formats.duration(segment.seconds),
        )
        for segment in data.segments
    )
    return Table(("Début", "Fin", "Nature", "Motif", "Compté"), rows)
