"""Saving a correspondence: always a further version, never a change of one that a delivery was read with."""

from __future__ import annotations

from collections.abc import Mapping as Values
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contracts.models import Contract
from journal.services import record
from reports.engine.mapping import header_digest
from reports.models import Delivery, Mapping
from reports.models.mappings import READING
from reports.services.submitting import ask_for_reading


def save_mapping(*, contract: Contract, name: str, reading: Values[str, Any], user: Any = None) -> Mapping:
    """Keep a correspondence under a name; returns its version, the last one when nothing differs.

    `reading` holds every name of `READING`.
    """
    values = {key: reading[key] for key in READING}
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        own = Mapping.objects.filter(contract=contract, name=name)
        last = own.order_by("-version").first()
        if last and {key: getattr(last, key) for key in READING} == values:
            return last
        mapping = Mapping.objects.create(
            contract=contract,
            name=name,
            version=(own.aggregate(last=Max("version"))["last"] or 0) + 1,
            header_key=header_digest(values["header"]),
            created_by=user,
            created_at=timezone.now(),
            **values,
        )
        record(
            contract_id=contract.pk,
            action="report.mapping_saved",
            subject=str(mapping),
            actor=user,
            details={key: values[key] for key in READING if key != "header"},
        )
    return mapping


def read_with_mapping(
    *, delivery: Delivery, name: str, reading: Values[str, Any], user: Any = None
) -> Mapping:
    """Save the correspondence and ask for a new reading of a delivery that was not published."""
    with transaction.atomic():
        mapping = save_mapping(contract=delivery.contract, name=name, reading=reading, user=user)
        if delivery.state != Delivery.State.PUBLISHED:
            # Two correspondences may fit one header: the one just confirmed is asked for by name.
            delivery.profile = mapping.name
            delivery.save(update_fields=["profile"])
            ask_for_reading(delivery)
    return mapping
