"""The phases of an exit, from the receipt of the notice to the end of the warranty.

The contract counts its phases in months after the notice, cut-over at a given month. The first one starts with
the notice; from the third on they are counted back from the day of take-over, so that double running always
stops when the successor takes over: what lies between (the transfer) stretches with the time there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.engine.dates import add_months

REFERENCE_MONTHS = (6, 12)
"""Months that a transition usually lasts, least and most."""
CUTOVER_MONTH = 6


@dataclass(frozen=True)
class Phase:
    """`starts` and `ends`: months after the notice. `families`: letters of the deliverables it must yield."""

    name: str
    starts: int
    ends: int
    owner_side: str
    families: str = ""
    double_run: bool = False

    @property
    def label(self) -> str:
        """« M1 », « M2–M4 »."""
        first, last = self.starts + 1, self.ends
        return f"M{first}" if first == last else f"M{first}–M{last}"


REFERENCE_PHASES = (
    Phase("Préparation", 0, 1, "both", "A"),
    Phase("Transfert", 1, 4, "provider", "BCEF"),
    Phase("Double exploitation", 4, 5, "both", "G", double_run=True),
    Phase("Bascule et recette", 5, 6, "both", "DH"),
    Phase("Garantie", 6, 8, "provider"),
)
"""What is planned where the contract names no phase."""


@dataclass(frozen=True)
class Planned:
    """A phase on the calendar, both days included; `last` before `first` when no day is left for it."""

    phase: Phase
    first: date
    last: date

    @property
    def is_empty(self) -> bool:
        return self.last < self.first


def plan(
    phases: Sequence[Phase], notice: date, take_over: date, cutover: int = CUTOVER_MONTH
) -> tuple[Planned, ...]:
    """The phases on the calendar, given the day of the notice and that of the take-over."""
    settled = min((phase.ends for phase in phases), default=0)

    def bound(month: int) -> date:
        if month < cutover and month <= settled:
            return min(add_months(notice, month), take_over)
        if month >= cutover:
            return add_months(take_over, month - cutover)
        return max(add_months(take_over, month - cutover), bound(settled))

    return tuple(
        Planned(phase, bound(phase.starts), bound(phase.ends) - timedelta(days=1)) for phase in phases
    )
