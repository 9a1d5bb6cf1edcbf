"""The exclusions of a contract, those of now and those that an amendment took away."""

from __future__ import annotations

from django.db.models import OuterRef, Q

from contracts.engine.excluded import Excluded, excluded_over_time
from contracts.models import Contract, ScopeFormer, ScopeItem
from core.gathering import gather


def excluded_by_number(contract: Contract) -> dict[int, Excluded]:
    """Every exclusion there is or was, by its number (1 query)."""
    out = ScopeItem.Status.OUT
    was = ScopeFormer.objects.filter(contract=contract, status=out).values("item")
    items = ScopeItem.objects.filter(contract=contract).filter(Q(status=out) | Q(pk__in=was))
    read = gather(items.order_by("number"), formers=ScopeFormer.objects.filter(item=OuterRef("pk")))
    lines = (
        item.line(formers=tuple(one.line for one in sorted(of["formers"], key=lambda one: one.until)))
        for item, of in read
    )
    return dict(sorted(excluded_over_time(lines, contract.starts_on).items()))
