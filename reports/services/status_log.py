"""Storing status journals: waiting intervals and changes of status of the tickets this delivery tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max, Q

from core.bulk import upsert_rows
from core.engine.formats import count
from reports.engine.duplicates import reference_key
from reports.engine.findings import Findings
from reports.engine.moves import unpacked_moves
from reports.models import Delivery, StatusChange, Ticket, TicketPause
from reports.services.pseudonyms import Pseudonyms

Line = dict[str, Any]
PAUSE_COLUMNS = ("contract_id", "ticket_id", "started_at", "ended_at", "reason", "label")
MOVE_COLUMNS = (
    "contract_id", "ticket_id", "position", "at", "from_status", "to_status", "actor", "reason",
)  # fmt: skip
SLICE = 500


def store_status_log(delivery: Delivery, lines: Iterable[Line], findings: Findings) -> None:
    """Store what a journal tells (lines of types `pauses` and `moves`); without one, this is not called.

    A journal is taken as complete for the tickets it names and for those first told by this delivery: what was
    stored of them and is no longer told goes. A ticket that a later month already told keeps that month's journal.
    """
    lines = list(lines)
    pauses = [item for line in lines if line["type"] == "pauses" for item in line["items"]]
    moves = [row for line in lines if line["type"] == "moves" for row in unpacked_moves(line["columns"])]
    known = _ticket_ids(delivery, {item[0] for item in (*pauses, *moves)}, findings)
    ids = _without_later(delivery, known)
    told = {*ids.values(), *Ticket.objects.filter(first_delivery=delivery).values_list("pk", flat=True)}
    told -= set(known.values()) - set(ids.values())
    _store_pauses(delivery, pauses, ids, told)
    _store_moves(delivery, moves, ids, told)


def store_journals(
    contract_id: int, waits: Mapping[Any, tuple[Any, ...]], moves: Mapping[Any, tuple[Any, ...]]
) -> None:
    """Make the journals of a contract those given, whole: (reference, start, reason) → end and label; (reference,
    position) → instant, status before and after, actor, reason.
    """
    ids = dict(Ticket.objects.filter(contract_id=contract_id).values_list("reference", "pk"))
    names = Pseudonyms(contract_id)
    TicketPause.objects.filter(contract_id=contract_id).delete()
    StatusChange.objects.filter(contract_id=contract_id).delete()
    pauses = [
        (contract_id, ids[reference], start, *end_and_label[:1], reason, *end_and_label[1:])
        for (reference, start, reason), end_and_label in waits.items()
    ]
    upsert_rows(TicketPause, PAUSE_COLUMNS, pauses, key=("ticket_id", "started_at", "reason"))
    changes = [
        (contract_id, ids[reference], position, at, before, after, names[actor], reason)
        for (reference, position), (at, before, after, actor, reason) in moves.items()
    ]
    upsert_rows(StatusChange, MOVE_COLUMNS, changes, key=("ticket_id", "position"))


def _ticket_ids(delivery: Delivery, references: set[str], findings: Findings) -> dict[str, int]:
    """Id of each named ticket, by its exact reference or else by one that differs only by case or spaces.

    A ticket that only a withdrawn version told is not known.
    """
    stands = Q(last_delivery=delivery) | Q(last_delivery__state=Delivery.State.PUBLISHED)
    tickets = Ticket.objects.filter(stands, contract_id=delivery.contract_id)
    known = dict(tickets.values_list("reference", "pk"))
    alike = {reference_key(reference): pk for reference, pk in known.items()}
    found = {ref: known.get(ref) or alike.get(reference_key(ref)) for ref in references}
    unknown = sorted(reference for reference, pk in found.items() if pk is None)
    if unknown:
        delivery.assumptions["unknown_references"] = unknown
        findings.warning(
            "unknown_ticket",
            f"{count(len(unknown), 'ticket')} du journal sans ligne dans l’export : {', '.join(unknown[:20])}.",
            "Leurs suspensions ne sont pas gardées. Ajoutez ces tickets à l’export s’ils relèvent du contrat.",
        )
    return {ref: pk for ref, pk in found.items() if pk is not None}


def _without_later(delivery: Delivery, ids: dict[str, int]) -> dict[str, int]:
    in_force = Delivery.objects.filter(contract_id=delivery.contract_id, is_current=True)
    later = list(in_force.filter(month__gt=delivery.month).values_list("pk", flat=True))
    if not later:
        return ids
    kept = set(Ticket.objects.filter(last_delivery__in=later).values_list("pk", flat=True))
    return {reference: pk for reference, pk in ids.items() if pk not in kept}


def _store_pauses(
    delivery: Delivery, items: Sequence[list[Any]], ids: dict[str, int], told: set[int]
) -> None:
    wanted = {
        (ids[ref], start, reason): (end, label) for ref, start, end, reason, label in items if ref in ids
    }
    stored = TicketPause.objects.filter(contract_id=delivery.contract_id).values_list(
        "pk", "ticket_id", "started_at", "reason"
    )
    gone = [
        pk
        for pk, ticket, started, reason in stored
        if ticket in told and (ticket, _text(started), reason) not in wanted
    ]
    for piece in _slices(gone):
        TicketPause.objects.filter(pk__in=piece).delete()
    rows = [
        (delivery.contract_id, ticket, start, end, reason, label)
        for (ticket, start, reason), (end, label) in wanted.items()
    ]
    upsert_rows(TicketPause, PAUSE_COLUMNS, rows, key=("ticket_id", "started_at", "reason"))


def _store_moves(
    delivery: Delivery, moves: Sequence[tuple[Any, ...]], ids: dict[str, int], told: set[int]
) -> None:
    names = Pseudonyms(delivery.contract_id)
    rows = {
        (ids[ref], position): (at, before, after, names[actor], reason)
        for ref, position, at, before, after, actor, reason in moves
        if ref in ids
    }
    last: dict[int, int] = {}
    for ticket, position in rows:
        last[ticket] = max(position, last.get(ticket, -1))
    _delete_beyond(told, last)
    upsert_rows(
        StatusChange,
        MOVE_COLUMNS,
        [(delivery.contract_id, *key, *row) for key, row in rows.items()],
        key=("ticket_id", "position"),
    )


def _delete_beyond(told: set[int], last: dict[int, int]) -> None:
    """Changes stored beyond the last one told of a ticket."""
    for piece in _slices(sorted(told)):
        changes = StatusChange.objects.filter(ticket__in=piece)
        longest = changes.order_by("ticket_id").values_list("ticket_id").annotate(last=Max("position"))
        for ticket, stored in longest:
            if stored > last.get(ticket, -1):
                changes.filter(ticket=ticket, position__gt=last.get(ticket, -1)).delete()


def _slices(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Keys in pieces that a query may name one by one."""
    return (keys[start : start + SLICE] for start in range(0, len(keys), SLICE))


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
