"""The proofs of a deliverable through time: which one counts on a day, what readiness was, whether one may be dated so.

Only accepted proofs come here: a proof that somebody merely declared counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from core.engine import formats
from core.engine.months import Month, month_range
from reversibility.engine.readiness import Deliverable, readiness

SOON_DAYS = 60
"""A proof that ends within so many days is to be renewed."""
LAST_MONTHS = 12


class ProofRefused(ValueError):
    """A proof cannot bear that date; says why and what to do, in French."""


@dataclass(frozen=True)
class Proof:
    """An accepted proof. `signed`: its acceptance record is signed; `rank`: order of arrival."""

    dated: date
    signed: bool = False
    rank: int = 0


@dataclass(frozen=True)
class Trail:
    """A deliverable without its proof, and every proof it ever had."""

    line: Deliverable
    proofs: tuple[Proof, ...] = ()

    def on(self, day: date) -> Deliverable:
        """The deliverable as it stood that day: the latest proof that was there, a signed one first."""
        there = [proof for proof in self.proofs if proof.dated <= day]
        if not there:
            return replace(self.line, proof_on=None, accepted=False)
        last = max(there, key=lambda proof: (proof.dated, proof.signed, proof.rank))
        return replace(self.line, proof_on=last.dated, accepted=last.signed)


def score_on(trails: Iterable[Trail], day: date) -> Fraction | None:
    """Readiness of the plan on any day, between 0 and 1; None for an empty plan."""
    return readiness([trail.on(day) for trail in trails], day).score


def evolution(trails: Sequence[Trail], today: date, first: date) -> list[tuple[Month, Fraction | None]]:
    """The score at the end of each of the last twelve months, none before the month of `first`, and today's."""
    this = Month.of(today)
    since = max(this.shift(-LAST_MONTHS), min(Month.of(first), this))
    return [(month, score_on(trails, min(month.last_day, today))) for month in month_range(since, this)]


def check_day(dated: date, today: date) -> None:
    """A proof shows what was done: its day is today or before. Raises ProofRefused."""
    if dated > today:
        raise ProofRefused(
            f"Une preuve ne peut pas être datée du {formats.date_short(dated)}, un jour à venir. Donnez le jour où le "
            f"document a été établi, au plus tard le {formats.date_short(today)}."
        )
