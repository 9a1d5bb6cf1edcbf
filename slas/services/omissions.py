"""What a delivery leaves out: references known before and gone, holes in the numbering, the stock equation."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import numpy as np

from reports.models import Delivery
from slas.engine.reconciliation import StockFlow, numbering_holes
from slas.services.counting import MonthContext

NUMBERED = re.compile(r"^(\D*)(\d+)$")


def omission_checks(context: MonthContext) -> dict[str, Any]:
    """Evidence for the month's page and pack; each finding is a question, with its references.

    `vanished`: open at the end of the month before, absent from this month's files, never said to be resolved.
    `holes`: numbers absent between the first and the last opened in the month; a shared tool may have some.
    `stock`: open at start + opened − resolved − cancelled = open at end.
    """
    if context.delivery is None:
        return {}
    return {"vanished": vanished(context), "holes": holes(context), "stock": stock(context)}


def vanished(context: MonthContext) -> list[str]:
    """References open at the start of the month whose last delivery is an earlier one."""
    earlier = Delivery.objects.filter(contract=context.contract, month__lt=str(context.month))
    before = np.array(list(earlier.values_list("pk", flat=True)), dtype=np.int64)
    tickets, frame = context.judged.tickets, context.judged.frame
    known_open = (tickets.opened < context.start) & np.isnat(tickets.resolved) & ~tickets.cancelled
    gone = known_open & np.isin(frame["last_delivery_id"].to_numpy(), before)
    return sorted(frame["reference"].to_numpy()[gone].tolist())


def holes(context: MonthContext) -> list[str]:
    """Missing references among those opened in the month, prefix by prefix."""
    tickets, frame = context.judged.tickets, context.judged.frame
    here = (tickets.opened >= context.start) & (tickets.opened < context.end)
    numbers: dict[str, list[int]] = defaultdict(list)
    widths: dict[str, int] = {}
    for reference in frame["reference"].to_numpy()[here].tolist():
        if found := NUMBERED.match(reference):
            numbers[found[1]].append(int(found[2]))
            widths[found[1]] = len(found[2])
    return [
        f"{prefix}{number:0{widths[prefix]}d}"
        for prefix, received in sorted(numbers.items())
        for number in numbering_holes(received)
    ]


def stock(context: MonthContext) -> dict[str, int]:
    """The stock equation of the month, from the tickets themselves."""
    tickets = context.judged.tickets
    ended = np.where(np.isnat(tickets.resolved), tickets.closed, tickets.resolved)
    at_start = (tickets.opened < context.start) & (np.isnat(ended) | (ended >= context.start))
    ended_here = (ended >= context.start) & (ended < context.end)
    flow = StockFlow(
        open_start=int(at_start.sum()),
        opened=int(((tickets.opened >= context.start) & (tickets.opened < context.end)).sum()),
        resolved=int((ended_here & ~tickets.cancelled).sum()),
        cancelled=int((ended_here & tickets.cancelled).sum()),
    )
    return {
        "open_start": flow.open_start,
        "opened": flow.opened,
        "resolved": flow.resolved,
        "cancelled": flow.cancelled,
        "open_end": flow.open_end,
    }
