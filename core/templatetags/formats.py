"""The French formats as template filters: `{% load formats %}`, then `{{ value|fr_number:1 }}`.

Only names; the rules live in `core.engine.formats` and `core.engine.typography`. A filter takes one argument:
the number of decimals for figures, the zone for instants, the noun for counts, the unit for variances.

All carry the prefix `fr_`, so that no Django filter (`date`, `time`, `floatformat`…) is shadowed or mistaken:
`fr_number fr_money fr_percent fr_points fr_signed fr_count fr_ordinal fr_duration fr_business_duration`
`fr_date fr_date_long fr_day_long fr_month fr_month_of fr_month_short fr_time fr_datetime fr_verdict fr_glyph fr_rate fr_size`
`fr_typeset fr_of fr_plural`; `fr_variance:"ticket"` is `signed` with its unit, `fr_margin` is `duration` with its sign.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template

from core.engine import formats, typography
from core.engine.formats import Number

register = template.Library()

FILTERS: dict[str, Callable[..., str]] = {
    "fr_number": formats.number,
    "fr_money": formats.money,
    "fr_percent": formats.percent,
    "fr_points": formats.points,
    "fr_signed": formats.signed,
    "fr_count": formats.count,
    "fr_ordinal": formats.ordinal,
    "fr_business_duration": formats.business_duration,
    "fr_date": formats.date_short,
    "fr_date_long": formats.date_long,
    "fr_day_long": formats.day_long,
    "fr_month": formats.month_long,
    "fr_month_of": formats.month_of,
    "fr_time": formats.time_short,
    "fr_datetime": formats.datetime_short,
    "fr_verdict": formats.verdict,
    "fr_glyph": formats.glyph,
    "fr_rate": formats.rate,
    "fr_size": formats.file_size,
    "fr_typeset": typography.typeset,
    "fr_of": typography.of,
}
for name, function in FILTERS.items():
    register.filter(name, function)


@register.filter
def fr_plural(value: int, noun: str) -> str:
    """« elle compte|elles comptent » for a number that is told elsewhere."""
    return typography.plural(noun, value >= 2)


@register.filter
def fr_duration(seconds: Number | None) -> str:
    """« 26 h 20 »."""
    return formats.duration(seconds)


@register.filter
def fr_size(size: int) -> str:
    """« 640 ko » for a number of bytes."""
    return formats.file_size(size)


@register.filter
def fr_margin(seconds: Number | None) -> str:
    """A distance to a limit: « +6 h 20 »."""
    return formats.duration(seconds, sign=True)


@register.filter
def fr_variance(value: Number | None, unit: str) -> str:
    """A variance with its unit: « −9 tickets »."""
    return formats.signed(value, unit=unit)


@register.filter
def fr_month_short(value: Any, year: bool = False) -> str:
    """« janv. », or « janv. 2026 » with `:True`."""
    return formats.month_short(value, year=bool(year))
