"""Storing waiting intervals: those of the tickets this delivery tells, replaced where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from core.bulk import upsert_rows
from core.engine.formats import count
from reports.engine.duplicates import reference_key
from reports.engine.findings import Findings
from reports.models import Delivery, Ticket, TicketPause

COLUMNS = ("contract_id", "ticket_id", "started_at", "ended_at", "reason", "label")


def store_pauses(
    delivery: Delivery, items: Sequence[list[Any]], has_journal: bool, findings: Findings
) -> None:
    """Store pauses (reference, start, end, reason, label); without a journal, what was known is left alone.

    A journal is taken as complete for the tickets it names and for those first told by this delivery.
    """
    if not has_journal:
        return
    ids = _ticket_ids(delivery, {item[0] for item in items})
    unknown = sorted({item[0] for item in items} - set(ids))
    if unknown:
        findings.warning(
            "unknown_ticket",
            f"{count(len(unknown), 'ticket')} du journal sans ligne dans l’export : {', '.join(unknown[:20])}.",
            "Leurs suspensions ne sont pas gardées. Ajoutez ces tickets à l’export s’ils relèvent du contrat.",
        )
    wanted = {
        (ids[ref], start, reason): (end, label) for ref, start, end, reason, label in items if ref in ids
    }
    _delete_others(delivery, set(ids.values()), wanted)
    rows = [
        (delivery.contract_id, ticket, start, end, reason, label)
        for (ticket, start, reason), (end, label) in wanted.items()
    ]
    upsert_rows(TicketPause, COLUMNS, rows, key=("ticket_id", "started_at", "reason"))


def _ticket_ids(delivery: Delivery, references: set[str]) -> dict[str, int]:
    """Id of each named ticket, by its exact reference or else by one that differs only by case or spaces."""
    known = dict(Ticket.objects.filter(contract_id=delivery.contract_id).values_list("reference", "pk"))
    alike = {reference_key(reference): pk for reference, pk in known.items()}
    found = {ref: known.get(ref) or alike.get(reference_key(ref)) for ref in references}
    return {ref: pk for ref, pk in found.items() if pk is not None}


def _delete_others(delivery: Delivery, named: set[int], wanted: dict[tuple[int, str, str], Any]) -> None:
    told = set(Ticket.objects.filter(first_delivery=delivery).values_list("pk", flat=True)) | named
    stored = TicketPause.objects.filter(contract_id=delivery.contract_id).values_list(
        "pk", "ticket_id", "started_at", "reason"
    )
    gone = [
        pk
        for pk, ticket, started, reason in stored
        if ticket in told and (ticket, _text(started), reason) not in wanted
    ]
    for start in range(0, len(gone), 500):
        TicketPause.objects.filter(pk__in=gone[start : start + 500]).delete()


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
