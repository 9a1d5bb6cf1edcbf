"""What the radar says beside tickets: what was already billed, and the grey zones that nobody wrote a ticket about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.engine.scope_words import CRITICALITIES, labels
from contracts.models import Contract, ScopeItem
from contracts.selectors.charges import Charge, charges_between
from contracts.selectors.work_unit_book import unit_book
from core.engine import formats
from core.engine.months import Month

CRITICAL = labels(CRITICALITIES)


@dataclass(frozen=True)
class Billed:
    """What the months of the radar were billed beyond the fee: by exclusion, and what no element bears."""

    exclusions: dict[int, Decimal] = field(default_factory=dict)
    units: Decimal = Decimal(0)
    unforeseen: Decimal = Decimal(0)

    def on(self, item: ScopeItem) -> Decimal | None:
        """What was billed on an item; None for one on which nothing can be: only an exclusion has its price."""
        return self.exclusions.get(item.number, Decimal(0)) if item.status == ScopeItem.Status.OUT else None

    def words_on(self, item: ScopeItem) -> str:
        amount = self.on(item)
        return formats.ABSENT if amount is None else formats.money(amount) if amount else "rien"

    @property
    def apart(self) -> str:
        """« Sans élément : 1 200 € d’unités d’œuvre, 300 € d’imprévu »; empty when everything is borne by an exclusion."""
        told = [
            f"{formats.money(amount)} {words}"
            for amount, words in ((self.units, "d’unités d’œuvre"), (self.unforeseen, "d’imprévu"))
            if amount
        ]
        return ", ".join(told)


@dataclass(frozen=True)
class QuietLine:
    """A grey zone without any ticket handled in the window: since when it is one, and what is at stake."""

    item: ScopeItem
    url: str

    @property
    def since(self) -> date | None:
        return self.item.grey_since

    @property
    def stake(self) -> str:
        """« 12 postes, 45 € l’unité, criticité haute »."""
        item, told = self.item, []
        if item.quantity is not None:
            told.append(f"{formats.number(item.quantity)} {item.unit}".strip())
        if item.unit_price is not None:
            told.append(f"{formats.money(item.unit_price)} l’unité")
        if item.criticality:
            told.append(f"criticité {CRITICAL[item.criticality].lower()}")
        return ", ".join([*told, item.constraints] if item.constraints else told) or "enjeu non précisé"


def billed_in(contract: Contract, window: Sequence[Month], today: date) -> Billed:
    """What was billed over these months (5 queries)."""
    return _added(charges_between(contract, unit_book(contract), window[0], window[-1], today))


def _added(charges: Iterable[Charge]) -> Billed:
    exclusions: dict[int, Decimal] = defaultdict(Decimal)
    apart = {"units": Decimal(0), "unforeseen": Decimal(0)}
    for charge in charges:
        if charge.kind == "exclusion" and charge.number:
            exclusions[charge.number] += charge.amount
        elif charge.kind in apart:
            apart[charge.kind] += charge.amount
    return Billed(dict(exclusions), apart["units"], apart["unforeseen"])
