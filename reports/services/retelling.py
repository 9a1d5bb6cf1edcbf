"""Making the stored tickets those that the standing deliveries tell, whole: what a withdrawal asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.models import Contract
from core.bulk import Watch, insert_rows, upsert_rows
from core.engine.months import Month
from core.scope import guard_write
from reports.engine.ledger import Ledger
from reports.engine.proofs import EVIDENCE, Steps, tellings
from reports.engine.rows import TICKET_COLUMNS
from reports.models import Ticket, TicketChange
from reports.services.pseudonyms import Pseudonyms
from reports.services.satisfaction import standing_scores
from reports.services.versions import CHANGE_COLUMNS, COMPARED, differing, plain

COLUMNS = (*TICKET_COLUMNS, "first_delivery_id", "last_delivery_id")
REQUESTER, SATISFACTION = TICKET_COLUMNS.index("requester"), TICKET_COLUMNS.index("satisfaction")
Evidence = dict[tuple[int, str], str]


def retell_tickets(contract: Contract, ledger: Ledger) -> None:
    """Tickets as the ledger holds them, with what changes in their history. Runs in the caller's transaction.

    Tickets that only withdrawn versions told stay as they were: they are not in force.
    """
    guard_write(contract.pk)
    evidence = _stored_evidence(contract)
    changes: list[tuple[int, str, str, str]] = []
    upsert_rows(
        Ticket,
        COLUMNS,
        _rows(contract, ledger),
        key=("contract_id", "reference"),
        constants={"contract_id": contract.pk},
        watch=Watch(COMPARED, lambda rows: changes.extend(differing(rows))),
    )
    ids = dict(Ticket.objects.filter(contract=contract).values_list("reference", "pk"))
    last = {ids[reference]: ticket.last for reference, ticket in ledger.tickets.items()}
    told = [(pk, last[pk], *change) for pk, *change in changes if change[0] not in EVIDENCE]
    told += _evidence_again(contract, ledger, ids, evidence)
    insert_rows(TicketChange, CHANGE_COLUMNS, [(contract.pk, *row) for row in told])


def _rows(contract: Contract, ledger: Ledger) -> Iterator[tuple[Any, ...]]:
    names, scores = Pseudonyms(contract.pk), standing_scores(contract)
    for reference, ticket in ledger.tickets.items():
        values = list(ticket.values)
        values[REQUESTER] = names[values[REQUESTER]]
        values[SATISFACTION] = scores.get(reference, values[SATISFACTION])
        yield *values, ticket.first, ticket.last


def _stored_evidence(contract: Contract) -> Evidence:
    rows = Ticket.objects.filter(contract=contract).values_list("pk", *EVIDENCE)
    return {
        (pk, name): plain(name, value)
        for pk, *values in rows.iterator()
        for name, value in zip(EVIDENCE, values, strict=True)
    }


def _evidence_again(
    contract: Contract, ledger: Ledger, ids: dict[str, int], before: Evidence
) -> Iterator[tuple[Any, ...]]:
    """What proves otherwise than the last export and rested on a withdrawn version, told again month by month."""
    rows = TicketChange.objects.filter(contract=contract, field__in=EVIDENCE).order_by("pk")
    names = ("ticket_id", "ticket__first_delivery__month", "field", "delivery__month", "before", "after")
    stored, due = tellings(rows.values_list(*names)), tellings(ledger.changes(ids))
    for reference, ticket in ledger.tickets.items():
        for name, told in zip(EVIDENCE, ledger.evidence_of(reference), strict=True):
            key = (ids[reference], name)
            alone: Steps = [(ledger.months[ticket.first], told)]
            known = before.get(key, told)
            kept = stored.get(key[0], {}).get(name, [(alone[0][0], known)])
            if kept != (steps := due.get(key[0], {}).get(name, alone)):
                yield from _one_by_one(ledger.current, key, known, steps)


def _one_by_one(
    current: Mapping[Month, int], key: tuple[int, str], before: str, steps: Steps
) -> Iterator[tuple[Any, ...]]:
    for month, after in steps:
        yield key[0], current[month], key[1], before, after
        before = after
