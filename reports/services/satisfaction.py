"""Answers to satisfaction surveys: kept as they came, and the score of the tickets they name."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from contracts.models import Contract
from core.bulk import insert_rows
from core.engine.formats import count
from reports.engine.findings import Findings
from reports.models import Delivery, SatisfactionAnswer, SatisfactionComment, Ticket, TicketChange
from reports.services.versions import CHANGE_COLUMNS, plain

SLICE = 500
Scored = tuple[str, str, str]
"""When, of which ticket, which score."""


def scores_in_force(delivery: Delivery, own: list[dict[str, Any]]) -> dict[str, str]:
    """Ticket reference → last score given, from the answers in force and those of the delivery being published."""
    told = _told(_in_force(delivery.contract_id).exclude(delivery__month=delivery.month))
    told += [
        (plain("answered_at", row["answered_at"]), row["ticket_reference"], row["score"])
        for row in own
        if row["ticket_reference"]
    ]
    return _last_of(told)


def standing_scores(contract: Contract) -> dict[str, str]:
    """Ticket reference → last score given, from the answers in force."""
    return _last_of(_told(_in_force(contract.pk)))


def _in_force(contract_id: int) -> QuerySet[SatisfactionAnswer]:
    rows = SatisfactionAnswer.objects.filter(contract_id=contract_id, delivery__is_current=True)
    return rows.exclude(ticket_reference="")


def _told(rows: QuerySet[SatisfactionAnswer]) -> list[Scored]:
    found = rows.order_by("pk").values_list("answered_at", "ticket_reference", "score")
    return [(plain("answered_at", at), reference, str(score)) for at, reference, score in found]


def _last_of(told: list[Scored]) -> dict[str, str]:
    return {reference: score for _, reference, score in sorted(told, key=lambda answer: answer[0])}


def store_answers(delivery: Delivery, rows: list[dict[str, Any]]) -> None:
    """Keep the answers of a delivery, whole; their words apart, on the client's side."""
    SatisfactionAnswer.objects.filter(delivery=delivery).delete()
    fields = ("ticket_reference", "score", "answered_at")
    for start in range(0, len(rows), SLICE):
        piece = rows[start : start + SLICE]
        kept = SatisfactionAnswer.objects.bulk_create(
            SatisfactionAnswer(
                contract_id=delivery.contract_id, delivery=delivery, **{name: row[name] for name in fields}
            )
            for row in piece
        )
        SatisfactionComment.objects.bulk_create(
            SatisfactionComment(contract_id=delivery.contract_id, answer=answer, text=row["comment"])
            for answer, row in zip(kept, piece, strict=True)
            if row["comment"]
        )


def announce_unknown(delivery: Delivery, rows: list[dict[str, Any]], findings: Findings) -> None:
    """Name the tickets that answers are about and that the contract does not know: their scores reach no ticket."""
    named = sorted({row["ticket_reference"] for row in rows if row["ticket_reference"]})
    known: set[str] = set()
    for start in range(0, len(named), SLICE):
        tickets = Ticket.objects.filter(
            contract_id=delivery.contract_id, reference__in=named[start : start + SLICE]
        )
        known.update(tickets.values_list("reference", flat=True))
    unknown = [reference for reference in named if reference not in known]
    if unknown:
        findings.warning(
            "unknown_ticket",
            f"{count(len(unknown), 'ticket')} des réponses de satisfaction sans ligne dans aucun export : "
            f"{', '.join(unknown[:20])}.",
            "La réponse compte dans la satisfaction du mois, sans être rattachée à un ticket. Vérifiez la référence.",
        )


def score_other_tickets(delivery: Delivery, scores: dict[str, str]) -> None:
    """Give their score to the named tickets that the delivery itself does not tell, with its line in their history."""
    references, changes = sorted(scores), []
    for start in range(0, len(references), SLICE):
        tickets = Ticket.objects.filter(
            contract_id=delivery.contract_id, reference__in=references[start : start + SLICE]
        ).exclude(last_delivery=delivery)
        for ticket in tickets:
            before = plain("satisfaction", ticket.satisfaction)
            after = plain("satisfaction", scores[ticket.reference])
            if before != after:
                Ticket.objects.filter(pk=ticket.pk).update(satisfaction=scores[ticket.reference])
                changes.append((delivery.contract_id, ticket.pk, delivery.pk, "satisfaction", before, after))
    insert_rows(TicketChange, CHANGE_COLUMNS, changes)
