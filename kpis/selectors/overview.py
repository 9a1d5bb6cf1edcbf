"""The page of all followed indicators."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.models import Contract
from core.engine.formats import count
from core.engine.months import Month
from kpis.selectors.cards import Card, cards_for, list_title, stable_count
from kpis.selectors.following import followed_by
from kpis.selectors.retirement import Idle, committee_words, idle_indicators
from kpis.selectors.signals import SignalLine, signals_for, waiting_words

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
    stable = stable_count(cards)
    return IndicatorsPage(
        month=month,
        cards=sorted(cards, key=lambda card: (ORDER.index(card.state), card.code)),
        signals=signals_for(contract, month, followed),
        title=list_title(cards, month),
        lead=f"{count(stable, 'indicateur stable|indicateurs stables')} sur {count(len(cards), 'suivi')}."
        if stable
        else "",
        idle=idle_indicators(contract),
        committee=committee_words(sum(one.in_committee for one in followed)),
    )
