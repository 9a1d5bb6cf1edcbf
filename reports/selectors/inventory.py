"""The provider's inventory beside the scope: managed without contract, paid and not managed, counted otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from dataclasses import dataclass

from contracts.models import Contract, ScopeItem
from contracts.selectors.scope_lines import name_book, scope_items
from core.engine import formats
from core.exports import Sheet
from reports.engine.inventory import Asset, Outside, Promised, compare
from reports.models import Inventory, InventoryLine

WHY = {
    "none": "Aucun élément du périmètre ne porte ce nom",
    "out": "Exclu du forfait",
    "grey": "Zone grise",
    "doubt": "Plusieurs éléments portent ce nom : précisez leurs alias",
}
SHOWN = 100
"""Differences of one kind shown; the file holds them all."""
HEAD = ("Constat", "Élément", "Au contrat", "À l’inventaire", "Écart", "Sites", "Explication")


@dataclass(frozen=True)
class OutsideLine:
    """Something managed and not included."""

    found: Outside
    items: list[ScopeItem]

    @property
    def why(self) -> str:
        return WHY[self.found.status]

    @property
    def sites(self) -> str:
        return ", ".join(self.found.sites)


@dataclass(frozen=True)
class GapLine:
    """An included item counted otherwise by the inventory."""

    item: ScopeItem
    counted: int
    gap: int

    @property
    def gap_words(self) -> str:
        return formats.signed(self.gap)


@dataclass(frozen=True)
class InventoryPage:
    """The comparison, or nothing when no inventory was received."""

    inventory: Inventory | None
    outside: list[OutsideLine]
    unmanaged: list[ScopeItem]
    gaps: list[GapLine]
    alike: int

    @property
    def shown_outside(self) -> list[OutsideLine]:
        return self.outside[:SHOWN]

    @property
    def shown_unmanaged(self) -> list[ScopeItem]:
        return self.unmanaged[:SHOWN]

    @property
    def shown_gaps(self) -> list[GapLine]:
        return self.gaps[:SHOWN]

    @property
    def more(self) -> str:
        """What the page leaves to the file."""
        kinds: tuple[Sized, ...] = (self.outside, self.unmanaged, self.gaps)
        rest = sum(max(len(found) - SHOWN, 0) for found in kinds)
        return (
            f"Et {formats.count(rest, 'autre différence|autres différences')}, dans le fichier."
            if rest
            else ""
        )

    @property
    def title(self) -> str:
        if self.inventory is None:
            return "Aucun inventaire reçu"
        differences = len(self.outside) + len(self.unmanaged) + len(self.gaps)
        if not differences:
            return "L’inventaire et le périmètre concordent"
        return f"{formats.count(differences, 'différence')} entre l’inventaire et le périmètre"


def inventory_page(contract: Contract) -> InventoryPage:
    """The inventory in force held against the scope (4 queries)."""
    inventory = (
        Inventory.objects.filter(contract=contract, is_current=True).select_related("received_by").first()
    )
    if inventory is None:
        return InventoryPage(None, [], [], [], 0)
    items = scope_items(contract)
    by_key = {item.pk: item for item in items}
    promised = [Promised(item.pk, item.status, item.family, item.quantity) for item in items]
    found = compare(_assets(inventory), promised, name_book(contract, items))
    return InventoryPage(
        inventory,
        [OutsideLine(one, [by_key[key] for key in one.keys]) for one in found.outside],
        [by_key[key] for key in found.unmanaged],
        [GapLine(by_key[one.key], one.counted, one.gap) for one in found.gaps],
        len(found.alike),
    )


def _assets(inventory: Inventory) -> Iterable[Asset]:
    names = ("line", "name", "kind", "quantity", "unit", "site", "reference")
    rows = InventoryLine.objects.filter(inventory=inventory).order_by("line").values_list(*names)
    return [Asset(*row) for row in rows]


def inventory_sheet(page: InventoryPage) -> Sheet:
    """Every difference as a row."""
    outside = [
        ("Géré, hors contrat", one.found.name, None, one.found.quantity, None, one.sites, one.why)
        for one in page.outside
    ]
    unmanaged = [
        ("Au contrat, non géré", item.name, item.quantity, None, None, "", "Absent de l’inventaire")
        for item in page.unmanaged
    ]
    gaps = [
        ("Quantité différente", one.item.name, one.item.quantity, one.counted, one.gap, "", "")
        for one in page.gaps
    ]
    return Sheet(HEAD, [*outside, *unmanaged, *gaps])
