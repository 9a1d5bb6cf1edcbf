"""Publishing what was read: tickets by upsert, waiting intervals, outages, maintenances, declared figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from core.bulk import upsert_rows
from core.scope import guard_write
from reports.engine.findings import Findings
from reports.engine.rows import TICKET_COLUMNS, unpacked_column
from reports.models import DeclaredFigure, Delivery, Maintenance, Outage, Ticket
from reports.services.pseudonyms import Pseudonyms
from reports.services.satisfaction import (
    announce_unknown,
    score_other_tickets,
    scores_in_force,
    store_answers,
)
from reports.services.status_log import store_status_log
from reports.services.versions import Comparison

Line = dict[str, Any]
JOURNAL = {"pauses", "moves"}
FACT_MODELS: dict[str, Any] = {"outages": Outage, "maintenance": Maintenance, "declared": DeclaredFigure}


def publish(delivery: Delivery, summary: Line, lines: Iterable[Line], findings: Findings) -> None:
    """Store the facts of a delivery and put it in force instead of the month's former version.

    What changed against that version goes to `findings`. Runs in the caller's transaction.
    """
    guard_write(delivery.contract_id)
    comparison = Comparison.before(delivery)
    lines = iter(lines)
    facts = next(lines)["facts"]  # always first: scores are given to the tickets on their way
    answers = [_with_instants(row) for row in facts.pop("satisfaction", [])]
    scores = scores_in_force(delivery, answers)
    rest: list[Line] = []
    same = {name: unpacked_column(name, packed)[0] for name, packed in summary["same"].items()}
    rows = chain.from_iterable(_Rows(delivery.contract_id, same, scores).of(_ticket_lines(lines, rest)))
    told = {"first_delivery_id": delivery.pk, "last_delivery_id": delivery.pk}
    upsert_rows(
        Ticket,
        columns_beside(same),
        rows if comparison.watches_nothing else comparison.watched(rows),
        key=("contract_id", "reference"),
        constants={"contract_id": delivery.contract_id, **told, **same},
        insert_only=("first_delivery_id",),
        watch=comparison.watch,
    )
    _first_told(delivery)
    if summary["has_status_log"]:
        store_status_log(delivery, [line for line in rest if line["type"] in JOURNAL], findings)
    _store_facts(delivery, facts)
    store_answers(delivery, answers)
    announce_unknown(delivery, answers, findings)
    score_other_tickets(delivery, scores)
    comparison.keep(delivery, findings)
    if comparison.former is not None:
        Delivery.objects.filter(pk=comparison.former.pk).update(is_current=False)


def _first_told(delivery: Delivery) -> None:
    """What a withdrawn version alone had told was told by nobody: the next delivery is the first to tell it."""
    others = Delivery.objects.filter(contract_id=delivery.contract_id).exclude(pk=delivery.pk)
    if first := list(others.exclude(state=Delivery.State.PUBLISHED).values_list("pk", flat=True)):
        Ticket.objects.filter(
            contract_id=delivery.contract_id, first_delivery__in=first, last_delivery=delivery
        ).update(first_delivery=delivery)


def columns_beside(same: Line) -> list[str]:
    """Columns that rows must carry, given those that hold one value everywhere; the reference comes first."""
    return [name for name in TICKET_COLUMNS if name not in same]


def _ticket_lines(lines: Iterator[Line], rest: list[Line]) -> Iterator[Line]:
    """Pieces of tickets as they come; what is not tickets is put aside for after."""
    for line in lines:
        if line["type"] == "tickets":
            yield line["columns"]
        else:
            rest.append(line)


class _Rows:
    """Pieces of tickets as rows of values; requesters become pseudonyms on the way."""

    def __init__(self, contract_id: int, same: Line, scores: Mapping[str, str]) -> None:
        self._pseudonyms = Pseudonyms(contract_id)
        if "requester" in same:
            same["requester"] = self._pseudonyms[same["requester"]]
        self._scores, self._usual = scores, same.get("satisfaction")
        if scores:
            same.pop("satisfaction", None)
        self._names = columns_beside(same)

    def of(self, pieces: Iterable[Line]) -> Iterator[Iterable[tuple[Any, ...]]]:
        """The rows of each piece, not yielded one by one: resuming would cost as much as unpacking."""
        for piece in pieces:
            references = unpacked_column("reference", piece["reference"])
            columns = {"reference": references}
            columns |= {name: self._column(name, piece) for name in self._names[1:] if name in piece}
            if self._scores:
                usual = columns.get("satisfaction") or [self._usual] * len(references)
                pairs = zip(references, usual, strict=True)
                columns["satisfaction"] = [self._scores.get(reference, score) for reference, score in pairs]
            yield zip(*[columns[name] for name in self._names], strict=True)

    def _column(self, name: str, piece: Line) -> list[Any]:
        column = unpacked_column(name, piece[name])
        return [self._pseudonyms[value] for value in column] if name == "requester" else column


def _store_facts(delivery: Delivery, facts: dict[str, list[Line]]) -> None:
    for kind, model in FACT_MODELS.items():
        model.objects.filter(delivery=delivery).delete()
        model.objects.bulk_create(
            [
                model(contract_id=delivery.contract_id, delivery=delivery, **_with_instants(row))
                for row in facts.get(kind, [])
            ],
            batch_size=500,
        )


def _with_instants(row: Line) -> Line:
    return {
        name: datetime.fromisoformat(value).replace(tzinfo=UTC) if name.endswith("_at") and value else value
        for name, value in row.items()
    }
