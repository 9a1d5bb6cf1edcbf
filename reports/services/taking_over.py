"""Making files of the version in force part of a new version, when a person says so."""

from __future__ import annotations

from typing import Any

from reports.engine.leftout import NO_OUTAGE, LeftOut
from reports.models import Delivery, DeliveryFile


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
