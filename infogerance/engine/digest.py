"""The mail that says what waits for a person: what is new, what is late, and never the same thing twice otherwise.

A line is told in the first digest that leaves once it waits, and once more when it has become late since. A digest
that would say nothing does not leave.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from contracts.engine.letters import SIGNATURE, Letter
from contracts.engine.letters import Line as Written
from core.engine import formats
from core.engine.typography import NBSP

NEVER, DAILY, WEEKLY = "never", "daily", "weekly"
LATE = "!"
MOST = 20
"""Lines of one mail; the others are counted, and told all the same."""


@dataclass(frozen=True)
class Line:
    """One thing to do, with its absolute address and its date in words."""

    title: str
    detail: str
    due: str
    late: bool
    url: str

    @property
    def key(self) -> str:
        """What makes it the same thing from one digest to the next."""
        return sha256(f"{self.title}\n{self.url}".encode()).hexdigest()[:16]

    @property
    def late_key(self) -> str:
        """What is remembered of it once it was told as late."""
        return f"{self.key}{LATE}"

    def told(self, said: Collection[str]) -> bool:
        """Whether nothing of it is new."""
        return self.late_key in said or (not self.late and self.key in said)


def leaves(cadence: str, last: date | None, today: date) -> bool:
    """Whether a digest may leave: at most one a day, or one a week, from Monday to Sunday."""
    if cadence == NEVER:
        return False
    if last is None:
        return True
    monday = today - timedelta(days=today.weekday())
    return last < (today if cadence == DAILY else monday)


def to_tell(lines: Sequence[Line], told: Collection[str]) -> list[Line]:
    """What was never told, and what became late since it was, in their order."""
    return [line for line in lines if not line.told(told)]


def remembered(lines: Sequence[Line], told: Collection[str], now: Sequence[Line]) -> list[str]:
    """What was told of what still waits: a thing that comes back after it was done, or is late again, is new."""
    said = {*told, *(line.late_key if line.late else line.key for line in now)}
    return [
        line.late_key if line.late and line.late_key in said else line.key
        for line in lines
        if not said.isdisjoint((line.key, line.late_key))
    ]


def digest(reference: str, lines: Sequence[Line], inbox: str, choices: str) -> Letter:
    """The mail; `inbox` and `choices` are absolute addresses."""
    late = sum(line.late for line in lines)
    many = formats.count(len(lines), "chose à faire|choses à faire")
    subject = f"{reference}{NBSP}: {many}" + (f", dont {formats.number(late)} en retard" if late else "")
    shown, more = lines[:MOST], len(lines) - MOST
    body = [Written(_words(line), line.url) for line in shown]
    if more > 0:
        body.append(Written(f"Et {formats.count(more, 'autre')}", inbox))
    return Letter(
        subject,
        (
            (Written("Bonjour,"),),
            (Written(f"Ce qui vous attend sur le contrat {reference}{NBSP}:"),),
            tuple(body),
            (Written("Tout voir", inbox), Written("Choisir ou arrêter ces courriels", choices)),
            (Written(SIGNATURE),),
        ),
    )


def _words(line: Line) -> str:
    due = f", {line.due}" if line.due else ""
    return f"{line.title} ({line.detail}{due})"
