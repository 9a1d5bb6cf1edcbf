"""The stored tickets, waits and moves against what the deliveries that stand tell, read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from contracts.models import Contract
from reports.engine.rows import TICKET_COLUMNS
from reports.models import Delivery, StatusChange, Ticket, TicketPause
from reports.selectors import withdrawals_under_way
from reports.services.originals import reading_of
from reports.services.pseudonyms import Pseudonyms
from reports.services.replaying import NotReadAgain, Replay, Told, published
from slas.services.closing.comparing import Fault, differing_values
from slas.services.closing.pages import second_text

UNTOLD = frozenset({"satisfaction"})
"""A score comes with the answers to a survey, checked apart."""
COLUMNS = tuple(name for name in TICKET_COLUMNS if name not in UNTOLD)
Line = dict[str, Any]
Read = Callable[[Mapping[str, Any]], Told]


def told_faults(contract: Contract, read: Read) -> Iterator[Fault]:
    """Facts in force that differ from those told; nothing is said while a withdrawal is being undone."""
    if withdrawals_under_way(contract):
        return
    replay = Replay()
    try:
        for row in published(contract):
            replay.take(row.pk, row.month, read(source_of(row)))
    except NotReadAgain as unread:
        yield Fault("originaux", str(row), "relecture", str(unread), "lisible")
        return
    yield from differing_values(
        "tickets", list(_tickets_stored(contract)), list(_tickets_told(contract, replay))
    )
    yield from differing_values("suspensions", list(_waits_stored(contract)), list(_waits_told(replay)))
    yield from differing_values(
        "journaux de statuts", list(_moves_stored(contract)), list(_moves_told(contract, replay))
    )


def source_of(delivery: Delivery) -> Line:
    """A delivery as its originals are asked for."""
    files = sorted(delivery.files.all(), key=lambda file: file.pk)
    return {
        "key": delivery.pk,
        "month": str(delivery.month),
        "version": delivery.version,
        "reading": reading_of(delivery),
        "files": [
            {"kind": file.kind, "name": file.name, "sha256": file.sha256, "size": file.size} for file in files
        ],
    }


def _tickets_stored(contract: Contract) -> Iterator[Line]:
    """Those that a published delivery told last: the others are of withdrawn versions."""
    rows = Ticket.objects.filter(contract=contract, last_delivery__state=Delivery.State.PUBLISHED)
    names = (*COLUMNS, "first_delivery_id", "last_delivery_id")
    for row in rows.values_list(*names).iterator():
        yield dict(zip(names, map(second_text, row), strict=True))


def _tickets_told(contract: Contract, replay: Replay) -> Iterator[Line]:
    people = Pseudonyms(contract.pk)
    for ticket in replay.ledger.tickets.values():
        line = dict(zip(TICKET_COLUMNS, ticket.values, strict=True))
        line["requester"] = people[line["requester"]]
        told = {"first_delivery_id": ticket.first, "last_delivery_id": ticket.last}
        yield {name: value for name, value in line.items() if name not in UNTOLD} | told


def _waits_stored(contract: Contract) -> Iterator[Line]:
    names = ("ticket__reference", "started_at", "reason", "ended_at", "label")
    for row in TicketPause.objects.filter(contract=contract).values_list(*names).iterator():
        yield _wait(*map(second_text, row))


def _waits_told(replay: Replay) -> Iterator[Line]:
    for (reference, start, reason), (end, label) in replay.ledger.waits.items():
        yield _wait(reference, start, reason, end, label)


def _wait(reference: str, start: str, reason: str, end: str | None, label: str) -> Line:
    return {"reference": reference, "life": f"{start} {reason}", "ended_at": end, "label": label}


def _moves_stored(contract: Contract) -> Iterator[Line]:
    names = ("ticket__reference", "position", "at", "from_status", "to_status", "actor", "reason")
    for row in StatusChange.objects.filter(contract=contract).values_list(*names).iterator():
        yield _move(*map(second_text, row))


def _moves_told(contract: Contract, replay: Replay) -> Iterator[Line]:
    people = Pseudonyms(contract.pk)
    for (reference, position), (at, before, after, actor, reason) in replay.ledger.moves.items():
        yield _move(reference, position, at, before, after, people[actor], reason)


def _move(reference: str, position: int, *values: str) -> Line:
    names = ("at", "from_status", "to_status", "actor", "reason")
    return {"reference": reference, "life": position} | dict(zip(names, values, strict=True))
