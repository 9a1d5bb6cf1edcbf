"""What a new version does not bring of the version in force, and taking it over when a person says so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from contracts.models import Contract
from core.engine.months import Month
from reports.engine.leftout import NO_OUTAGE, LeftOut
from reports.models import Delivery, DeliveryFile

SETTLED = {Delivery.State.PUBLISHED, Delivery.State.WITHDRAWN}


def left_out_of(delivery: Delivery) -> LeftOut | None:
    """What a delivery not published yet lacks of the version in force; None once it is settled (1 query, or 3)."""
    if delivery.state in SETTLED:
        return None
    former = in_force(delivery.contract, delivery.month).exclude(pk=delivery.pk).first()
    return LeftOut.between(former.version, held_by(former), held_by(delivery)) if former else None


def left_out_by(contract: Contract, month: Month, brought: Collection[str]) -> LeftOut | None:
    """The same for files that are not a delivery yet, by their kinds."""
    former = in_force(contract, month).first()
    return LeftOut.between(former.version, held_by(former), brought) if former else None


def take_over(delivery: Delivery, left_out: LeftOut) -> list[dict[str, Any]]:
    """Make the stored files of the version in force part of a delivery; returns their kind, digest and size.

    The bytes are stored once: both versions name them, by the same digest.
    """
    former = Delivery.objects.get(
        contract=delivery.contract_id, month=delivery.month, version=left_out.version
    )
    taken = list(former.files.filter(kind__in=left_out.kinds).order_by("pk"))
    for file in taken:
        DeliveryFile.objects.create(
            contract_id=delivery.contract_id,
            delivery=delivery,
            kind=file.kind,
            name=file.name,
            storage_name=file.storage_name,
            sha256=file.sha256,
            size=file.size,
        )
    if NO_OUTAGE in left_out.kinds:
        delivery.no_outage_stated = True
        delivery.save(update_fields=["no_outage_stated"])
    return [{"kind": file.kind, "sha256": file.sha256, "size": file.size} for file in taken]


def in_force(contract: Contract, month: Month) -> QuerySet[Delivery]:
    """The version in force of a month, if any."""
    return Delivery.objects.filter(contract=contract, month=month, is_current=True)


def held_by(delivery: Delivery) -> set[str]:
    """The kinds a delivery holds, its statement on outages included."""
    kinds = set(delivery.files.values_list("kind", flat=True))
    return kinds | {NO_OUTAGE} if delivery.no_outage_stated else kinds
