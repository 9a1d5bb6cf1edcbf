"""The tickets of a closed month as they were told when it was closed: what its pages and its export show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.models import Contract
from reports.engine.ledger import Ledger
from reports.engine.rows import TICKET_COLUMNS
from reports.models import Ticket
from slas.services.closing.pages import second_text

LEFT_OUT = frozenset({"requester", "satisfaction"})
"""Of the person who asked: no page of a month names them."""
KEPT = tuple(name for name in TICKET_COLUMNS if name not in LEFT_OUT)
PLACES = [TICKET_COLUMNS.index(name) for name in KEPT]
SLICE = 500


def tickets_of(contract: Contract, content: Mapping[str, Any]) -> dict[str, Any]:
    """The tickets that have a verdict in the month, by reference, as stored now."""
    references = judged_in(content)
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(references), SLICE):
        asked = Ticket.objects.filter(contract=contract, reference__in=references[start : start + SLICE])
        rows += asked.values_list(*KEPT)
    return {"columns": list(KEPT), "rows": sorted(list(map(second_text, row)) for row in rows)}


def tickets_told(ledger: Ledger, content: Mapping[str, Any]) -> dict[str, Any]:
    """The same from the originals."""
    rows = [
        [ledger.tickets[reference].values[place] for place in PLACES]
        for reference in judged_in(content)
        if reference in ledger.tickets
    ]
    return {"columns": list(KEPT), "rows": rows}


def judged_in(content: Mapping[str, Any]) -> list[str]:
    """References of the month's verdicts, in order."""
    place = content["verdicts"]["columns"].index("reference")
    return sorted({row[place] for row in content["verdicts"]["rows"]})


def named(tickets: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Kept tickets as values by name."""
    return (dict(zip(tickets["columns"], row, strict=True)) for row in tickets["rows"])
