"""Every followed indicator of a contract at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month, month_range
from core.svg.drawing import Drawing
from kpis.engine.own import NO_ENTRY
from kpis.engine.signals import Reading
from kpis.models import IndicatorValue
from kpis.selectors.conclusions import beyond_words, short_history, signal_title, trend_words
from kpis.selectors.drawings import LOOKS, sparkline
from kpis.selectors.following import Following, followed_by, with_rebases
from kpis.selectors.readings import Values, reading_of, values_by_code
from kpis.selectors.signals import TO_WATCH
from kpis.selectors.wording import is_beyond, shown_bound, shown_change, shown_size, shown_value

STABLE = "common"
STATES = {"common": STABLE, "better": "improvement", "worse": "concern"}
NO_FIGURE = "Aucune valeur calculée pour ce mois."


@dataclass(frozen=True)
class Card:
    """One indicator in one month, dressed. `state` and `word` feed `{% status %}`; `reason` says why there is no
    figure; `why` names the rule behind a state that is not usual;
    `beyond`: « au-delà du seuil », usual or not; `trend` is empty while no trend is proven."""

    following: Following
    row: IndicatorValue | None
    value: str
    size: str
    previous: str
    change: str
    target: str
    threshold: str
    state: str
    word: str
    why: str
    beyond: str
    trend: str
    reason: str
    drawing: Drawing

    @property
    def code(self) -> str:
        return self.following.code

    @property
    def name(self) -> str:
        return self.following.name

    @property
    def decision(self) -> str:
        return self.following.decision

    @property
    def is_stable(self) -> bool:
        return self.state == STABLE


def cards_for(contract: Contract, month: Month, followed: Iterable[Following] | None = None) -> list[Card]:
    """The followed indicators as known at the end of a month, by code (3 queries, 2 with `followed`)."""
    known = with_rebases(contract, followed if followed is not None else followed_by(contract))
    values = values_by_code(contract, month, [following.code for following in known])
    return [card_of(following, values.get(following.code, {}), month) for following in known]


def stable_count(cards: Iterable[Card]) -> int:
    """Indicators that only vary as usual."""
    return sum(card.is_stable for card in cards)


def stable_codes(
    contract: Contract, month: Month, followed: Iterable[Following], values: Mapping[str, Values]
) -> frozenset[str]:
    """Those of some indicators that only varied as usual in a month, as their cards say it, undrawn (1 query).

    `values`: everything stored of them up to the month, by code.
    """
    found = set()
    for following in with_rebases(contract, followed):
        own = values.get(following.code, {})
        if state_of(own.get(month), own, reading_of(following, own, month))[0] == STABLE:
            found.add(following.code)
    return frozenset(found)


def card_of(following: Following, values: Values, month: Month) -> Card:
    """One indicator from its rows."""
    row, before = values.get(month), values.get(month.shift(-1))
    value = row.value if row else None
    earlier = before.value if before else None
    reading = reading_of(following, values, month)
    state, word = state_of(row, values, reading)
    look = (
        "worse"
        if state == "to_watch"
        else next((look for look, code in STATES.items() if code == state), "common")
    )
    return Card(
        following=following,
        row=row,
        value=shown_value(following, value),
        size=shown_size(row),
        previous=shown_value(following, earlier),
        change=shown_change(following, value, earlier),
        target=shown_bound(following, following.target),
        threshold=shown_bound(following, following.threshold),
        state=state,
        word=word,
        why=_why(following, reading, month),
        beyond=beyond_words(following) if is_beyond(following, value) else "",
        trend=trend_words(following, reading, month, value),
        reason="" if value is not None else reason_of(following, row),
        drawing=sparkline(following, values, month_range(month.shift(-11), month), look),
    )


def reason_of(following: Following, row: IndicatorValue | None) -> str:
    """Why an indicator has no figure in a month."""
    if row and row.reason:
        return row.reason
    return NO_ENTRY[following.told_by] if following.told_by else NO_FIGURE


def _why(following: Following, reading: Reading | None, month: Month) -> str:
    """« 2 points sous la limite basse »: a reading rests on its limits, not on the change from the month before."""
    signals = [signal for signal in reading.at(month) if signal.kind != "trend"] if reading else []
    leading = next((signal for signal in signals if signal.direction == "worse"), None)
    leading = leading or (signals[0] if signals else None)
    if leading is None:
        return ""
    title = signal_title(following, leading.kind, leading.evidence)
    return title[:1].lower() + title[1:]


def state_of(row: IndicatorValue | None, values: Values, reading: Reading | None) -> tuple[str, str]:
    """State code and word: usual, better, to watch, worse (an alarm); not enough history; no figure."""
    if row is None or row.value is None:
        return "not_applicable", "Pas de chiffre"
    word = reading.words[-1] if reading else None
    if word is None or reading is None:
        since = reading.limits_since if reading else row.month
        measured = sum(one.value is not None and since <= one.month <= row.month for one in values.values())
        return "not_applicable", short_history(measured).rstrip(".")
    signals = reading.at(row.month)
    if any(signal.alarm for signal in signals):
        return "concern", "Dégradation"
    if any(signal.direction == "worse" for signal in signals):
        return "to_watch", TO_WATCH
    return ("improvement", "Amélioration") if signals else (STATES[LOOKS[word]], word)


def list_title(cards: list[Card], month: Month) -> str:
    """« 2 indicateurs se dégradent, 9 varient comme d’habitude »."""
    worse = sum(card.state == "concern" for card in cards)
    watched = sum(card.state == "to_watch" for card in cards)
    better = sum(card.state == "improvement" for card in cards)
    if not any(card.row and card.row.value is not None for card in cards):
        return f"Aucun indicateur calculé en {formats.month_long(month)}"
    if worse:
        return f"{formats.count(worse, 'indicateur se dégrade|indicateurs se dégradent')} sur {len(cards)}"
    if watched:
        return (
            f"{formats.count(watched, 'indicateur|indicateurs')} à surveiller sur {len(cards)}, aucune alarme"
        )
    if better:
        return f"{formats.count(better, 'indicateur s’améliore|indicateurs s’améliorent')} sur {len(cards)}"
    if stable_count(cards):
        return "Aucun indicateur ne sort de sa variation habituelle"
    return "Pas encore assez de recul pour distinguer le bruit du signal"
