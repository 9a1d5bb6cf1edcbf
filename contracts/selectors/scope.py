"""The scope of a contract: what is in, what is out and at what price, what is not settled."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.models import Contract, ScopeItem
from core.exports import Sheet


@dataclass(frozen=True)
class Perimeter:
    """The three lists, each by number."""

    included: list[ScopeItem]
    excluded: list[ScopeItem]
    grey: list[ScopeItem]

    @property
    def priced(self) -> int:
        """Exclusions that carry a price."""
        return sum(item.unit_price is not None for item in self.excluded)


def perimeter_of(contract: Contract) -> Perimeter:
    """The scope of a contract (1 query)."""
    items = list(ScopeItem.objects.filter(contract=contract).order_by("number"))
    return Perimeter(*([item for item in items if item.status == status] for status in ScopeItem.Status))


def scope_sheet(contract: Contract) -> Sheet:
    """The same rows for a file."""
    items = ScopeItem.objects.filter(contract=contract).order_by("status", "number")
    return Sheet(
        ("Statut", "Numéro", "Élément", "Volume", "Unité", "Prix UO HT"),
        [
            (item.get_status_display(), item.number, item.name, item.quantity, item.unit, item.unit_price)
            for item in items
        ],
    )
