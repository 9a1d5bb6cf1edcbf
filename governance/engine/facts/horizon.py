"""What comes: the end of the contract, the exit, the actions under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class TermFacts:
    """The end of the contract and its notice, as of the committee's day.

    `following`: once that notice is too late, the term that the next useful one would end.
    """

    end: date
    last_safe: date
    days_left: int
    possible: bool
    committed_until: date
    renewal: str
    notice_months: int
    monthly_fee: Decimal
    following: TermFacts | None = None


@dataclass(frozen=True)
class Proof:
    """One exit deliverable on the committee's day: `absent`, `obsolete`, `current` or `accepted`."""

    number: int
    name: str
    owner: str
    state: str
    proof_on: date | None
    weight: int


@dataclass(frozen=True)
class CostRange:
    """What leaving costs at least and at most, excluding VAT; `source`: the clause, or the references of practice."""

    low: Decimal
    high: Decimal
    source: str
    capped: bool


@dataclass(frozen=True)
class ExitFacts:
    """The exit plan and what leaving costs; client side only."""

    proofs: tuple[Proof, ...]
    percent: Fraction
    cost: CostRange | None = None

    @property
    def proven(self) -> int:
        return sum(proof.state in {"current", "accepted"} for proof in self.proofs)


@dataclass(frozen=True)
class RiskFacts:
    """A risk open on the committee's day: « 3 × 4 », how its criticality reads, who treats it and how."""

    label: str
    effect: str
    weights: str
    word: str
    look: str
    treatment: str
    owner: str
    review_on: date
    closed_session: bool


@dataclass(frozen=True)
class ScopeFacts:
    """What the scope leaves open: its grey zones by name, and the warranties that end in the year that follows."""

    grey: tuple[str, ...] = ()
    ending: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class RoadmapFacts:
    """One open item of the roadmap; `late`: its quarter went by before the committee's day."""

    label: str
    title: str
    value: str
    quarter: str
    state: str
    committee: str
    proposed_by: str
    cost: Decimal | None
    late: bool
    asked: bool


@dataclass(frozen=True)
class ActionFacts:
    """An action carried by a committee; `late` in days on the committee's day, 0 when not late."""

    number: int
    title: str
    owner: str
    side: str
    due_on: date
    state: str
    late: int
    on_time: bool | None
    reason: str = ""
