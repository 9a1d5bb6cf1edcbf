"""The figures under the title of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from kpis.models import IndicatorValue
from kpis.selectors.cards import card_of
from kpis.selectors.conclusions import is_proven, reached_ending, slope_words
from kpis.selectors.drawings import Course
from kpis.selectors.following import Following
from kpis.selectors.readings import Values
from kpis.selectors.standing import standing_words
from kpis.selectors.wording import decimals, shown_bound, shown_size, unit_of


@dataclass(frozen=True)
class KeyFigure:
    """One of the figures under the title."""

    label: str
    value: str
    unit: str = ""
    detail: str = ""
    state: str = ""
    word: str = ""


def key_figures_of(
    following: Following, values: Values, month: Month, course: Course | None
) -> list[KeyFigure]:
    card = card_of(following, values, month)
    label = formats.month_long(month)
    details = [part for part in (companions(following, card.row), _change(card.change)) if part]
    found = [
        KeyFigure(
            f"{label[:1].upper()}{label[1:]}", card.value, "", ", ".join(details), card.state, card.word
        )
    ]
    if course is None:
        return found
    limits, reading = course.reading.limits, course.reading
    shown = limits.shown(*(None if b is None else float(b) for b in following.definition.bounds))
    if shown is not None:
        digits = max(decimals(following), 1)
        low, high, center = (formats.number(value, digits) for value in (*shown, limits.center))
        found.append(
            KeyFigure("Variation habituelle", f"{low} à {high}", _short_unit(following), f"moyenne {center}")
        )
    if is_proven(reading):
        found.append(KeyFigure("Tendance", slope_words(following, reading), "par mois", _since(reading)))
    if following.line is not None:
        value = card.row.value if card.row else None
        words = reached_ending(following, reading.steps, value) if is_proven(reading) else ""
        name = f"{following.line_word[:1].upper()}{following.line_word[1:]} du contrat"
        found.append(
            KeyFigure(
                name,
                shown_bound(following, following.line),
                "",
                words or standing_words(following, values, month, reading),
            )
        )
    return found


def companions(following: Following, row: IndicatorValue | None) -> str:
    """What stands beside the figure: sample, interval, ninth decile, largest gap, actions done in time, occupation."""
    if row is None or row.value is None:
        return ""
    extra, parts = row.extra, []
    if following.code in {"K05", "K22"}:
        parts.append(shown_size(row))
    if extra.get("low") is not None and extra.get("high") is not None:
        parts.append(
            f"intervalle à 95{NBSP}%{NBSP}: {formats.number(extra['low'], 1)} à {formats.percent(extra['high'], 1)}"
        )
    if extra.get("done"):
        parts.append(
            f"faites à temps{NBSP}: {extra['kept']}/{formats.count(extra['done'], 'faite dans le mois|faites dans le mois')}"
        )
    if extra.get("occupation") is not None:
        parts.append(f"occupation{NBSP}: {formats.percent(extra['occupation'], 1)}")
    if extra.get("p90") is not None:
        parts.append(f"P90{NBSP}: {formats.number(extra['p90'], 1)}{NBSP}h")
    if extra.get("max") is not None:
        parts.append(f"plus grand écart{NBSP}: {formats.number(extra['max'], 1)}{NBSP}pt")
    return ", ".join(parts)


def _change(change: str) -> str:
    return f"{change} sur un mois" if change else ""


def _short_unit(following: Following) -> str:
    unit = unit_of(following)
    return unit if unit in {"%", "h", "pt"} else ""


def _since(reading: Any) -> str:
    return f"Theil–Sen, depuis {formats.month_long(reading.trend_since)}"
