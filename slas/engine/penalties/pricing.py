"""One declared price applied to what a commitment came to in a month."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from slas.engine.penalties import shapes
from slas.engine.penalties.ccag import CcagTerms, ccag_delay, ccag_unavailability
from slas.engine.penalties.proof import NOTHING, Penalty, summed
from slas.engine.verdicts import Verdict

Sense = Literal["penalty", "bonus"]
DAY = 86_400


@dataclass(frozen=True)
class Schedule:
    """A price as declared: its shape, and the figures that its shape reads. `unit` empty: the contract's."""

    kind: str
    sense: Sense = "penalty"
    step: Decimal = Decimal(1)
    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    unit: str = ""
    points: int = 0
    tiers: tuple[shapes.Tier, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a commitment came to: exact rate in percent (None: not judged), failures, lateness.

    `late`: a key of each ticket and service seconds beyond its target; days late (or early, negative) of a dated duty, business
    and calendar; `lost_seconds` of service.
    """

    verdict: str
    required: Decimal
    actual: Fraction | None
    met: int = 0
    failures: int = 0
    late: tuple[tuple[Hashable, int], ...] = ()
    days: int = 0
    calendar_days: int = 0
    lost_seconds: int = 0


@dataclass(frozen=True)
class PriceTerms:
    """What every price of a contract rests on: the fee, the unit of steps, the constants of a general clause."""

    fee: Decimal
    unit: shapes.Unit = "started"
    ccag: CcagTerms = field(default_factory=CcagTerms)
    ccag_business_days: bool = False


@dataclass(frozen=True)
class PricedLine:
    """One rule of one commitment: what it comes to, and the points it gives."""

    code: str
    schedule: Schedule
    penalty: Penalty
    points: int = 0
    tickets: tuple[Hashable, ...] = ()


def price_line(code: str, schedule: Schedule, outcome: Outcome, terms: PriceTerms) -> PricedLine:
    """The amount of one rule for one month of a commitment, zero where it does not apply."""
    if schedule.kind == "points":
        missed = outcome.verdict == Verdict.BREACHED
        return PricedLine(code, schedule, NOTHING, schedule.points if missed else 0)
    per_ticket = schedule.kind in PER_TICKET and schedule.sense == "penalty"
    tickets = tuple(ticket for ticket, _ in outcome.late) if per_ticket else ()
    table = PENALTIES if schedule.sense == "penalty" else BONUSES
    penalty = table[schedule.kind](schedule, outcome, terms)
    return PricedLine(code, schedule, penalty if penalty.amount else NOTHING, 0, tickets)


def _unit(schedule: Schedule, terms: PriceTerms) -> shapes.FeeShare:
    default = terms.unit if schedule.sense == "penalty" else "full"
    return shapes.FeeShare(schedule.percent, schedule.step, schedule.unit or default)  # type: ignore[arg-type]


def _share(schedule: Schedule, outcome: Outcome, terms: PriceTerms) -> Penalty:
    if outcome.verdict != Verdict.BREACHED or outcome.actual is None:
        return NOTHING
    return shapes.fee_share(_unit(schedule, terms), terms.fee, outcome.required, outcome.actual)


def _tiers(schedule: Schedule, outcome: Outcome, terms: PriceTerms) -> Penalty:
    if outcome.verdict != Verdict.BREACHED or outcome.actual is None:
        return NOTHING
    reached = shapes.tier_reached(schedule.tiers, outcome.actual)
    return shapes.tier_price(reached, terms.fee, outcome.actual)


def _hours(schedule: Schedule, outcome: Outcome, terms: PriceTerms) -> Penalty:
    return summed([shapes.per_started_hour(late, schedule.amount) for _, late in outcome.late])


def _occurrences(schedule: Schedule, count: int, terms: PriceTerms) -> Penalty:
    if not count:
        return NOTHING
    if schedule.percent:
        return shapes.share_per_occurrence(count, schedule.percent, terms.fee)
    return shapes.per_occurrence(count, schedule.amount)


def _ccag_late(schedule: Schedule, outcome: Outcome, terms: PriceTerms) -> Penalty:
    days = outcome.days if terms.ccag_business_days else outcome.calendar_days
    return ccag_delay(terms.ccag, schedule.amount, max(days, 0))


def _ccag_down(schedule: Schedule, outcome: Outcome, terms: PriceTerms) -> Penalty:
    if outcome.verdict != Verdict.BREACHED:
        return NOTHING
    return ccag_unavailability(terms.ccag, schedule.amount, ceil(Fraction(outcome.lost_seconds, DAY)))


def _share_earned(schedule: Schedule, outcome: Outcome, terms: PriceTerms) -> Penalty:
    if outcome.verdict != Verdict.MET or outcome.actual is None:
        return NOTHING
    return shapes.excess_share(_unit(schedule, terms), terms.fee, outcome.required, outcome.actual)


def _tiers_earned(schedule: Schedule, outcome: Outcome, terms: PriceTerms) -> Penalty:
    if outcome.verdict != Verdict.MET or outcome.actual is None:
        return NOTHING
    return shapes.tier_price(shapes.tier_earned(schedule.tiers, outcome.actual), terms.fee, outcome.actual)


Shape = Callable[[Schedule, Outcome, PriceTerms], Penalty]

PER_TICKET = frozenset({"late_hour"})
CCAG = frozenset({"ccag_delay", "ccag_unavailability"})
PENALTIES: dict[str, Shape] = {
    "fee_share": _share,
    "tiers": _tiers,
    "late_hour": _hours,
    "late_day": lambda s, o, t: shapes.per_business_day(max(o.days, 0), s.amount),
    "late_calendar_day": lambda s, o, t: shapes.per_calendar_day(max(o.calendar_days, 0), s.amount),
    "occurrence": lambda s, o, t: _occurrences(s, o.failures, t),
    "ccag_delay": _ccag_late,
    "ccag_unavailability": _ccag_down,
}
BONUSES: dict[str, Shape] = {
    "fee_share": _share_earned,
    "tiers": _tiers_earned,
    "late_day": lambda s, o, t: shapes.per_business_day(max(-o.days, 0), s.amount),
    "late_calendar_day": lambda s, o, t: shapes.per_calendar_day(max(-o.calendar_days, 0), s.amount),
    "occurrence": lambda s, o, t: _occurrences(s, o.met, t),
}


def undisputed(outcome: Outcome, disputed: frozenset[Hashable], verdict: str, actual: Fraction) -> Outcome:
    """The same month if every disputed ticket were found in time: what stays due whatever comes of them."""
    kept = tuple(pair for pair in outcome.late if pair[0] not in disputed)
    gone = len(outcome.late) - len(kept)
    return replace(
        outcome, verdict=verdict, actual=actual, late=kept,
        met=outcome.met + gone, failures=outcome.failures - gone,
    )  # fmt: skip
