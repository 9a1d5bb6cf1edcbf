"""Declared against recomputed: the gap split by cause, its status, and the checks of what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from core.engine.ratios import Rate


class Cause(StrEnum):
    """Why a declared rate differs, in the order in which corrections are replayed.

    `settled`: a verdict that the parties decided. `duplicate` also holds the children of a major incident.
    `rounding` and `unexplained` are what is left.
    """

    SETTLED = "settled"
    OMITTED = "omitted"
    REQUALIFIED = "requalified"
    REDATED = "redated"
    WRONG_CALENDAR = "wrong_calendar"
    UNJUSTIFIED_PAUSE = "unjustified_pause"
    DUPLICATE = "duplicate"
    CANCELLED = "cancelled"
    ROUNDING = "rounding"
    UNEXPLAINED = "unexplained"


class GapStatus(StrEnum):
    """State of a reconciled line."""

    CONCORDANT = "concordant"
    EXPLAINED = "explained"
    TO_JUSTIFY = "to_justify"
    INCOMPLETE = "incomplete"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True)
class Correction:
    """What a cause changes in the declared counts."""

    met: int
    counted: int

    def of(self, rate: Rate) -> Rate:
        """The counts once corrected. Raises ValueError when they make no sense."""
        return Rate(rate.met + self.met, rate.total + self.counted)


@dataclass(frozen=True)
class GapSplit:
    """A gap in points (declared − recomputed, exact) and the effect of each cause; effects sum to the gap."""

    declared: Fraction
    recomputed: Rate
    gap: Fraction
    effects: Mapping[Cause, Fraction]


def split_gap(
    declared: Rate, corrections: Mapping[Cause, Correction], declared_percent: Decimal | None = None
) -> GapSplit:
    """Replay the corrections one cause after the other: an effect is the difference of successive rates.

    `declared_percent` is the figure as printed by the provider: what separates it from its own fraction is
    the effect `rounding`. Raises ValueError when a correction leaves no ticket, or more met than counted.
    """
    effects: dict[Cause, Fraction] = {}
    rate = declared
    for cause in Cause:
        if correction := corrections.get(cause):
            after = correction.of(rate)
            effects[cause] = _percent(rate) - _percent(after)
            rate = after
    shown = _percent(declared) if declared_percent is None else Fraction(declared_percent)
    if shown != _percent(declared):
        effects[Cause.ROUNDING] = shown - _percent(declared)
    return GapSplit(shown, rate, shown - _percent(rate), effects)


def _percent(rate: Rate) -> Fraction:
    if rate.percent is None:
        raise ValueError("a gap needs at least one ticket on both sides")
    return rate.percent


def gap_status(
    gap: Fraction | None, *, explained: bool, complete: bool = True, tolerance: Decimal = Decimal("0.1")
) -> GapStatus:
    """The status of a line: `gap` in points, None when one of the two figures cannot be had.

    Within the tolerance (inclusive) the line agrees; beyond, it is explained by its causes or to be
    justified.
    """
    if not complete:
        return GapStatus.INCOMPLETE
    if gap is None:
        return GapStatus.UNVERIFIABLE
    if abs(gap) <= Fraction(tolerance):
        return GapStatus.CONCORDANT
    return GapStatus.EXPLAINED if explained else GapStatus.TO_JUSTIFY


@dataclass(frozen=True)
class StockFlow:
    """The tickets of a period: open at its start, then opened, resolved and cancelled."""

    open_start: int
    opened: int
    resolved: int
    cancelled: int

    @property
    def open_end(self) -> int:
        """Open at the end: start + opened − resolved − cancelled."""
        return self.open_start + self.opened - self.resolved - self.cancelled

    def missing(self, declared_open_end: int) -> int:
        """Tickets the declared stock lacks (negative: it has too many)."""
        return self.open_end - declared_open_end


def expected_numbers(first: int, last: int) -> int:
    """How many references a sequence holds, both ends included."""
    return last - first + 1


def numbering_holes(numbers: Iterable[int]) -> tuple[int, ...]:
    """Numbers absent between the lowest and the highest received. A hole is to be explained, not a fault."""
    received = set(numbers)
    return tuple(sorted(set(range(min(received), max(received) + 1)) - received)) if received else ()


def sincerity(submissions: Sequence[bool], last: int = 12, least: int = 3) -> Rate | None:
    """Share of the last deliveries on time and complete and within tolerance; None under three of them."""
    recent = submissions[-last:]
    return Rate(sum(recent), len(recent)) if len(recent) >= least else None
