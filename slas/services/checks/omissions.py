"""What a delivery leaves out: what was known before and is gone, what lacks in a sequence, what has no ticket."""

from __future__ import annotations

from typing import Any

import numpy as np

from reports.engine.declared_figures import STOCK
from slas.engine.numbering import missing_references
from slas.engine.reconciliation import StockFlow
from slas.services.checks.minors import minors_left_open
from slas.services.ground.contexts import MonthContext


def omission_checks(context: MonthContext) -> dict[str, Any]:
    """Evidence for the month's page and pack; each finding is a question, with its references.

    `vanished`: open at the end of the month before, absent from this month's files, never said to be resolved.
    `dropped`: told by an earlier version of the month, absent from the one in force. `holes`: numbers absent from
    the sequence; a shared tool may have some. `unknown`: named by the status journal alone. `outages`: without a
    known ticket. `minors`: lowest priorities open past their deadline. `stock`: open at start + opened − resolved
    − cancelled = open at end, beside the declared stock.
    """
    if context.stated.delivery is None:
        return {}
    return {
        "vanished": vanished(context),
        "dropped": list(context.stated.dropped),
        "holes": holes(context),
        "unknown": list(context.stated.unknown),
        "outages": outages_without_ticket(context),
        "minors": minors_left_open(context),
        "stock": stock(context),
    }


def vanished(context: MonthContext) -> list[str]:
    """References open at the start of the month whose last delivery is an earlier one."""
    delivered = context.ground.facts.delivered
    before = np.array([key for key, month in delivered.items() if month < context.month], dtype=np.int64)
    tickets, frame = context.judged.tickets, context.judged.frame
    known_open = context.open_at_start & np.isnat(tickets.ended) & ~tickets.cancelled
    gone = known_open & np.isin(frame["last_delivery_id"].to_numpy(), before)
    return sorted(context.judged.references[gone].tolist())


def holes(context: MonthContext) -> list[str]:
    """Missing references up to the last one opened in the month."""
    references, opened = context.judged.references, context.judged.tickets.opened
    month_before = context.month.shift(-1)
    before = np.zeros(opened.size, dtype=bool)
    if month_before in context.ground.facts.delivered.values():
        before = (opened < context.start) & (opened >= context.start_of(month_before))
    return missing_references(references[context.opened_here].tolist(), references[before].tolist())


def outages_without_ticket(context: MonthContext) -> list[str]:
    """Outages begun in the month that name no ticket, or one nobody knows: service and beginning, in UTC."""
    known = set(context.judged.references.tolist())
    start, end = context.month.start(context.timezone), context.month.end(context.timezone)
    return [
        f"{row.service}|{row.started_at.isoformat()}"
        for row in context.stated.outages
        if start <= row.started_at < end and row.ticket_reference not in known
    ]


def stock(context: MonthContext) -> dict[str, int]:
    """The stock equation of the month, from the tickets themselves, and what the declared stock lacks."""
    tickets = context.judged.tickets
    ended_here = (tickets.ended >= context.start) & (tickets.ended < context.end)
    flow = StockFlow(
        open_start=int(context.open_at_start.sum()),
        opened=int(context.opened_here.sum()),
        resolved=int((ended_here & ~tickets.cancelled).sum()),
        cancelled=int((ended_here & tickets.cancelled).sum()),
    )
    found = {
        "open_start": flow.open_start,
        "opened": flow.opened,
        "resolved": flow.resolved,
        "cancelled": flow.cancelled,
        "open_end": flow.open_end,
    }
    declared = context.stated.declared.get(STOCK)
    if declared is not None and declared.numerator is not None:
        found |= {"declared": declared.numerator, "missing": flow.missing(declared.numerator)}
    return found
