"""A series as programs read it: values, limits, signals, test, projection. Nothing rounded for display."""

from __future__ import annotations

from math import ceil
from typing import Any

from contracts.models import Contract
from core.engine.months import Month
from kpis.engine.control import Limits
from kpis.engine.signals import Reading, Signal
from kpis.models import IndicatorValue
from kpis.selectors.drawings import Course, projected
from kpis.selectors.following import Following
from kpis.selectors.readings import reading_of, series_of, values_by_code


def trends_of(contract: Contract, following: Following, part: str, until: Month) -> dict[str, Any] | None:
    """One JSON object; figures as decimal strings, statistics as numbers. None when nothing was measured."""
    values = values_by_code(contract, until, [following.code], part).get(following.code, {})
    series, reading = series_of(following, values, until), reading_of(following, values, until)
    if series is None or reading is None:
        return None
    course = Course(following, values, series, reading)
    return {
        "contract": contract.reference,
        "code": following.code,
        "name": following.definition.name,
        "part": part,
        "unit": following.definition.unit,
        "sense": following.definition.sense,
        "target": _text(following.target),
        "threshold": _text(following.threshold),
        "until": str(until),
        "series": [
            _point(month, values.get(month), word)
            for month, word in zip(series.months, reading.words, strict=True)
        ],
        "limits": [
            {"from": str(series.months[phase.first]), "to": str(series.months[phase.last])}
            | _limits(phase.limits)
            for phase in reading.phases
        ],
        "baseline": following.baseline,
        "capability": reading.capability,
        "signals": [_signal(signal) for signal in reading.signals],
        "trend": _trend(reading),
        "projection": _projection(course, until),
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "month": str(signal.month),
        "since": str(signal.since),
        "kind": signal.kind,
        "direction": signal.direction,
        "alarm": signal.alarm,
        "evidence": {name: _number(value) for name, value in signal.evidence.items()},
    }


def _point(month: Month, row: IndicatorValue | None, word: str | None) -> dict[str, Any]:
    return {
        "month": str(month),
        "value": _text(row.value if row else None),
        "numerator": row.numerator if row else None,
        "denominator": row.denominator if row else None,
        "n": row.n if row else 0,
        "reading": word,
        "reason": row.reason if row else "",
    }


def _limits(limits: Limits) -> dict[str, Any]:
    return {
        "state": limits.state,
        "center": limits.center,
        "lower": limits.lcl,
        "upper": limits.ucl,
        "mean_range": limits.mr_bar,
        "range_upper": limits.mr_ucl,
    }


def _trend(reading: Reading) -> dict[str, Any]:
    test, line = reading.trend, reading.line
    return {
        "verdict": test.trend,
        "since": str(reading.trend_since),
        "s": test.s,
        "variance": test.var_s,
        "z": test.z,
        "p": test.p,
        "tau": test.tau,
        "slope": line.slope if line else None,
        "intercept": line.intercept if line else None,
    }


def _projection(course: Course, until: Month) -> dict[str, Any] | None:
    """Where the line leads; None while no trend is proven."""
    coming = projected(course)
    if not coming:
        return None
    steps = course.reading.steps
    months = None if steps is None else ceil(steps)
    return {
        "threshold": _text(course.following.line),
        "months": months,
        "month": None if months is None else str(until.shift(months)),
        "values": [
            {"month": str(until.shift(rank + 1)), "value": value} for rank, value in enumerate(coming)
        ],
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else float(value)
