"""The scope as values: its lines with their sites and dated quantities, and the book that recognises its names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef

from contracts.engine.naming import Book, Named
from contracts.engine.scope_cells import Setting
from contracts.engine.terms import ScopeLine
from contracts.models import Contract, ScopeFormer, ScopeItem, ScopeItemSite, ScopeQuantity, Site
from contracts.selectors.closed_months import closed_months_of
from core.gathering import gather


def scope_items(contract: Contract) -> list[ScopeItem]:
    """Every item by status and number (1 query)."""
    return list(ScopeItem.objects.filter(contract=contract).order_by("status", "number"))


def sites_by_item(contract: Contract, items: Iterable[int] | None = None) -> dict[int, list[Site]]:
    """Item -> its sites by code (1 query)."""
    rows = ScopeItemSite.objects.filter(contract=contract).select_related("site").order_by("site__code")
    found: dict[int, list[Site]] = {}
    for row in rows if items is None else rows.filter(item__in=list(items)):
        found.setdefault(row.item_id, []).append(row.site)
    return found


def lines_by_item(contract: Contract, items: Iterable[ScopeItem] | None = None) -> dict[int, ScopeLine]:
    """Item -> its line, for those given or for all (1 query)."""
    rows = ScopeItem.objects.filter(contract=contract).order_by("status", "number")
    if items is not None:
        rows = rows.filter(pk__in=[item.pk for item in items])
    covered = ScopeItemSite.objects.filter(item=OuterRef(OuterRef("pk"))).values("site")
    read = gather(
        rows,
        sites=Site.objects.filter(pk__in=covered),
        volumes=ScopeQuantity.objects.filter(item=OuterRef("pk")),
        formers=ScopeFormer.objects.filter(item=OuterRef("pk")),
    )
    return {
        item.pk: item.line(
            tuple(sorted(site.code for site in of["sites"])),
            tuple(sorted((volume.effective_on, volume.quantity) for volume in of["volumes"])),
            tuple(former.line for former in sorted(of["formers"], key=lambda one: one.until)),
        )
        for item, of in read
    }


def setting_of(contract: Contract, today: date) -> Setting:
    """What a row of the scope is read against (1 query, and that of the closed months)."""
    sites = Site.objects.filter(contract=contract).order_by("code").values_list("code", "name")
    closed = max(closed_months_of(contract), default=None)
    return Setting.of(list(sites), contract.starts_on, today, closed.last_day if closed else None)


def name_book(contract: Contract, items: Iterable[ScopeItem]) -> Book:
    """The names by which tickets and inventories call these items, each at its sites (1 query)."""
    sites = sites_by_item(contract)

    def named(item: ScopeItem) -> Named:
        places = tuple(text for site in sites.get(item.pk, ()) for text in (site.code, site.name))
        return Named(item.pk, item.name, tuple(item.aliases), places)

    return Book.of(map(named, items))
