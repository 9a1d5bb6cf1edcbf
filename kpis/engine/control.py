"""The XmR chart: what is usual variation, and what is worth a question in committee.

Shewhart's chart of individual values and moving ranges (Wheeler's constants for two-point ranges):
natural limits = mean ± 2.66 × mean moving range; limit of the ranges = 3.268 × mean moving range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal, NamedTuple

from kpis.engine.numbers import exact_series, known

NATURAL = Fraction("2.66")
RANGE = Fraction("3.268")
MINIMUM = 6
BASELINE = 12
RUN = 8

Rule = Literal["point_outside", "run_of_eight", "three_of_four"]
State = Literal["ok", "not_enough_data"]


@dataclass(frozen=True, order=True)
class Crossing:
    """A point that breaks a rule; unpacks as `index, rule`. A run gives every point from its eighth on."""

    index: int
    rule: Rule

    def __iter__(self) -> Iterator[Any]:
        return iter((self.index, self.rule))


class Limits(NamedTuple):
    """Limits of a series; the five numbers are None, and no signal is given, when points are too few."""

    center: float | None
    mr_bar: float | None
    lcl: float | None
    ucl: float | None
    mr_ucl: float | None
    signals: tuple[Crossing, ...]

    @property
    def state(self) -> State:
        return "not_enough_data" if self.center is None else "ok"

    def shown(self, low: float | None = None, high: float | None = None) -> tuple[float, float] | None:
        """(lower, upper) cut to what the indicator can reach, such as 0 and 100: for drawing only."""
        if self.lcl is None or self.ucl is None:
            return None
        lower = self.lcl if low is None else max(self.lcl, low)
        upper = self.ucl if high is None else min(self.ucl, high)
        return lower, upper


NO_LIMITS = Limits(None, None, None, None, None, ())


@dataclass(frozen=True)
class Phase:
    """A stretch of the series, first and last index included, with limits of its own."""

    first: int
    last: int
    limits: Limits


def xmr(values: Iterable[Any], baseline: int | None = None) -> Limits:
    """Centre, mean moving range, natural limits, limit of the ranges, signals `(index, rule)`.

    `values`: one per month, None or NaN where the month is missing (it keeps its index).
    `baseline`: number of first measured points that fix the limits; None takes them all. The other points
    are judged against these frozen limits. A moving range needs two neighbouring months: none is
    computed across a missing one. Under 6 baseline points, `state` is `not_enough_data`.
    Raises ValueError for a baseline under 1.
    """
    if baseline is not None and baseline < 1:
        raise ValueError("a baseline holds at least one point")
    series = exact_series(values)
    fixing = known(series)[:baseline]
    ranges = [
        abs(here - before)
        for (index, here), (previous, before) in zip(fixing[1:], fixing, strict=False)
        if index == previous + 1
    ]
    if len(fixing) < MINIMUM or not ranges:
        return NO_LIMITS
    center = sum((value for _, value in fixing), Fraction(0)) / len(fixing)
    mr_bar = sum(ranges, Fraction(0)) / len(ranges)
    lower, upper = center - NATURAL * mr_bar, center + NATURAL * mr_bar
    return Limits(
        center=float(center),
        mr_bar=float(mr_bar),
        lcl=float(lower),
        ucl=float(upper),
        mr_ucl=float(RANGE * mr_bar),
        signals=_crossings(series, center, lower, upper),
    )


def run_rules(values: Iterable[Any], center: Any, lcl: Any, ucl: Any) -> tuple[Crossing, ...]:
    """Signals of a series against limits already known: 1 point outside; 8 in a row on one side of
    the centre; 3 of 4 in a row nearer the same limit than the centre. A point on the line is on no side.

    Missing months are passed over: a month that was not reported does not undo a run.
    """
    centre, lower, upper = exact_series((center, lcl, ucl))
    if centre is None or lower is None or upper is None:
        raise ValueError("the rules need a centre and two limits")
    return _crossings(exact_series(values), centre, lower, upper)


def moving_ranges(values: Iterable[Any]) -> tuple[float | None, ...]:
    """Absolute change from the month before; None for the first month and beside a missing one."""
    series = exact_series(values)
    pairs = zip(series, [None, *series], strict=False)
    return tuple(
        None if here is None or before is None else float(abs(here - before)) for here, before in pairs
    )


def phases(values: Sequence[Any], starts: Iterable[int] = (), baseline: int = BASELINE) -> tuple[Phase, ...]:
    """Limits by stretch: frozen on the first `baseline` points, laid anew from each index of `starts`.

    `starts` are the dated, justified acts (amendment, change of service) that allow new limits.
    Indexes of the signals are those of the whole series.
    """
    cuts = sorted({0, *(start for start in starts if 0 < start < len(values))})
    found = []
    for first, stop in zip(cuts, [*cuts[1:], len(values)], strict=True):
        limits = xmr(values[first:stop], baseline)
        moved = tuple(Crossing(first + signal.index, signal.rule) for signal in limits.signals)
        found.append(Phase(first, stop - 1, limits._replace(signals=moved)))
    return tuple(found)


def _crossings(
    series: list[Fraction | None], center: Fraction | int, lower: Fraction | int, upper: Fraction | int
) -> tuple[Crossing, ...]:
    # Over one denominator, whole numbers: they compare as exactly as fractions, and much faster.
    values = known(series)
    scale = lcm(*(number.denominator for number in (center, lower, upper, *(value for _, value in values))))
    points = [(index, int(value * scale)) for index, value in values]
    center, lower, upper = (int(edge * scale) for edge in (center, lower, upper))
    outside = [(index, value < lower or value > upper) for index, value in points]
    sides = [(value > center) - (value < center) for _, value in points]
    zones = [(2 * value > center + upper) - (2 * value < center + lower) for _, value in points]
    found = [Crossing(index, "point_outside") for index, out in outside if out]
    for position, (index, _) in enumerate(points):
        if position >= RUN - 1 and abs(sum(sides[position - RUN + 1 : position + 1])) == RUN:
            found.append(Crossing(index, "run_of_eight"))
        if zones[position] and zones[max(0, position - 3) : position + 1].count(zones[position]) >= 3:
            found.append(Crossing(index, "three_of_four"))
    return tuple(sorted(found))
