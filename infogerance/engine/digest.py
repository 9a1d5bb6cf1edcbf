"""The mail that says what waits for a person: what is new, what is late, and never the same thing twice otherwise.

A line is told in the first digest that leaves once it waits. It is told again only while it is late. A digest that
would say nothing does not leave.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from core.engine import formats
from core.engine.typography import NBSP
from governance.engine.letters import SIGNATURE, Letter
from governance.engine.letters import Line as Written

NEVER, DAILY, WEEKLY = "never", "daily", "weekly"
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


def leaves(cadence: str, last: date | None, today: date) -> bool:
    """Whether a digest may leave: at most one a day, or one a week, from Monday to Sunday."""
    if cadence == NEVER:
        return False
    if last is None:
        return True
    monday = today - timedelta(days=today.weekday())
    return last < (today if cadence == DAILY else monday)


def to_tell(lines: Sequence[Line], told: Collection[str]) -> list[Line]:
    """What was never told, and what is late, in their order."""
    return [line for line in lines if line.late or line.key not in told]


def remembered(lines: Sequence[Line], told: Collection[str], now: Sequence[Line]) -> list[str]:
    """What was told of what still waits: a thing that comes back after it was done is new."""
    said = {*told, *(line.key for line in now)}
    return [line.key for line in lines if line.key in said]


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
