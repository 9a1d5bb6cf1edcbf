"""The page of one indicator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.svg.drawing import Figure
from kpis.engine.indicators.recurrence import BESIDE
from kpis.models import IndicatorSetting, IndicatorValue, Rebase
from kpis.selectors.backlog import OldTicket, oldest_open
from kpis.selectors.cards import card_of
from kpis.selectors.conclusions import (
    page_lead,
    page_title,
    short_history,
    signal_title,
    trend_words,
)
from kpis.selectors.drawings import Course, control_figure, points_of
from kpis.selectors.facts_beside import facts_beside
from kpis.selectors.figures import KeyFigure, key_figures_of
from kpis.selectors.following import Following, following_of, with_rebases
from kpis.selectors.gathered import Gathered, gathered_for
from kpis.selectors.marks import Followed, followed_marks, marks_of
from kpis.selectors.readings import Values, reading_of, series_of, values_by_code
from kpis.selectors.season import season_lines
from kpis.selectors.signals import SignalLine, computed_signals, signals_for, waiting_words
from kpis.selectors.wording import shown_bound
from reports.models.deliveries import SIDES

TOP_TITLES = {
    "K12": ("Ce qui revient le plus en 90 jours", "Service et catégorie"),
}
NATURES = {kind: word for kind, word in IndicatorSetting.Kind.choices if kind}
VIEWS, TIMINGS = (dict(choice.choices) for choice in (IndicatorSetting.View, IndicatorSetting.Timing))
WITH_OLDEST = frozenset({"K08", "K09"})


@dataclass(frozen=True)
class IndicatorPage:
    """`figure` is None while nothing was measured; `top` holds what comes back: name, incidents; `gathered`
    where incidents gather; `beside` what other registers tell of it, as labels and words."""

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
    trend: str
    oldest: list[OldTicket] = field(default_factory=list)
    top: list[tuple[str, int]] = field(default_factory=list)
    marks: list[Followed] = field(default_factory=list)
    rebases: list[Rebase] = field(default_factory=list)
    gathered: list[Gathered] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)

    @property
    def definition(self) -> Any:
        return self.following.definition

    @property
    def decision(self) -> str:
        """« décider d’un renfort… », to follow « Sert à : »."""
        text = self.following.decision
        return text[:1].lower() + text[1:]

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The whole indicator, then each part, as links of the page."""
        names = ["", *self.parts] if self.parts else []
        return [
            {
                "label": name or "Toutes",
                "url": f"?mois={self.month}" + (f"&part={name}" if name else ""),
                "count": None,
                "active": name == self.part,
            }
            for name in names
        ]

    @property
    def method(self) -> str:
        return _method(self.course)

    @property
    def season(self) -> list[tuple[str, str]]:
        """The same month a year before, and the trend apart from the season, as far as they are known."""
        return season_lines(self.course, self.month)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Where the value of the month comes from, and who typed it; nothing for one counted from facts."""
        told = self.row.extra if self.row else {}
        pairs = [("Source", told.get("source", "")), ("Auteur", told.get("author", ""))]
        if told.get("side"):
            pairs.append(("Saisie du côté", dict(SIDES)[told["side"]].lower()))
        return [pair for pair in pairs if pair[1]]

    @property
    def typed_title(self) -> str:
        return f"Valeur {formats.month_of(self.month)}"

    @property
    def waiting(self) -> str:
        return waiting_words(self.signals) if any(line.pk for line in self.signals) else ""

    @property
    def has_fragile(self) -> bool:
        """Whether a point of the chart rests on few cases."""
        return self.course is not None and any(point.few is not None for point in points_of(self.course))

    @property
    def oldest_note(self) -> str:
        return formats.count(len(self.oldest), "ticket")

    @property
    def top_title(self) -> str:
        return TOP_TITLES.get(self.following.code, ("", ""))[0]

    @property
    def top_head(self) -> str:
        return TOP_TITLES.get(self.following.code, ("", ""))[1]

    @property
    def aims(self) -> list[tuple[str, str]]:
        """Target, threshold and who carries the indicator, as far as the contract says."""
        pairs = [
            ("Cible", shown_bound(self.following, self.following.target)),
            ("Seuil", shown_bound(self.following, self.following.threshold)),
            ("Porteur", self.following.owner or formats.ABSENT),
            ("Nature", NATURES.get(self.following.kind, formats.ABSENT)),
            ("Point de vue", f"{VIEWS[self.definition.view]}, {TIMINGS[self.definition.timing]}"),
            ("En comité", "oui" if self.following.in_committee else formats.ABSENT),
            ("Retiré depuis", _retired(self.following)),
        ]
        return [pair for pair in pairs if pair[1] != formats.ABSENT]


def indicator_page(contract: Contract, code: str, month: Month, part: str = "") -> IndicatorPage | None:
    """An indicator (or its `part`, such as P3) as known at the end of a month; None for an unknown one."""
    following = following_of(contract, code)
    if following is None:
        return None
    [following] = with_rebases(contract, [following])
    parts = parts_of(contract, code, month)
    if part and part not in parts:
        return None
    values = values_by_code(contract, month, [code], part).get(code, {})
    course = _course(following, values, month)
    row = values.get(month)
    value = row.value if row else None
    reading = course.reading if course else None
    signals = _signals(contract, following, course, month, part)
    marks = followed_marks(following, course.series if course else None, marks_of(contract, code))
    measured = _measured(values, reading.limits_since if reading else month)
    figure_title = _figure_title(following, course, signals, measured)
    return IndicatorPage(
        following=following,
        month=month,
        part=part,
        parts=parts,
        row=row,
        title=page_title(following, reading, month, value, part),
        lead=page_lead(following, reading, month, value, measured),
        key_figures=key_figures_of(following, values, month, course),
        figure_title=figure_title,
        figure=_figure(course, f"{following.name} {part}".strip(), figure_title, marks),
        signals=signals,
        reason=card_of(following, values, month).reason,
        course=course,
        trend=trend_words(following, reading, month, value),
        oldest=oldest_open(contract, month) if code in WITH_OLDEST and not part else [],
        top=_top(row) if code in TOP_TITLES else [],
        marks=marks,
        rebases=list(Rebase.objects.filter(contract=contract, code=code).order_by("month")),
        gathered=gathered_for(contract, code, month, row) if not part else [],
        beside=facts_beside(contract, code, month),
    )


def _figure(course: Course | None, name: str, title: str, marks: list[Followed]) -> Figure | None:
    return control_figure(course, f"{name}. {title}", marks) if course else None


def parts_of(contract: Contract, code: str, month: Month) -> list[str]:
    """Priorities an indicator is cut by, over its whole life (1 query)."""
    rows = IndicatorValue.objects.filter(contract=contract, code=code, month__lte=str(month))
    found = rows.exclude(part="").values_list("part", flat=True).distinct()
    return sorted(part for part in found if part not in BESIDE.values())


def _measured(values: Values, since: Month) -> int:
    """Months with a figure since the limits in force hold."""
    return sum(one.value is not None and one.month >= since for one in values.values())


def _retired(following: Following) -> str:
    return formats.month_long(following.retired_from) if following.retired_from else formats.ABSENT


def _top(row: IndicatorValue | None) -> list[tuple[str, int]]:
    """(name, incidents) of what gathers or comes back."""
    return [(", ".join(names), number) for *names, number in row.extra.get("top", ())] if row else []


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
        words = signal_title(following, outside.kind, outside.evidence)
        return (
            f"{words} depuis {formats.month_long(outside.since)}" if outside.since != outside.month else words
        )
    return signals[0].title if signals else "Aucun point hors de la variation habituelle"


def _method(course: Course | None) -> str:
    """How the limits are drawn, with the numbers of this series."""
    if course is None or course.reading.limits.mr_bar is None:
        return "Limites à partir de 6 mois mesurés"
    mean = formats.number(course.reading.limits.mr_bar, 2)
    months = formats.count(course.following.baseline, "mois")
    return f"moyenne ± 2,66 × étendue mobile moyenne ({mean}), limites figées après {months}"
