"""Decisions taken and actions done about an indicator, as the floors above tell them, and what followed each one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from kpis.engine.effects import MINIMUM, Effect, effect_at
from kpis.engine.series import Series
from kpis.selectors.following import Following, followed_by
from kpis.selectors.readings import series_of, values_by_code
from kpis.selectors.wording import decimals, unit_of


@dataclass(frozen=True)
class Mark:
    """Something done about an indicator in a month: « Décision D3 », its words, the page that tells it."""

    month: Month
    label: str
    text: str
    url: str


@dataclass(frozen=True)
class Followed:
    """A mark, the number of its month on the chart (0 where the chart does not show it) and what followed it, in words.

    `state`, `word`: for `{% status %}`.
    """

    mark: Mark
    number: int
    state: str
    word: str
    detail: str


Source = Callable[[Contract, str], Sequence[Mark]]
STATES = {
    "better": ("improvement", "Amélioration"),
    "worse": ("concern", "Dégradation"),
    "unproven": ("common", "Pas d’effet démontré"),
    "too_early": ("not_applicable", "Trop tôt pour conclure"),
    "no_past": ("not_applicable", "Pas de comparaison"),
}
_sources: dict[str, Source] = {}


def register_marks(source: Source) -> None:
    """Add a source of marks, by a floor above; registering it twice counts it once."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source


def marks_of(contract: Contract, code: str) -> list[Mark]:
    """Every mark of an indicator that the reader may see, oldest first (the queries of each source)."""
    found = [mark for source in _sources.values() for mark in source(contract, code)]
    return sorted(found, key=lambda mark: (mark.month, mark.label))


def followed_marks(following: Following, series: Series | None, marks: Iterable[Mark]) -> list[Followed]:
    """What followed each mark, over the months of a series; those to come after it are left out."""
    if series is None:
        return []
    known = [mark for mark in marks if mark.month <= series.months[-1]]
    drawn = sorted({mark.month for mark in known if mark.month >= series.months[0]})
    found: list[Followed] = []
    for mark in known:
        index = mark.month.index - series.months[0].index
        number = drawn.index(mark.month) + 1 if mark.month in drawn else 0
        effect = effect_at(series.values, index, series.sense)
        state, word = STATES[effect.verdict]
        found.append(Followed(mark, number, state, word, effect_words(following, effect)))
    return found


def followed_in(
    contract: Contract, marks: Mapping[str, Sequence[Mark]], until: Month
) -> dict[str, list[Followed]]:
    """The same for the marks of several indicators, for the pages of the floors above, unnumbered (2 queries)."""
    known = {one.code: one for one in followed_by(contract) if one.code in marks}
    values = values_by_code(contract, until, known)
    return {
        code: [
            replace(told, number=0)
            for told in followed_marks(one, series_of(one, values.get(code, {}), until), marks[code])
        ]
        for code, one in known.items()
    }


def effect_words(following: Following, effect: Effect) -> str:
    """« −5 tickets par mois (de −7 à −3, à 90 %) : médiane de 60 avant, 55 après », or what is still missing."""
    if effect.verdict == "too_early":
        return f"{formats.count(effect.after, 'mois')} sur {MINIMUM} depuis."
    if effect.verdict == "no_past":
        return f"{formats.count(effect.before, 'mois')} sur {MINIMUM} mesurés avant."
    old, new = (
        formats.number(value, _digits(following)) for value in (effect.median_before, effect.median_after)
    )
    low, high = _signed(following, effect.low), _signed(following, effect.high)
    return (
        f"{_signed(following, effect.shift)} (de {low} à {high}, à 90{NBSP}%){NBSP}: médiane de {old} sur "
        f"{formats.count(effect.before, 'mois')} avant, {new} sur {effect.after} après."
    )


def _digits(following: Following) -> int:
    return max(1, decimals(following))


def _signed(following: Following, value: Fraction | None) -> str:
    """« −5,0 pt »: a difference of shares is in points."""
    unit = unit_of(following)
    return formats.signed(value, _digits(following), "pt" if unit == "%" else unit)
