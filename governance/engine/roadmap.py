"""The roadmap as values: quarters, the life of an item, what cannot be said of one.

Rules: domain reference, § 11.1: an item has its quarter, value, cost, state and deciding committee. Both sides
propose; the client alone settles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.engine.people import Fault
from core.engine import formats

AHEAD = 12
"""Quarters that may be chosen from today on."""
PROPOSED, SETTLED, DOING, DELIVERED, DROPPED = "proposed", "settled", "doing", "delivered", "dropped"
NEXT = {
    PROPOSED: (SETTLED, DROPPED),
    SETTLED: (SETTLED, DOING, DELIVERED, DROPPED),
    DOING: (DOING, DELIVERED, DROPPED),
    DELIVERED: (),
    DROPPED: (),
}
"""What the client may make of an item: the same state again moves it to another quarter."""
REASON_LENGTH = 10


@dataclass(frozen=True)
class ItemSaid:
    """What is proposed. `quarter` reads « 2026-3 » and sorts as text; `cost` is None while it is not known."""

    title: str
    value: str
    quarter: str
    priority: str
    committee: str
    cost: Decimal | None = None


@dataclass(frozen=True)
class Settling:
    """What the client makes of an item: its state, its quarter, why it is dropped."""

    state: str
    quarter: str
    reason: str = ""


def quarter_of(day: date) -> str:
    """The quarter that holds a day, « 2026-3 »."""
    return f"{day.year}-{(day.month + 2) // 3}"


def quarter_words(quarter: str) -> str:
    """« 3ᵉ trimestre 2026 »."""
    year, rank = quarter.split("-")
    return f"{formats.ordinal(int(rank))} trimestre {year}"


def quarters_from(day: date) -> list[str]:
    """The quarters that may be chosen on a day."""
    first = day.year * 4 + (day.month - 1) // 3
    return [f"{index // 4}-{index % 4 + 1}" for index in range(first, first + AHEAD)]


def item_faults(said: ItemSaid, before: ItemSaid | None, today: date) -> Iterator[Fault]:
    """What cannot be said of a proposal; a quarter that went by may stay while something else is corrected."""
    if said.quarter not in quarters_from(today) and (before is None or before.quarter != said.quarter):
        yield _past()


def settling_faults(said: Settling, state: str, quarter: str, today: date) -> Iterator[Fault]:
    """What cannot be made of an item that is in `state`, planned in `quarter`."""
    if said.state not in NEXT[state]:
        yield Fault(
            "state",
            "cet élément ne peut plus prendre cet état.",
            "Choisissez-en un de ceux qui sont proposés.",
        )
    if said.quarter != quarter and said.quarter not in quarters_from(today):
        yield _past()
    if said.state == DROPPED and len(said.reason.strip()) < REASON_LENGTH:
        remedy = f"Dites en {REASON_LENGTH} caractères au moins pourquoi l’élément est abandonné."
        yield Fault("reason", "un abandon a son motif.", remedy)


def _past() -> Fault:
    return Fault(
        "quarter", "ce trimestre ne se choisit pas.", "Choisissez le trimestre en cours, ou un suivant."
    )
