"""What the page of an indicator says of its season."""

from __future__ import annotations

from core.engine import formats
from core.engine.months import Month
from kpis.engine.season import READ_FROM, Season, season_of
from kpis.engine.trends import Line
from kpis.selectors.conclusions import slope_text
from kpis.selectors.drawings import Course
from kpis.selectors.wording import shown_change, shown_value


def season_lines(course: Course | None, month: Month) -> list[tuple[str, str]]:
    """The month beside the same month a year before, and the trend without the season; nothing under a year."""
    if course is None:
        return []
    season = season_of(course.series.values)
    following, value = course.following, course.series.values[-1]
    lines = []
    if season.before is not None and value is not None:
        change = shown_change(following, value, season.before)
        name = formats.month_long(month.shift(-12))
        told = f"{shown_value(following, season.before)} en {name}"
        lines.append(("Un an avant", f"{told}, {change} depuis" if change else told))
    return [*lines, ("Tendance hors saison", _trend_words(course, season))]


def _trend_words(course: Course, season: Season) -> str:
    """« +3,0 par an », « aucune établie »."""
    if season.trend is None or season.slope is None:
        return f"moins de {READ_FROM} mois : la saison n’est pas lue"
    if season.trend.trend not in {"rising", "falling"} or not Line(season.slope, 0).is_seen:
        return "aucune établie"
    return f"{slope_text(course.following, season.slope)} par an"
