"""From a series to questions: what changed, in which direction, on what evidence, and what is only usual.

A signal is a question put to people, never a judgement. Evidence is given as numbers; pages format them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any, Literal

from core.engine.months import Month
from kpis.engine.capability import capability
from kpis.engine.control import BASELINE, Limits, Phase, phases
from kpis.engine.numbers import exact
from kpis.engine.trends import Line, MannKendall, mann_kendall, steps_until, theil_sen

Kind = Literal["point_outside", "trend", "run_of_eight", "three_of_four"]
Direction = Literal["better", "worse"]

USUAL = "Variation habituelle"
WORDS: Mapping[Direction, str] = {"better": "Amélioration", "worse": "Dégradation"}
STRENGTH: tuple[Kind, ...] = ("point_outside", "trend", "run_of_eight", "three_of_four")
TREND_MONTHS = 12


@dataclass(frozen=True)
class Signal:
    """`since` to `month`: first and last month concerned. `evidence`: numbers by name.

    Control rules: `value`, `center`, `limit` (the natural limit on the side of the point), `points` (points
    in a row that break the rule). Trend: `slope` per month, `intercept` at `since`, `p`, `s`, `n`,
    `threshold`, `months_to_threshold` (whole months; None when the line does not meet the threshold ahead).
    """

    code: str
    month: Month
    kind: Kind
    direction: Direction
    since: Month
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Series:
    """One value per consecutive month, None where missing; the last month is the one being read.

    `rebased`: months from which a dated, justified act lays new limits; `baseline`: number of first points
    that fix limits; `target`: value aimed at or threshold not to cross. Raises ValueError for months that do
    not follow one another or do not match the values.
    """

    code: str
    sense: Literal["up", "down"]
    months: Sequence[Month]
    values: Sequence[Any]
    target: Any = None
    rebased: tuple[Month, ...] = ()
    baseline: int = BASELINE

    def __post_init__(self) -> None:
        if not self.months or len(self.months) != len(self.values):
            raise ValueError("a series needs months, and one value (or None) for each")
        if any(month.index - self.months[0].index != place for place, month in enumerate(self.months)):
            raise ValueError("months must follow one another; a missing month keeps its place with None")


@dataclass(frozen=True)
class Reading:
    """Everything a page shows of one series.

    `words`: one of the three words per month, None where there is no value or no limit. `line`, the line of
    Theil and Sen, runs over the last 12 months: its index 0 is `trend_since`. `steps`: exact months until it
    meets the target, only for a proven trend. `capability`: wording against the target, None while the
    latest month is not usual. `signals`: one per episode, by month then strength.
    """

    phases: tuple[Phase, ...]
    words: tuple[str | None, ...]
    trend: MannKendall
    line: Line | None
    trend_since: Month
    steps: Fraction | None
    capability: str | None
    signals: tuple[Signal, ...]

    @property
    def limits(self) -> Limits:
        """Limits in force at the last month."""
        return self.phases[-1].limits

    def at(self, month: Month) -> tuple[Signal, ...]:
        """Signals that hold in a month, strongest first."""
        return tuple(signal for signal in self.signals if signal.month == month)


def read_series(series: Series) -> Reading:
    """Limits, words, trend, projection and signals of a series."""
    starts = [month.index - series.months[0].index for month in series.rebased]
    stretches = phases(series.values, starts, series.baseline)
    window = series.values[-TREND_MONTHS:]
    trend, line = mann_kendall(window), theil_sen(window)
    steps = steps_until(window, series.target) if trend.trend in {"rising", "falling"} else None
    flags = _flags(series, stretches)
    limits, unusual = stretches[-1].limits, any(flag.index == len(series.values) - 1 for flag in flags)
    found = [*_episodes(series, flags), *_drift(series, trend, line, steps)]
    return Reading(
        phases=stretches,
        words=_words(series, stretches, flags),
        trend=trend,
        line=line,
        trend_since=series.months[-len(window)],
        steps=steps,
        capability=None if unusual else capability(limits, series.target, series.sense),
        signals=tuple(sorted(found, key=lambda signal: (signal.month, STRENGTH.index(signal.kind)))),
    )


@dataclass(frozen=True)
class _Flag:
    """A crossing with its side; `place` counts measured points only: a gap does not cut an episode."""

    index: int
    place: int
    kind: Kind
    above: bool
    limits: Limits


def _flags(series: Series, stretches: Iterable[Phase]) -> list[_Flag]:
    """Crossings of the series. Inside the baseline only points outside count: a run against a mean made of
    later months too is hindsight (half of any climb lies under its own mean)."""
    exacts = [exact(value) for value in series.values]
    places = [sum(value is not None for value in exacts[:index]) for index in range(len(exacts))]
    found = []
    for phase in stretches:
        center = exact(phase.limits.center)
        for index, kind in phase.limits.signals:
            fixing = places[index] - places[phase.first] < series.baseline
            if fixing and kind != "point_outside":
                continue
            value = exacts[index]
            above = value is not None and center is not None and value > center
            found.append(_Flag(index, places[index], kind, above, phase.limits))
    return found


def _episodes(series: Series, flags: Iterable[_Flag]) -> list[Signal]:
    """One signal per unbroken episode, at its last month; of two that end together, the stronger rule."""
    episodes: list[list[_Flag]] = []
    for flag in sorted(flags, key=lambda flag: (STRENGTH.index(flag.kind), flag.above, flag.index)):
        last = episodes[-1][-1] if episodes else None
        same = last and (last.kind, last.above, last.limits, last.place + 1)
        if same == (flag.kind, flag.above, flag.limits, flag.place):
            episodes[-1].append(flag)
        else:
            episodes.append([flag])
    kept: dict[int, Signal] = {}
    for episode in episodes:
        kept.setdefault(episode[-1].index, _crossed(series, episode))
    return list(kept.values())


def _crossed(series: Series, episode: list[_Flag]) -> Signal:
    last = episode[-1]
    return Signal(
        series.code,
        series.months[last.index],
        last.kind,
        _direction(series, last.above),
        series.months[episode[0].index],
        {
            "value": series.values[last.index],
            "center": last.limits.center,
            "limit": last.limits.ucl if last.above else last.limits.lcl,
            "points": len(episode),
        },
    )


def _drift(series: Series, trend: MannKendall, line: Line | None, steps: Fraction | None) -> list[Signal]:
    """A proven trend of the last 12 months; nothing when the last month is missing or the line is flat."""
    if trend.trend not in {"rising", "falling"} or line is None or not line.slope:
        return []
    window = [value for value in series.values[-TREND_MONTHS:] if exact(value) is not None]
    if exact(series.values[-1]) is None:
        return []
    evidence = {
        "slope": line.slope,
        "intercept": line.intercept,
        "p": trend.p,
        "s": trend.s,
        "n": len(window),
        "threshold": series.target,
        "months_to_threshold": None if steps is None else ceil(steps),
    }
    since = series.months[-min(TREND_MONTHS, len(series.months))]
    direction = _direction(series, trend.trend == "rising")
    return [Signal(series.code, series.months[-1], "trend", direction, since, evidence)]


def _words(series: Series, stretches: Iterable[Phase], flags: Iterable[_Flag]) -> tuple[str | None, ...]:
    unusual = {flag.index: WORDS[_direction(series, flag.above)] for flag in flags}
    words: list[str | None] = []
    for phase in stretches:
        for index in range(phase.first, phase.last + 1):
            told = phase.limits.state == "ok" and exact(series.values[index]) is not None
            words.append(unusual.get(index, USUAL) if told else None)
    return tuple(words)


def _direction(series: Series, above: bool) -> Direction:
    return "better" if above == (series.sense == "up") else "worse"
