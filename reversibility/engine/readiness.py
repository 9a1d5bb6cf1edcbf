"""Could we leave today? The weight of what is proven, over the weight of what leaving needs.

A proof counts 1 while it is valid and 0 otherwise, without partial credit: dated d, it is valid through the
same day `validity_months` later, that day included, and counts 0 from the next night.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from core.engine.months import Month

State = Literal["absent", "obsolete", "current", "accepted"]
PROVEN: frozenset[State] = frozenset({"current", "accepted"})


@dataclass(frozen=True)
class Deliverable:
    """One line of the exit plan. `weight`: criticality from 1 to 5; `proof_on`: day of the proof, None
    without one; `accepted`: its acceptance record is signed."""

    code: str
    weight: int
    proof_on: date | None = None
    accepted: bool = False
    validity_months: int = 12

    def __post_init__(self) -> None:
        if not 1 <= self.weight <= 5:
            raise ValueError(f"weight out of 1…5: {self.weight}")
        if self.validity_months < 1:
            raise ValueError("a proof is valid for at least one month")


@dataclass(frozen=True)
class Readiness:
    """Weights of the plan on a day. `missing`: what would be lacking if the exit began that day,
    heaviest first."""

    total: int
    proven: int
    accepted: int
    missing: tuple[Deliverable, ...]

    @property
    def score(self) -> Fraction | None:
        """Proven weight over total weight, between 0 and 1; None for an empty plan."""
        return Fraction(self.proven, self.total) if self.total else None

    @property
    def accepted_share(self) -> Fraction | None:
        """Weight with a signed acceptance over total weight; None for an empty plan."""
        return Fraction(self.accepted, self.total) if self.total else None


def valid_through(proof_on: date, validity_months: int = 12) -> date:
    """Last day on which the proof counts. A day that the month lacks gives the last day of that month."""
    month = Month.of(proof_on).shift(validity_months)
    return date(month.year, month.number, min(proof_on.day, monthrange(month.year, month.number)[1]))


def state_on(deliverable: Deliverable, day: date) -> State:
    """State derived from the proof alone; a proof dated after `day` is not there yet."""
    proof_on = deliverable.proof_on
    if proof_on is None or proof_on > day:
        return "absent"
    if day > valid_through(proof_on, deliverable.validity_months):
        return "obsolete"
    return "accepted" if deliverable.accepted else "current"


def readiness(deliverables: Iterable[Deliverable], day: date) -> Readiness:
    """Readiness of the plan on a day."""
    plan = [(deliverable, state_on(deliverable, day)) for deliverable in deliverables]
    lacking = [deliverable for deliverable, state in plan if state not in PROVEN]
    return Readiness(
        total=sum(deliverable.weight for deliverable, _ in plan),
        proven=sum(deliverable.weight for deliverable, state in plan if state in PROVEN),
        accepted=sum(deliverable.weight for deliverable, state in plan if state == "accepted"),
        missing=tuple(sorted(lacking, key=lambda deliverable: (-deliverable.weight, deliverable.code))),
    )
