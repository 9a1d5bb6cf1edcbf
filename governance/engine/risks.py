"""Risks as values: how critical one is, the order and the matrix in which they are read, what cannot be said of one.

Rules: domain reference, § 11.1: likelihood × impact, from 1 to 4 each, before and after the treatment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from contracts.engine.people import Fault
from core.engine import formats

LIKELIHOODS = {1: "rare", 2: "possible", 3: "probable", 4: "quasi certaine"}
IMPACTS = {1: "mineur", 2: "sensible", 3: "majeur", 4: "grave"}
HIGH, MIDDLE = 12, 6
"""Least product of a high, then of a middle criticality; under it, it is low."""


@dataclass(frozen=True)
class RiskSaid:
    """One risk as it is told: cause, effect, weight before and after its treatment, who watches it, until when.

    The residual weight is None twice while nobody assessed it; `scope_item` is a key, `commitment` a code.
    """

    cause: str
    effect: str
    likelihood: int
    impact: int
    treatment: str
    owner: str
    owner_side: str
    review_on: date
    audience: str
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    scope_item: int | None = None
    commitment: str = ""

    @property
    def criticality(self) -> int:
        """Likelihood × impact, before the treatment."""
        return self.likelihood * self.impact

    @property
    def residual(self) -> int | None:
        """Likelihood × impact once treated; None while it is not assessed."""
        if self.residual_likelihood is None or self.residual_impact is None:
            return None
        return self.residual_likelihood * self.residual_impact


@dataclass(frozen=True)
class Band:
    """How a criticality reads: its word, and the state whose shape draws it."""

    word: str
    look: str

    @property
    def criticality(self) -> str:
        """« criticité forte »."""
        return f"criticité {self.word}"


LOW_BAND, MIDDLE_BAND, HIGH_BAND = Band("faible", "met"), Band("moyenne", "watch"), Band("forte", "breached")
BANDS = (LOW_BAND, MIDDLE_BAND, HIGH_BAND)


def band(criticality: int) -> Band:
    """Low, middle or high."""
    if criticality >= HIGH:
        return HIGH_BAND
    return MIDDLE_BAND if criticality >= MIDDLE else LOW_BAND


@dataclass(frozen=True)
class Cell:
    """One place of the matrix: its weights, how many risks stand there, how the place reads."""

    likelihood: int
    impact: int
    count: int
    band: Band

    @property
    def place(self) -> str:
        """As the address names it: « 3x4 », likelihood first."""
        return f"{self.likelihood}x{self.impact}"

    @property
    def shown(self) -> str:
        """The number of risks, nothing when there is none."""
        return formats.number(self.count) if self.count else ""

    @property
    def about(self) -> str:
        """« 2 risques, vraisemblance probable, impact grave »."""
        told = formats.count(self.count, "risque") if self.count else "aucun risque"
        return f"{told}, vraisemblance {LIKELIHOODS[self.likelihood]}, impact {IMPACTS[self.impact]}"


@dataclass(frozen=True)
class MatrixRow:
    """The places of one likelihood, by rising impact."""

    word: str
    cells: tuple[Cell, ...]


def matrix(places: Iterable[tuple[int, int]]) -> tuple[MatrixRow, ...]:
    """The sixteen places, the most likely first; `places` are likelihood and impact of each risk."""
    counts = Counter(places)
    return tuple(
        MatrixRow(
            f"{likelihood}, {LIKELIHOODS[likelihood]}",
            tuple(
                Cell(likelihood, impact, counts[likelihood, impact], band(likelihood * impact))
                for impact in IMPACTS
            ),
        )
        for likelihood in reversed(LIKELIHOODS)
    )


def order(said: RiskSaid, number: int) -> tuple[int, int, int]:
    """Sort key: the most critical first, a grave one before a likely one, then as they were raised."""
    return (-said.criticality, -said.impact, number)


def risk_faults(said: RiskSaid, before: RiskSaid | None, today: date) -> Iterator[Fault]:
    """What cannot be said of a risk; a review that was already late may stay while something else is corrected."""
    if said.review_on < today and (before is None or before.review_on != said.review_on):
        yield Fault("review_on", "cette date de revue est passée.", "Datez la prochaine revue.")
    if (said.residual_likelihood is None) != (said.residual_impact is None):
        missing = "residual_likelihood" if said.residual_likelihood is None else "residual_impact"
        yield Fault(
            missing,
            "le risque résiduel se dit en vraisemblance et en impact.",
            "Choisissez les deux, ou aucun des deux.",
        )
    if said.residual is not None and said.residual > said.criticality:
        yield Fault(
            "residual_likelihood",
            f"la criticité résiduelle ({formats.number(said.residual)}) dépasse celle d’avant traitement"
            f" ({formats.number(said.criticality)}).",
            "Corrigez l’une des deux.",
        )
