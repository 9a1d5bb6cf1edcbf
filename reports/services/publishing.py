"""Publishing what was read: tickets by upsert, waiting intervals, outages, maintenances, declared figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from core.bulk import upsert_rows
from core.scope import guard_write
from reports.engine.findings import Findings
from reports.engine.rows import SEPARATOR, unpacked_column
from reports.models import DeclaredFigure, Delivery, Maintenance, Outage, Ticket
from reports.services.pseudonyms import Pseudonyms
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
    rest: list[Line] = []
    same = {name: unpacked_column(name, packed)[0] for name, packed in summary["same"].items()}
    rows = chain.from_iterable(_Rows(delivery.contract_id, same, comparison).of(_ticket_lines(lines, rest)))
    upsert_rows(
        Ticket,
        comparison.columns_beside(same),
        rows if comparison.watches_nothing else comparison.watched(rows),
        key=("contract_id", "reference"),
        constants={
            "contract_id": delivery.contract_id,
            "first_delivery_id": delivery.pk,
            "last_delivery_id": delivery.pk,
            **(same if comparison.watches_nothing else {}),
        },
        insert_only=("first_delivery_id",),
    )
    if summary["has_status_log"]:
        store_status_log(delivery, [line for line in rest if line["type"] in JOURNAL], findings)
    for line in rest:
        if line["type"] == "facts":
            _store_facts(delivery, line["facts"])
    if comparison.former is not None:
        comparison.report(delivery, findings)
        Delivery.objects.filter(pk=comparison.former.pk).update(is_current=False)


def _ticket_lines(lines: Iterator[Line], rest: list[Line]) -> Iterator[Line]:
    """Pieces of tickets as they come; what is not tickets is put aside for after."""
    for line in lines:
        if line["type"] == "tickets":
            yield line["columns"]
        else:
            rest.append(line)


class _Rows:
    """Pieces of tickets as rows of values; requesters become pseudonyms on the way."""

    def __init__(self, contract_id: int, same: Line, comparison: Comparison) -> None:
        self._pseudonyms = Pseudonyms(contract_id)
        if "requester" in same:
            same["requester"] = self._pseudonyms[same["requester"]]
        self._same = same
        self._names = comparison.columns_beside(same)

    def of(self, pieces: Iterable[Line]) -> Iterator[Iterable[tuple[Any, ...]]]:
        """The rows of each piece, not yielded one by one: resuming would cost as much as unpacking."""
        for piece in pieces:
            size = piece["reference"].count(SEPARATOR) + 1
            columns = [self._column(name, piece, size) for name in self._names]
            yield zip(*columns, strict=True)

    def _column(self, name: str, piece: Line, size: int) -> list[Any]:
        if name in self._same:
            return [self._same[name]] * size
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
