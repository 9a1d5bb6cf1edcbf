"""Tickets that the portal knew and that the version in force of their last month no longer tells."""

from __future__ import annotations

from reports.models import Delivery, Ticket


def dropped_references(delivery: Delivery) -> list[str]:
    """References told by an earlier version of the same month, and by no delivery in force (1 query)."""
    gone = Ticket.objects.filter(
        contract=delivery.contract_id, last_delivery__month=delivery.month, last_delivery__is_current=False
    )
    return sorted(gone.values_list("reference", flat=True))


def unknown_references(delivery: Delivery) -> list[str]:
    """References that the status journal of a delivery names and that no delivery tells, as of its reading."""
    named = delivery.assumptions.get("unknown_references", [])
    known = Ticket.objects.filter(contract=delivery.contract_id, reference__in=named)
    return sorted(set(named) - set(known.values_list("reference", flat=True))) if named else []
