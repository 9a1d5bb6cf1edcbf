"""A control chart in words: its description and its twin table."""

from __future__ import annotations

from collections.abc import Sequence

from core.engine import formats
from core.engine.formats import Number
from core.engine.typography import of
from core.svg.control.data import Control, Limits, Point
from core.svg.drawing import Table

WORDS = {
    "common": "Variation habituelle",
    "better": "Amélioration",
    "worse": "Dégradation",
    "neutral": "Signal",
}
NO_LIMITS = "Pas encore de limites"


def describe(data: Control) -> str:
    """Period, extremes, limits, signals, in one paragraph."""
    known = data.measured
    if not known:
        return "Aucune donnée."
    low, high = (pick(known, key=lambda point: float(point.value or 0)) for pick in (min, max))
    first, last = (formats.month_long(point.month) for point in (data.points[0], data.points[-1]))
    parts = [
        f"Un point par mois, {of(first)} à {last}, de {data.shown(low.value)} à {data.shown(high.value)}."
    ]
    if data.in_force:
        center, lower, upper = (
            formats.number(value, data.limit_decimals) for value in _triple(data.in_force)
        )
        parts.append(f"Moyenne {center}, limites {lower} et {upper}.")
    elif data.reason:
        parts.append(data.reason)
    signals = sum(point.signal != "common" for point in data.points)
    parts.append(f"{formats.count(signals, 'point signalé|points signalés')}.")
    if data.projection:
        parts.append(f"Projection jusqu’à {data.shown(data.projection[-1])}.")
    return data.desc or " ".join(parts)


def _triple(limits: Limits) -> tuple[Number, Number, Number]:
    return limits.center, limits.lower, limits.upper


def twin(data: Control) -> Table:
    """Every month, then the limits and the target, with the numbers of the drawing."""
    rows = [
        (formats.month_long(point.month), data.shown(point.value), _word(point, rank, data.limits))
        for rank, point in enumerate(data.points)
    ]
    last = [point.month for point in data.points][-1:]
    for step, value in enumerate(data.projection):
        rows.append((formats.month_long(last[0].shift(step + 1)), data.shown(value), "Projection"))
    for limits in data.limits:
        since = f" depuis {formats.month_long(data.points[limits.first].month)}" if limits.first else ""
        for name, value in zip(("Moyenne", "Limite basse", "Limite haute"), _triple(limits), strict=True):
            rows.append((name + since, data.shown(value, data.limit_decimals), ""))
    if data.target:
        rows.append((data.target[0].capitalize(), data.shown(data.target[1]), ""))
    return Table(("Mois", "Valeur", "Lecture"), tuple(rows))


def _word(point: Point, rank: int, limits: Sequence[Limits]) -> str:
    """What a month reads: nothing is usual where no limits say so yet."""
    if point.value is None:
        return formats.ABSENT
    limited = any(one.first <= rank and (one.last is None or rank <= one.last) for one in limits)
    word = WORDS[point.signal] if limited or point.signal != "common" else NO_LIMITS
    return word + (f", {formats.number(point.few)} cas" if point.few is not None else "")
