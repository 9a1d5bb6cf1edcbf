"""The stored originals of a delivery, parsed in their own limited process."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine.months import Month
from core.storage import private_path
from reports.engine.context import Context
from reports.engine.findings import ERROR, Finding
from reports.models import Answer, Delivery, DeliveryFile
from reports.selectors.leftout import left_out_of
from reports.selectors.mappings import mappings_for, mappings_of
from reports.services.promises import promises_of


def reading_of(delivery: Delivery) -> dict[str, Any]:
    """What the files of a delivery were read with; as of today for one read before that was kept."""
    return delivery.reading or context_for(delivery).to_mapping()


def context_for(delivery: Delivery) -> Context:
    """What the parser must know of the contract, as in force at the end of the delivered month."""
    context = context_of(delivery.contract, delivery.month, delivery.received_at, delivery.profile)
    return replace(
        context,
        mappings=tuple(mapping.to_mapping() for mapping in mappings_for(delivery)),
        choices=dict(Answer.objects.filter(delivery=delivery).values_list("key", "choice")),
        left_out=left_out_of(delivery),
    )


def context_of(contract: Contract, month: Month, received_at: datetime, profile: str = "") -> Context:
    """The same for files that are not a delivery, with the last correspondences of the contract."""
    rules, promises = rules_at(contract, month.last_day), promises_of(contract, month)
    return Context(
        month=month,
        timezone=contract.timezone,
        received_at=received_at,
        priorities=rules.priorities,
        priority_map=rules.priority_map,
        parties=(contract.client.name, contract.provider.name),
        services=promises.services,
        commitments=promises.commitments,
        indicators=promises.indicators,
        profile=profile,
        mappings=tuple(mapping.to_mapping() for mapping in mappings_of(contract)),
    )


def file_list(delivery: Delivery, wanted: Q | None = None) -> list[dict[str, str]]:
    """Kind, name shown and place of each original (all, or those wanted), in the order received."""
    files = DeliveryFile.objects.filter(wanted or Q(), delivery=delivery).order_by("pk")
    return [{"kind": f.kind, "name": f.name, "path": str(private_path(f.storage_name))} for f in files]


def unreadable(files: list[dict[str, str]]) -> tuple[dict[str, Any], Any]:
    """The result of a reading that killed its process."""
    names = ", ".join(file["name"] for file in files)
    finding = Finding(
        ERROR,
        "unreadable",
        "Fichier illisible sans risque : sa lecture a dépassé les limites de temps ou de mémoire, ou s’est interrompue.",
        "Vérifiez le fichier dans le tableur, enregistrez-le de nouveau en CSV UTF-8, puis déposez-le.",
        file=names[:120],
    )
    nothing: dict[str, Any] = {"assumptions": {}, "cannot_tell": [], "mappings": {}, "samples": []}
    summary = {"outcome": "REJECT", "rows": 0, "tickets": 0, "profile": "", "findings": 1} | nothing
    return summary, iter([{"type": "findings", "items": [finding.to_mapping()]}, {"type": "end"}])
