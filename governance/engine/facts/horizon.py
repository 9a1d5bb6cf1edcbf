"""What comes: the end of the contract, the exit, the actions under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class TermFacts:
    """The end of the contract and its notice, as of the committee's day."""

    end: date
    last_safe: date
    days_left: int
    possible: bool
    committed_until: date
    renewal: str
    notice_months: int
    monthly_fee: Decimal


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
class ExitFacts:
    """The exit plan; client side only."""

    proofs: tuple[Proof, ...]
    percent: Fraction

    @property
    def proven(self) -> int:
        return sum(proof.state in {"current", "accepted"} for proof in self.proofs)


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
