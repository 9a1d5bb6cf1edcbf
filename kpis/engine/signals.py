"""From a series to questions: what changed, in which direction, on what evidence, and what is only usual.

A signal is a question put to people, never a judgement. Evidence is given as numbers; pages format them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from core.engine.months import Month
from kpis.engine.capability import capability
from kpis.engine.control import Limits, Phase, phases
from kpis.engine.episodes import STRENGTH, USUAL, WORDS, find_flags, group_episodes, word_months
from kpis.engine.numbers import exact
from kpis.engine.series import Series, Signal
from kpis.engine.trends import Line, MannKendall, mann_kendall, steps_until, theil_sen

__all__ = ["USUAL", "WORDS", "Reading", "Series", "Signal", "read_series"]

TREND_MONTHS = 12


@dataclass(frozen=True)
class Reading:
    """Everything a page shows of one series.

    `words`: one of the three words per month, None where there is no value or no limit. `limits_since`: month from
    which the limits in force hold. `line`, the line of Theil and Sen, runs over the last 12 months (never across new
    limits): its index 0 is `trend_since`. `steps`: exact months until it meets the target, only for a proven trend.
    `capability`: wording against the target, None while the last month is not usual. `signals`: one per episode, by
    month then strength.
    """

    phases: tuple[Phase, ...]
    limits_since: Month
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
    since = max(stretches[-1].first, len(series.values) - TREND_MONTHS)
    window = series.values[since:]
    trend, line = mann_kendall(window), theil_sen(window)
    steps = steps_until(window, series.target) if trend.trend in {"rising", "falling"} else None
    flags = find_flags(series, stretches)
    limits, unusual = stretches[-1].limits, any(flag.index == len(series.values) - 1 for flag in flags)
    found = _alarmed([*group_episodes(series, flags), *_drift(series, since, trend, line, steps)])
    return Reading(
        phases=stretches,
        limits_since=series.months[stretches[-1].first],
        words=word_months(series, stretches, flags),
        trend=trend,
        line=line,
        trend_since=series.months[since],
        steps=steps,
        capability=None if unusual else capability(limits, series.target, series.sense),
        signals=tuple(sorted(found, key=lambda signal: (signal.month, STRENGTH.index(signal.kind)))),
    )


def _drift(
    series: Series, since: int, trend: MannKendall, line: Line | None, steps: Fraction | None
) -> list[Signal]:
    """A proven trend from index `since` on; nothing when the last month is missing or the line as good as flat."""
    window = series.values[since:]
    if trend.trend not in {"rising", "falling"} or line is None or not line.is_seen:
        return []
    if exact(window[-1]) is None:
        return []
    evidence = {
        "slope": line.slope,
        "intercept": line.intercept,
        "p": trend.p,
        "s": trend.s,
        "n": sum(exact(value) is not None for value in window),
        "threshold": series.target,
        "months_to_threshold": None if steps is None else ceil(steps),
    }
    direction = series.direction(trend.trend == "rising")
    return [Signal(series.code, series.months[-1], "trend", direction, series.months[since], evidence)]


def _alarmed(found: list[Signal]) -> list[Signal]:
    """The same signals, the degradations of an alarmed month marked as its alarm."""
    alarms = {month for month in {signal.month for signal in found} if _is_alarm(found, month)}
    return [replace(signal, alarm=signal.direction == "worse" and signal.month in alarms) for signal in found]


def _is_alarm(found: Iterable[Signal], month: Month) -> bool:
    """Whether the signals of a month are a confirmed degradation.

    A point outside the limits on the wrong side and beyond what the reference makes likely, confirmed by a second such
    one in the same episode or by a proven trend the same way; by one more where the reference is thin. Alone, each
    rule is only to watch: over twelve steady months about one series in four shows one.
    """
    worse = {signal.kind: signal for signal in found if (signal.month, signal.direction) == (month, "worse")}
    outside = worse.get("point_outside")
    if outside is None:
        return False
    needed = (1 if "trend" in worse else 2) + outside.evidence["thin"]
    return bool(outside.evidence["beyond"] >= needed)
