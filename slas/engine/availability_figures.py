"""Figures built on availability: verdict, budget, quarter, series, perceived, MTBF, alternative readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add, mul
from typing import Literal

from core.engine.ratios import Rate, reaches
from slas.engine.availability import Formula, ServiceTimes
from slas.engine.verdicts import Verdict

Basis = Literal["outages", "provider_statement", "none"]


@dataclass(frozen=True)
class AvailabilityVerdict:
    """The verdict of a period. `basis`: what the figure rests on.

    `margin`: service seconds of outage left before a breach, cut to whole seconds (negative when
    breached), None when nothing is due.
    """

    state: Verdict
    rate: Rate
    basis: Basis
    margin: int | None = None


def judge_availability(
    times: ServiceTimes,
    required: Decimal,
    formula: Formula = "deduct_maintenance",
    *,
    file_received: bool = True,
    nil_statement: bool = False,
) -> AvailabilityVerdict:
    """The verdict of a period against the required percentage; equality is met.

    Without an outage file, a statement « aucune panne » gives a figure resting on the provider's word;
    without either nothing can be measured.
    """
    if not (file_received or nil_statement):
        return AvailabilityVerdict(Verdict.NOT_MEASURABLE, Rate(0, 0), "none")
    rate = times.rate(formula)
    basis: Basis = "outages" if file_received else "provider_statement"
    if rate.percent is None:
        return AvailabilityVerdict(Verdict.NOT_APPLICABLE, rate, basis)
    state = Verdict.MET if reaches(rate.percent, required) else Verdict.BREACHED
    margin = downtime_budget(rate.total, required) - rate.failures
    return AvailabilityVerdict(state, rate, basis, margin.__floor__())


def downtime_budget(service: int, required: Decimal) -> Fraction:
    """The outage a required percentage allows, in the unit of `service`: exact."""
    return service * (1 - Fraction(required) / 100)


def together(periods: Iterable[ServiceTimes]) -> ServiceTimes:
    """Several months as one period (a quarter): sum over sum."""
    return reduce(add, periods, ServiceTimes(0))


def in_series(percents: Iterable[Fraction | Decimal]) -> Fraction:
    """The percentage of components that must all be up: their product."""
    return 100 * reduce(mul, (Fraction(percent) / 100 for percent in percents), Fraction(1))


@dataclass(frozen=True)
class FeltOutage:
    """An outage as lived: service seconds, users hit, weight (1: down, 0.5: degraded, by the clause)."""

    seconds: int
    users: int
    weight: Decimal = Decimal(1)

    @property
    def user_seconds(self) -> Fraction:
        """Seconds lost by all users together."""
        return self.seconds * self.users * Fraction(self.weight)


def user_hours_lost(outages: Iterable[FeltOutage]) -> Fraction:
    """Σ duration × users hit × weight, in hours."""
    return sum((outage.user_seconds for outage in outages), Fraction(0)) / 3600


def perceived_percent(service: int, population: int, outages: Iterable[FeltOutage]) -> Fraction | None:
    """1 − Σ(seconds × users × weight) / (service seconds × population), in percent; None without service or
    users.

    It stands beside the contractual figure and never replaces it.
    """
    if not service * population:
        return None
    lost = sum((outage.user_seconds for outage in outages), Fraction(0))
    return 100 * (1 - lost / (service * population))


def mean_time_between_failures(times: ServiceTimes, outages: int) -> Fraction | None:
    """(service − outage) / number of outages, in seconds; None without any outage."""
    return Fraction(times.service - times.outage, outages) if outages else None


@dataclass(frozen=True)
class SharedFacts:
    """The facts on which published formulas disagree, in one unit of time.

    `all_time`: calendar time; `business`: business hours; unplanned and planned downtime; time without data.
    """

    all_time: int
    business: int
    unplanned: int
    planned: int
    unknown: int


def six_readings(facts: SharedFacts) -> dict[str, Rate]:
    """The same facts under six published formulas, keyed A to F: the choice decides the verdict.

    A unplanned / all time; B unplanned and planned / all time; C planned and unknown out of both terms;
    D unknown as down; E business hours, all of the outage inside; F business hours, none of it inside.
    """
    known = facts.all_time - facts.planned - facts.unknown
    return {
        "A": Rate(facts.all_time - facts.unplanned, facts.all_time),
        "B": Rate(facts.all_time - facts.unplanned - facts.planned, facts.all_time),
        "C": Rate(known - facts.unplanned, known),
        "D": Rate(facts.all_time - facts.unplanned - facts.unknown, facts.all_time),
        "E": Rate(facts.business - facts.unplanned, facts.business),
        "F": Rate(facts.business, facts.business),
    }
