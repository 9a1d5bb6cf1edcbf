"""The page of all followed indicators."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from contracts.models import Contract
from core.engine.formats import count
from core.engine.months import Month
from kpis.selectors.cards import Card, cards_for, list_title, stable_count
from kpis.selectors.following import followed_by
from kpis.selectors.retirement import Idle, committee_words, idle_indicators
from kpis.selectors.signals import SignalLine, signals_for, waiting_words

BESIDE = {
    "to_watch": "à surveiller",
    "improvement": "en amélioration",
    "not_applicable": "sans lecture (pas de chiffre ou trop peu de recul)",
}
"""What stands beside the stable ones and those that the title counts."""
ORDER = ("concern", "to_watch", "improvement", "common", "not_applicable")


@dataclass(frozen=True)
class IndicatorsPage:
    """`cards`: those that changed first, then by code; `idle`: those proposed for retirement; `committee`: how many are
    chosen for it, and whether that is too few or too many."""

    month: Month
    cards: list[Card]
    signals: list[SignalLine]
    title: str
    lead: str
    idle: list[Idle]
    committee: str

    @property
    def waiting(self) -> str:
        return waiting_words(self.signals)

    @property
    def has_figures(self) -> bool:
        return any(card.row is not None for card in self.cards)


def indicators_page(contract: Contract, month: Month) -> IndicatorsPage:
    """Followed indicators and signals of a month (7 queries)."""
    followed = followed_by(contract)
    cards = cards_for(contract, month, followed)
    return IndicatorsPage(
        month=month,
        cards=sorted(cards, key=lambda card: (ORDER.index(card.state), card.code)),
        signals=signals_for(contract, month, followed),
        title=list_title(cards, month),
        lead=_lead(cards),
        idle=idle_indicators(contract),
        committee=committee_words(sum(one.in_committee for one in followed)),
    )


def _lead(cards: list[Card]) -> str:
    """« 3 indicateurs stables, dont 1 au-delà du seuil ou de la cible, 4 en amélioration, sur 16 suivis. »"""
    stable = stable_count(cards)
    if not stable:
        return ""
    beyond = sum(card.is_stable and bool(card.beyond) for card in cards)
    states = Counter(card.state for card in cards)
    parts = [count(stable, "indicateur stable|indicateurs stables")]
    if beyond:
        parts.append(f"dont {count(beyond)} au-delà du seuil ou de la cible")
    parts += [f"{count(states[state])} {words}" for state, words in BESIDE.items() if states[state]]
    return f"{', '.join(parts)}, sur {count(len(cards), 'suivi')}."
