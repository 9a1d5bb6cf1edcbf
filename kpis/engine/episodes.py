"""Crossings of the limits gathered into episodes: four points outside in a row are one question, not four."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from kpis.engine.control import RUN, Limits, Phase
from kpis.engine.numbers import exact, known
from kpis.engine.reference import reference_of
from kpis.engine.series import Direction, Kind, Series, Signal

USUAL = "Variation habituelle"
WORDS: Mapping[Direction, str] = {"better": "Amélioration", "worse": "Dégradation"}
SPANS: Mapping[Kind, int] = {"point_outside": 1, "run_of_eight": RUN, "three_of_four": 4}
STRENGTH: tuple[Kind, ...] = ("point_outside", "trend", "run_of_eight", "three_of_four")


@dataclass(frozen=True)
class Flag:
    """A crossing with its side; `place` counts measured points only: a gap does not cut an episode.

    `beyond`: outside what the reference months make likely; `thin`: they are too few or too alike to say it alone.
    """

    index: int
    place: int
    kind: Kind
    above: bool
    limits: Limits
    beyond: bool
    thin: bool


def find_flags(series: Series, stretches: Iterable[Phase]) -> list[Flag]:
    """Crossings of the series. Inside the baseline only points outside count: a run against a mean made of
    later months too is hindsight (half of any climb lies under its own mean)."""
    exacts = [exact(value) for value in series.values]
    places = [0, *accumulate(value is not None for value in exacts)]
    found = []
    for phase in stretches:
        center = exact(phase.limits.center)
        fixed = known(exacts[phase.first : phase.last + 1])[: series.baseline]
        reference = reference_of([value for _, value in fixed])
        for index, kind in phase.limits.signals:
            fixing = places[index] - places[phase.first] < series.baseline
            if fixing and kind != "point_outside":
                continue
            value = exacts[index]
            if value is None or center is None or reference is None:
                continue
            beyond = reference.is_beyond(value)
            found.append(
                Flag(index, places[index], kind, value > center, phase.limits, beyond, reference.thin)
            )
    return found


def group_episodes(series: Series, flags: Iterable[Flag]) -> list[Signal]:
    """One signal per unbroken episode, at its last month; of two that end together, the stronger rule."""
    episodes: list[list[Flag]] = []
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


def _crossed(series: Series, episode: list[Flag]) -> Signal:
    last = episode[-1]
    return Signal(
        series.code,
        series.months[last.index],
        last.kind,
        series.direction(last.above),
        series.months[_begun(series, episode[0])],
        {
            "value": series.values[last.index],
            "center": last.limits.center,
            "limit": last.limits.ucl if last.above else last.limits.lcl,
            "points": len(episode),
            "beyond": sum(flag.beyond for flag in episode),
            "thin": last.thin,
        },
    )


def _begun(series: Series, first: Flag) -> int:
    """Index of the first point an episode rests on: a run of eight began seven measured points before its flag.

    Of three out of four, the oldest one near the limit; a point outside stands alone.
    """
    measured = [index for index, value in enumerate(series.values) if value is not None]
    window = measured[max(first.place + 1 - SPANS[first.kind], 0) : first.place + 1]
    if first.kind != "three_of_four":
        return window[0]
    center, edge = exact(first.limits.center), exact(first.limits.ucl if first.above else first.limits.lcl)
    near = [index for index in window if _is_near(exact(series.values[index]), center, edge)]
    return near[0] if near else first.index


def _is_near(value: Fraction | None, center: Fraction | None, edge: Fraction | None) -> bool:
    """Nearer the limit than the centre, on its side."""
    if value is None or center is None or edge is None:
        return False
    side = 1 if edge > center else -1
    return side * (2 * value - center - edge) > 0


def word_months(series: Series, stretches: Iterable[Phase], flags: Iterable[Flag]) -> tuple[str | None, ...]:
    unusual = {flag.index: WORDS[series.direction(flag.above)] for flag in flags}
    words: list[str | None] = []
    for phase in stretches:
        for index in range(phase.first, phase.last + 1):
            told = phase.limits.state == "ok" and exact(series.values[index]) is not None
            words.append(unusual.get(index, USUAL) if told else None)
    return tuple(words)
