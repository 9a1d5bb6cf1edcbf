"""Saved correspondences: those of a contract, and those that other contracts of its provider offer."""

from __future__ import annotations

from django.db.models import F, OuterRef, Subquery

from contracts.models import Contract
from reports.engine.headers import header_key
from reports.models import Delivery, Mapping


def mappings_of(contract: Contract) -> list[Mapping]:
    """The last version of each correspondence of a contract, the newest first (1 query)."""
    newer = Mapping.objects.filter(contract=OuterRef("contract"), name=OuterRef("name")).order_by("-version")
    last = Mapping.objects.filter(contract=contract).annotate(last=Subquery(newer.values("version")[:1]))
    return list(last.filter(version=F("last")).order_by("-created_at", "-pk"))


def mappings_for(delivery: Delivery) -> list[Mapping]:
    """Those a delivery is read with: the very versions it was published with, else the last ones."""
    if delivery.state == Delivery.State.PUBLISHED:
        return list(Mapping.objects.filter(pk__in=delivery.files.exclude(mapping=None).values("mapping")))
    return mappings_of(delivery.contract)


def offered_mapping(contract: Contract, digest: str) -> Mapping | None:
    """The newest correspondence for that header on another contract of the provider that the visitor may see.

    The scope of the query is the visitor's: nothing of a contract they cannot see is ever offered.
    """
    others = Mapping.objects.filter(contract__provider=contract.provider_id, header_key=digest)
    return others.exclude(contract=contract).order_by("-created_at", "-pk").first()


def name_for(contract: Contract, wanted: str) -> str:
    """A free name close to the one wanted."""
    taken = {header_key(mapping.name) for mapping in mappings_of(contract)}
    names = [wanted[:30], *(f"{wanted[:26]} {number}" for number in range(2, 100))]
    return next(name for name in names if header_key(name) not in taken)
