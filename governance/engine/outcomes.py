"""What a committee does of each breach and alarm: no figure stays without a consequence.

A matter is a commitment missed or an alarm of the month's data. Each one ends in « agir »,
« accepter », « renégocier » or « surveiller jusqu'au »; while one has no outcome, the minutes cannot be signed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from core.engine import formats

ACT, ACCEPT, RENEGOTIATE, WATCH = "act", "accept", "renegotiate", "watch"
OUTCOMES = {
    ACT: "Agir",
    ACCEPT: "Accepter",
    RENEGOTIATE: "Renégocier",
    WATCH: "Surveiller jusqu’au",
}
"""Code -> what is chosen on the page, lightest to write first."""
NOTE = 10
"""Characters at least to say why a breach is accepted: what was let pass is read again a year later."""


@dataclass(frozen=True)
class Matter:
    """`origin` names it for good: « breach:E06 », « signal:K08 ». `title`: its conclusion, in French."""

    origin: str
    title: str
    evidence: str


@dataclass(frozen=True)
class Outcome:
    """`until`: last day of the watch, None for any other choice."""

    choice: str
    until: date | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """« Surveiller jusqu'au 16/05/2026 »."""
        told = OUTCOMES[self.choice]
        return f"{told} {formats.date_short(self.until)}" if self.until else told


class OutcomeRefused(Exception):
    """The outcome cannot be kept as said; the message is in French. `field`: where it was typed."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def outcome(choice: str, until: date | None, note: str, held_on: date) -> Outcome:
    """The outcome as typed, whole. Raises OutcomeRefused."""
    if choice not in OUTCOMES:
        raise OutcomeRefused("choice", "Issue inconnue : agir, accepter, renégocier ou surveiller jusqu’au.")
    if choice == WATCH and until is None:
        raise OutcomeRefused(
            "until", "Jusqu’à quel jour surveiller ? Saisissez la date où le comité y revient."
        )
    if choice == WATCH and until is not None and until <= held_on:
        raise OutcomeRefused(
            "until",
            f"La surveillance va au-delà du comité : choisissez un jour après le {formats.date_short(held_on)}.",
        )
    if choice == ACCEPT and len(note.strip()) < NOTE:
        raise OutcomeRefused("note", f"Dites pourquoi l’écart est accepté, en {NOTE} caractères au moins.")
    return Outcome(choice, until if choice == WATCH else None, note.strip())


def unsettled(matters: Iterable[Matter], settled: Collection[str]) -> list[Matter]:
    """The matters that still wait for an outcome."""
    return [matter for matter in matters if matter.origin not in settled]
