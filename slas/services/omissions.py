"""What a delivery leaves out: references known before and gone, holes in the numbering, the stock equation."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import numpy as np

from slas.engine.reconciliation import StockFlow, expected_numbers, numbering_holes
from slas.services.contexts import MonthContext

NUMBERED = re.compile(r"(\D*)([0-9]{1,15})")


def omission_checks(context: MonthContext) -> dict[str, Any]:
    """Evidence for the month's page and pack; each finding is a question, with its references.

    `vanished`: open at the end of the month before, absent from this month's files, never said to be resolved.
    `holes`: numbers absent between the first and the last opened in the month; a shared tool may have some.
    `stock`: open at start + opened − resolved − cancelled = open at end.
    """
    if context.stated.delivery is None:
        return {}
    return {"vanished": vanished(context), "holes": holes(context), "stock": stock(context)}


def vanished(context: MonthContext) -> list[str]:
    """References open at the start of the month whose last delivery is an earlier one."""
    delivered = context.ground.facts.delivered
    before = np.array([key for key, month in delivered.items() if month < context.month], dtype=np.int64)
    tickets, frame = context.judged.tickets, context.judged.frame
    known_open = context.open_at_start & np.isnat(tickets.ended) & ~tickets.cancelled
    gone = known_open & np.isin(frame["last_delivery_id"].to_numpy(), before)
    return sorted(context.judged.references[gone].tolist())


def holes(context: MonthContext) -> list[str]:
    """Missing references among those opened in the month, prefix by prefix.

    A numbering with more holes than tickets is shared with other users of the tool: it proves nothing.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    widths: dict[str, int] = {}
    for reference in context.judged.references[context.opened_here].tolist():
        if found := NUMBERED.fullmatch(reference):
            numbers[found[1]].append(int(found[2]))
            widths[found[1]] = min(len(found[2]), widths.get(found[1], len(found[2])))
    return [
        f"{prefix}{number:0{widths[prefix]}d}"
        for prefix, received in sorted(numbers.items())
        if expected_numbers(min(received), max(received)) <= 2 * len(received)
        for number in numbering_holes(received)
    ]


def stock(context: MonthContext) -> dict[str, int]:
    """The stock equation of the month, from the tickets themselves."""
    tickets = context.judged.tickets
    ended_here = (tickets.ended >= context.start) & (tickets.ended < context.end)
    flow = StockFlow(
        open_start=int(context.open_at_start.sum()),
        opened=int(context.opened_here.sum()),
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
