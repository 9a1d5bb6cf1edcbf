"""What holds us: five sub-scores from 0 (free) to 100 (held), each from its own figures.

The index is the mean of the sub-scores that are known. One that is not known lowers the confidence, k out of 5,
and never moves the index; one known in part counts in the index by what is known of it, and not in the confidence.
The scales are the portal's own: 12 months or 7 monthly fees weigh 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

MOST_MONTHS = 12
MOST_FEES = 7
LEAST_TICKETS = 20
"""Under that many tickets with a known technician, their share says nothing."""


@dataclass(frozen=True)
class Share:
    """A part of a whole, both counted; `untold`: what belongs to neither, since nobody told where it stands."""

    part: int
    whole: int
    untold: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole or self.untold < 0:
            raise ValueError(f"{self.part} is no part of {self.whole}")

    @property
    def says_enough(self) -> bool:
        """Whether at least as much is told as is not."""
        return self.whole >= self.untold


@dataclass(frozen=True)
class Sources:
    """What the sub-scores are made from; None for what nobody told.

    `accesses`: held by the provider alone, among those whose holder is told; `documents`: not held by the client, or
    stale; `tickets`: solved by the one technician who solves most; `months`: from a notice received today to the
    take-over, a month begun counting whole; `fees`: what the exit costs at most, in monthly fees. Both last ones as
    the contract says them: a reference of practice is no knowledge of it.
    """

    accesses: Share | None = None
    documents: Share | None = None
    tickets: Share | None = None
    months: int | None = None
    fees: Fraction | None = None


@dataclass(frozen=True)
class Captivity:
    """Sub-scores by name, None where unknown; `partial` names those known in part."""

    scores: Mapping[str, Fraction | None]
    partial: frozenset[str] = frozenset()

    @property
    def known(self) -> int:
        """How many sub-scores are known whole: the confidence of the index."""
        return sum(score is not None for score in self.scores.values()) - len(self.partial)

    @property
    def index(self) -> Fraction | None:
        """Mean of the known sub-scores, 0 to 100; None while none is known."""
        found = [score for score in self.scores.values() if score is not None]
        return sum(found, Fraction(0)) / len(found) if found else None


def captivity(sources: Sources) -> Captivity:
    """The five sub-scores."""
    scores = {
        "accesses": percent_of(sources.accesses),
        "documents": percent_of(sources.documents),
        "tickets": percent_of(sources.tickets, LEAST_TICKETS),
        "months": scaled(sources.months, MOST_MONTHS),
        "fees": scaled(sources.fees, MOST_FEES),
    }
    shares = {"accesses": sources.accesses, "documents": sources.documents, "tickets": sources.tickets}
    partial = (name for name, share in shares.items() if share and share.untold and scores[name] is not None)
    return Captivity(scores, frozenset(partial))


def percent_of(share: Share | None, least: int = 1) -> Fraction | None:
    """A share as a percentage; unknown when its whole is under `least`, or less of it is told than is not."""
    if share is None or share.whole < least or not share.says_enough:
        return None
    return Fraction(100 * share.part, share.whole)


def scaled(value: int | Fraction | None, most: int) -> Fraction | None:
    """A value on the scale where `most` and all above it weigh 100."""
    return None if value is None else min(Fraction(value) * 100 / most, Fraction(100))
