"""Exercises of restoration and hand-over: what was measured against what was promised, and when the next one is due.

RTO: the longest time to be running again. RPO: the longest stretch of data that may be lost. Both in minutes.
An exercise measured beyond its promise did not succeed, whoever says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.engine.dates import add_months
from core.engine import formats

MOST_MINUTES = 60 * 24 * 365
_TYPED = re.compile(r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*(?:min|mn|m)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Measure:
    """A time measured against its commitment, in minutes; either may be unknown."""

    committed: int | None
    measured: int | None

    @property
    def kept(self) -> bool | None:
        """None where one of the two is unknown; a time equal to the commitment keeps it."""
        if self.committed is None or self.measured is None:
            return None
        return self.measured <= self.committed

    @property
    def measured_words(self) -> str:
        """« 2 h 10 », « — » where nothing was measured."""
        return _words(self.measured)

    @property
    def committed_words(self) -> str:
        return _words(self.committed)

    @property
    def over(self) -> int:
        """Minutes beyond the commitment."""
        if self.committed is None or self.measured is None:
            return 0
        return max(self.measured - self.committed, 0)


def beyond(rto: Measure, rpo: Measure) -> str:
    """« RTO de 30 h pour 8 h promis »: what keeps an exercise from having succeeded; empty where nothing does."""
    named = (("RTO", rto), ("RPO", rpo))
    over = [(name, words_of(one.measured), words_of(one.committed)) for name, one in named if one.over]
    return ", ".join(f"{name} de {measured} pour {committed} promis" for name, measured, committed in over)


def _words(minutes: int | None) -> str:
    return formats.duration(None if minutes is None else minutes * 60)


def next_due(done: Iterable[date], every_months: int, starts_on: date) -> date | None:
    """The day by which the next exercise must be done: so many months after the last one, or after the start.

    None where the contract names no interval.
    """
    if not every_months:
        return None
    return add_months(max(done, default=starts_on), every_months)


def minutes_of(text: str) -> int | None:
    """« 130 », « 2 h 10 », « 2h », « 45 min » in minutes; None for anything else."""
    found = _TYPED.fullmatch(" ".join(text.split()))
    if found is None or not any(found.groups()):
        return None
    hours, minutes = (int(part or 0) for part in found.groups())
    total = hours * 60 + minutes
    return total if total <= MOST_MINUTES and not (found[1] and minutes > 59) else None


def words_of(minutes: int | None) -> str:
    """« 2 h 10 », as it is typed back; empty for nothing."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
