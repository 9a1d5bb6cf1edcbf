"""The stored originals of a delivery, parsed in their own limited process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from contracts.selectors.versions import rules_at
from core.storage import private_path
from reports.engine.context import Context
from reports.models import Answer, Delivery, DeliveryFile
from reports.services.sandbox import parsed


@contextmanager
def parsed_delivery(delivery: Delivery) -> Iterator[tuple[dict[str, Any], Iterator[dict[str, Any]]]]:
    """The summary of a delivery's reading, then its lines, from the stored originals."""
    with parsed(file_list(delivery), context_for(delivery).to_mapping()) as lines:
        yield next(lines), lines


def context_for(delivery: Delivery) -> Context:
    """What the parser must know of the contract, as in force at the end of the delivered month."""
    rules = rules_at(delivery.contract, delivery.month.last_day)
    return Context(
        month=delivery.month,
        timezone=delivery.contract.timezone,
        received_at=delivery.received_at,
        priorities=rules.priorities,
        priority_map=rules.priority_map,
        parties=(delivery.contract.client.name, delivery.contract.provider.name),
        profile=delivery.profile,
        choices=dict(Answer.objects.filter(delivery=delivery).values_list("key", "choice")),
    )


def file_list(delivery: Delivery) -> list[dict[str, str]]:
    """Kind, name shown and place of each original, in the order received."""
    files = DeliveryFile.objects.filter(delivery=delivery).order_by("pk")
    return [{"kind": f.kind, "name": f.name, "path": str(private_path(f.storage_name))} for f in files]
