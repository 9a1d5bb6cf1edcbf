"""The drawings of an indicator, from its stored values and their reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from core.engine import formats
from core.engine.months import Month
from core.svg import control
from core.svg.drawing import Drawing, Figure, figure
from core.svg.strip import Spark, spark
from kpis.engine.series import Series
from kpis.engine.signals import USUAL, WORDS, Reading
from kpis.selectors.conclusions import is_proven, short_history
from kpis.selectors.following import Following
from kpis.selectors.marks import Followed
from kpis.selectors.readings import Values
from kpis.selectors.wording import decimals, is_fragile, plain, trimmed, unit_of

WIDE = 640.0
FARTHEST, NEAREST = 12, 3
SPARK_MONTHS, SPARK_WIDTH = 12, 160.0
LOOKS: dict[str | None, Any] = {USUAL: "common", WORDS["better"]: "better", WORDS["worse"]: "worse"}


@dataclass(frozen=True)
class Course:
    """An indicator up to a month: how it is followed, its rows, its series and what the series says."""

    following: Following
    values: Values
    series: Series
    reading: Reading


def control_figure(course: Course, title: str, marks: Sequence[Followed] = ()) -> Figure:
    """The control chart at two widths, with its projection where a trend is proven, and what was decided."""
    return figure(control.draw, control_data(course, title, marks), WIDE)


def control_data(course: Course, title: str, marks: Sequence[Followed] = ()) -> control.Control:
    """Points, limits by stretch, target or threshold, projection, numbered marks."""
    following, reading, series = course.following, course.reading, course.series
    measured = sum(value is not None for value in series.values)
    recent = sum(value is not None for value in series.values[reading.phases[-1].first :])
    reference = min(following.baseline, reading.phases[0].last + 1)
    limits = [
        control.Limits(
            phase.limits.center,
            phase.limits.lcl or 0,
            phase.limits.ucl or 0,
            phase.limits.mr_ucl,
            phase.first,
            phase.last if phase.last + 1 < len(series.values) else None,
        )
        for phase in reading.phases
        if phase.limits.center is not None
    ]
    coming = projected(course)
    reached = reading.steps is not None and ceil(reading.steps) == len(coming)
    low, high = following.definition.bounds
    return control.Control(
        title,
        points_of(course),
        limits,
        unit=unit_of(following),
        decimals=decimals(following),
        target=None if following.line is None else (following.line_word, trimmed(following.line)),
        projection=coming,
        trend=_trend(course) if coming else None,
        reached=_reached(course, len(coming)) if coming and reached else "",
        notes=_notes(course, marks),
        baseline=reference if limits and measured > reference else 0,
        reason="" if reading.limits.center is not None else short_history(recent),
        bounds=(None if low is None else float(low), None if high is None else float(high)),
    )


def _notes(course: Course, marks: Sequence[Followed]) -> list[control.Note]:
    """One numbered disc per month in which something was decided or done."""
    labels: dict[int, list[str]] = {}
    months = {one.number: one.mark.month for one in marks if one.number}
    for one in marks:
        labels.setdefault(one.number, []).append(one.mark.label)
    first = course.series.months[0].index
    return [
        control.Note(month.index - first, number, ", ".join(labels[number]))
        for number, month in sorted(months.items())
    ]


def points_of(course: Course) -> list[control.Point]:
    """One per month; hollow where it rests on few cases."""
    points = []
    words = course.reading.words
    for month, value, word in zip(course.series.months, course.series.values, words, strict=True):
        row = course.values.get(month)
        few = row.n if row is not None and is_fragile(course.following, row) else None
        points.append(control.Point(month, value, LOOKS.get(word, "common"), few))
    return points


def projected(course: Course) -> list[float]:
    """Values of the coming months on the line: until it meets the threshold (12 at most), 3 without one."""
    reading, line = course.reading, course.reading.line
    if line is None or not is_proven(reading):
        return []
    months = ceil(reading.steps) if reading.steps is not None else NEAREST
    if months > FARTHEST:
        months = NEAREST
    last = course.series.months[-1].index - reading.trend_since.index
    low, high = course.following.definition.bounds
    floor, ceiling = float("-inf" if low is None else low), float("inf" if high is None else high)
    return [min(max(line.value_at(last + step), floor), ceiling) for step in range(1, months + 1)]


def _trend(course: Course) -> tuple[int, float]:
    since = course.reading.trend_since.index - course.series.months[0].index
    return since, course.reading.line.intercept if course.reading.line else 0.0


def _reached(course: Course, months: int) -> str:
    when: Month = course.series.months[-1].shift(months)
    line = course.following.line
    return f"{plain(line)} en {formats.month_short(when)}" if line is not None else ""


def sparkline(following: Following, values: Values, months: Sequence[Month], look: str) -> Drawing:
    """The last twelve months, narrow enough for a row of a phone."""
    shown = [values[month].value if month in values else None for month in months[-SPARK_MONTHS:]]
    floats = [None if value is None else float(value) for value in shown]
    target = following.target if following.target is not None else following.line
    return spark(Spark(floats, None if target is None else float(target), look), width=SPARK_WIDTH)
