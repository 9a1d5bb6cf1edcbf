"""The page of one indicator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from core.svg.drawing import Figure
from kpis.models import IndicatorValue
from kpis.selectors.backlog import OldTicket, oldest_open
from kpis.selectors.cards import card_of
from kpis.selectors.conclusions import (
    is_proven,
    page_lead,
    page_title,
    reached_words,
    short_history,
    signal_title,
    slope_words,
    trend_words,
)
from kpis.selectors.drawings import Course, control_figure
from kpis.selectors.following import Following, following_of
from kpis.selectors.readings import Values, reading_of, series_of, values_by_code
from kpis.selectors.signals import SignalLine, computed_signals, signals_for
from kpis.selectors.standing import standing_words
from kpis.selectors.wording import decimals, plain, shown_bound, unit_of

WITH_OLDEST = frozenset({"K08", "K09"})


@dataclass(frozen=True)
class KeyFigure:
    """One of the figures under the title."""

    label: str
    value: str
    unit: str = ""
    detail: str = ""
    state: str = ""
    word: str = ""


@dataclass(frozen=True)
class IndicatorPage:
    """`figure` is None while nothing was measured; `top` holds [name, …, count] lines of what gathers."""

    following: Following
    month: Month
    part: str
    parts: list[str]
    row: IndicatorValue | None
    title: str
    lead: str
    key_figures: list[KeyFigure]
    figure_title: str
    figure: Figure | None
    signals: list[SignalLine]
    reason: str
    course: Course | None
    method: str
    trend: str
    oldest: list[OldTicket] = field(default_factory=list)
    top: list[Any] = field(default_factory=list)

    @property
    def definition(self) -> Any:
        return self.following.definition

    @property
    def aims(self) -> list[tuple[str, str]]:
        """Target, threshold and who carries the indicator, as far as the contract says."""
        pairs = [
            ("Cible", shown_bound(self.following, self.following.target)),
            ("Seuil", shown_bound(self.following, self.following.threshold)),
            ("Porteur", self.following.owner or formats.ABSENT),
        ]
        return [pair for pair in pairs if pair[1] != formats.ABSENT]


def indicator_page(contract: Contract, code: str, month: Month, part: str = "") -> IndicatorPage | None:
    """An indicator (or its `part`, such as P3) as known at the end of a month; None for an unknown one."""
    following = following_of(contract, code)
    if following is None:
        return None
    parts = parts_of(contract, code, month)
    if part and part not in parts:
        return None
    values = values_by_code(contract, month, [code], part).get(code, {})
    course = _course(following, values, month)
    row = values.get(month)
    value = row.value if row else None
    reading = course.reading if course else None
    measured = sum(one.value is not None for one in values.values())
    signals = _signals(contract, following, course, month, part)
    title = page_title(following, reading, month, value, measured)
    figure_title = _figure_title(following, course, signals, measured)
    return IndicatorPage(
        following=following,
        month=month,
        part=part,
        parts=parts,
        row=row,
        title=f"{title} ({part})" if part else title,
        lead=page_lead(following, reading, month, value, measured),
        key_figures=_key_figures(following, values, month, course),
        figure_title=figure_title,
        figure=control_figure(course, f"{following.definition.name}. {figure_title}") if course else None,
        signals=signals,
        reason=card_of(following, values, month).reason,
        course=course,
        method=_method(course),
        trend=trend_words(following, reading, month, value),
        oldest=oldest_open(contract, month) if code in WITH_OLDEST and not part else [],
        top=list(row.extra.get("top", ())) if row else [],
    )


def parts_of(contract: Contract, code: str, month: Month) -> list[str]:
    """Priorities an indicator is cut by, over its whole life (1 query)."""
    rows = IndicatorValue.objects.filter(contract=contract, code=code, month__lte=str(month))
    found = rows.exclude(part="").values_list("part", flat=True).distinct()
    return sorted(part for part in found if part != "requesters")


def _course(following: Following, values: Values, month: Month) -> Course | None:
    series, reading = series_of(following, values, month), reading_of(following, values, month)
    return Course(following, values, series, reading) if series and reading else None


def _signals(
    contract: Contract, following: Following, course: Course | None, month: Month, part: str
) -> list[SignalLine]:
    if part:
        return computed_signals(following, course.reading, month) if course else []
    return signals_for(contract, month, [following])


def _figure_title(
    following: Following, course: Course | None, signals: list[SignalLine], measured: int
) -> str:
    if course is None or course.reading.limits.center is None:
        return short_history(measured).rstrip(".")
    known = course.reading.at(course.series.months[-1])
    outside = next((signal for signal in known if signal.kind != "trend"), None)
    if outside:
        since = formats.month_long(outside.since)
        return f"{signal_title(following, outside.kind, outside.evidence)} depuis {since}"
    return signals[0].title if signals else "Aucun point hors de la variation habituelle"


def _key_figures(
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
        told = reached_words(following, reading, month, card.row.value if card.row else None)
        words = told.partition(plain(following.line))[2].strip() if is_proven(reading) else ""
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
    """What stands beside the figure: sample, interval, ninth decile, largest gap."""
    if row is None or row.value is None:
        return ""
    extra, parts = row.extra, []
    if following.code in {"K05", "K22"}:
        parts.append(f"n{NBSP}={NBSP}{formats.number(row.n)}")
    if extra.get("low") is not None and extra.get("high") is not None:
        parts.append(
            f"intervalle à 95{NBSP}%{NBSP}: {formats.number(extra['low'], 1)} à {formats.percent(extra['high'], 1)}"
        )
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


def _method(course: Course | None) -> str:
    """How the limits are drawn, with the numbers of this series."""
    if course is None or course.reading.limits.mr_bar is None:
        return "Limites à partir de 6 mois mesurés"
    mean = formats.number(course.reading.limits.mr_bar, 2)
    months = formats.count(course.following.baseline, "mois")
    return f"moyenne ± 2,66 × étendue mobile moyenne ({mean}), limites figées après {months}"
