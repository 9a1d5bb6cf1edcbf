"""Availability of a service over a period: the contract's formula, from outages and maintenances.

Everything is measured in service seconds: outages and maintenances are cut at the period's bounds, united,
and count only inside service hours. Percentages are exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.engine.intervals import clip, measure, subtract, union
from core.engine.localtime import year_span
from core.engine.ratios import Rate, round_half_up
from slas.engine.hours import ServiceHours
from slas.engine.timeline import Timeline, timeline
from slas.engine.working_days import shift_business_days

Formula = Literal["deduct_maintenance", "no_deduction", "all_down"]
UnknownPolicy = Literal["not_counted", "down", "excluded_from_both"]
Axis = NDArray[np.int64]
Span = tuple[Axis, Axis]


@dataclass(frozen=True)
class Outage:
    """A service down, UTC; an end of NaT lasts to the end of the period. Kept, not counted, if not
    imputable.
    """

    start: np.datetime64
    end: np.datetime64
    imputable: bool = True


@dataclass(frozen=True)
class Maintenance:
    """A planned window, UTC. `notified`: announced with the required notice."""

    start: np.datetime64
    end: np.datetime64
    notified: bool = True


@dataclass(frozen=True)
class Facts:
    """What happened in a period `[start, end)`. `quota`: admitted maintenance at most, seconds (None: no
    limit).

    `unknown`: spans without monitoring data; `degraded`: the service ran, but badly.
    """

    start: np.datetime64
    end: np.datetime64
    outages: Sequence[Outage] = ()
    maintenance: Sequence[Maintenance] = ()
    quota: int | None = None
    unknown: Sequence[tuple[np.datetime64, np.datetime64]] = ()
    degraded: Sequence[Outage] = ()


@dataclass(frozen=True)
class ServiceTimes:
    """Service seconds of a period: in all, under admitted maintenance, down, without data, and degraded."""

    service: int
    maintenance: int = 0
    outage: int = 0
    unknown: int = 0
    degraded: int = 0

    def __add__(self, other: ServiceTimes) -> ServiceTimes:
        """Several periods together: sums, never a mean of rates."""
        return ServiceTimes(
            self.service + other.service,
            self.maintenance + other.maintenance,
            self.outage + other.outage,
            self.unknown + other.unknown,
            self.degraded + other.degraded,
        )

    def weighing(self, weight: Decimal) -> ServiceTimes:
        """The same with the degraded time counted as down for its weight, to the nearest second."""
        return replace(
            self, outage=self.outage + int(round_half_up(self.degraded * Fraction(weight), 0)), degraded=0
        )

    def under(self, policy: UnknownPolicy) -> ServiceTimes:
        """The same with the unknown time counted as the clause says: up, down, or out of both terms."""
        if policy == "down":
            return replace(self, outage=self.outage + self.unknown, unknown=0)
        if policy == "excluded_from_both":
            return replace(self, service=self.service - self.unknown, unknown=0)
        return self

    def rate(self, formula: Formula = "deduct_maintenance") -> Rate:
        """Service seconds up over those due; 0 of 0 has no value.

        `deduct_maintenance` (TS − TM − TI) / (TS − TM); `no_deduction` (TS − TI) / TS; `all_down`
        (TS − TM − TI) / TS.
        """
        due = self.service - self.maintenance if formula == "deduct_maintenance" else self.service
        down = self.outage + self.maintenance if formula == "all_down" else self.outage
        return Rate(due - down, due)


def measured_times(hours: ServiceHours, facts: Facts) -> ServiceTimes:
    """The service seconds of a period under the calendar of the commitment.

    Admitted maintenance: notified, in chronological order, within the quota. What exceeds the quota, and a
    window not notified, is outage, as is the overrun of a window given as an outage. Outages inside admitted
    maintenance are none. Raises ValueError when the period is reversed or outside 1900-2199.
    """
    bounds = np.array([facts.start, facts.end], dtype="datetime64[s]").view(np.int64)
    if bounds[1] <= bounds[0]:
        raise ValueError("a period ends after it starts")
    axis = timeline(hours, *year_span(bounds))
    low, high = (int(position) for position in axis.position(bounds))
    planned = union(*_positions(axis, [(m.start, m.end) for m in facts.maintenance], bounds))
    notified = union(*_positions(axis, [(m.start, m.end) for m in facts.maintenance if m.notified], bounds))
    admitted = _first_seconds(notified, facts.quota)
    down = _positions(axis, [(o.start, o.end) for o in facts.outages if o.imputable], bounds)
    outages = subtract(*_joined(down, subtract(*planned, *admitted)), *admitted)
    gone = _joined(outages, admitted)
    slow = _positions(axis, [(o.start, o.end) for o in facts.degraded if o.imputable], bounds)
    degraded = subtract(*slow, *gone)
    unknown = subtract(*_positions(axis, facts.unknown, bounds), *_joined(gone, degraded))
    return ServiceTimes(high - low, *map(measure_of, (admitted, outages, unknown, degraded)))


def measure_of(span: Span) -> int:
    """The length of the union of spans."""
    return measure(*span)


def outage_seconds(hours: ServiceHours, facts: Facts) -> list[int]:
    """Service seconds of each outage of the period alone, imputable or not, maintenance not taken off."""
    bounds = np.array([facts.start, facts.end], dtype="datetime64[s]").view(np.int64)
    axis = timeline(hours, *year_span(bounds))
    starts, ends = _positions(axis, [(o.start, o.end) for o in facts.outages], bounds)
    return [int(length) for length in ends - starts]


def _positions(axis: Timeline, spans: Iterable[tuple[np.datetime64, np.datetime64]], bounds: Axis) -> Span:
    """Spans cut at the period's bounds, on the service axis: what lies outside service hours has no
    length.
    """
    table = np.array(list(spans), dtype="datetime64[s]").reshape(-1, 2)
    ends = np.where(np.isnat(table[:, 1]), bounds[1], table[:, 1].view(np.int64))
    starts, ends = clip(table[:, 0].view(np.int64), ends, int(bounds[0]), int(bounds[1]))
    return axis.position(starts), axis.position(ends)


def _joined(one: Span, other: Span) -> Span:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def _first_seconds(spans: Span, quota: int | None) -> Span:
    """The first `quota` seconds of disjoint, sorted spans."""
    if quota is None:
        return spans
    lengths = spans[1] - spans[0]
    left = np.clip(quota - (np.cumsum(lengths) - lengths), 0, lengths)
    return spans[0], spans[0] + left


def notified_in_time(
    hours: ServiceHours, announced: np.datetime64, start: np.datetime64, business_days: int
) -> bool:
    """Whether a window was announced at least that many business days of the calendar before its start."""
    earliest = shift_business_days(hours, np.array([announced], dtype="datetime64[s]"), business_days)
    return bool(earliest[0] <= start)
