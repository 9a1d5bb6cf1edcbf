"""The facts that indicators are computed from: tickets with their durations, judged commitments."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import numpy as np

from contracts.models import Contract
from contracts.selectors.unit_plans import unit_plans
from contracts.selectors.versions import version_at
from core.engine.months import Month
from kpis.engine.indicators import Context
from kpis.engine.indicators.practices import PlannedUnit
from kpis.engine.numbers import as_decimal
from kpis.engine.suspended import gross_seconds, suspended_seconds
from kpis.selectors.action_facts import actions_at
from kpis.selectors.closed_surveys import closed_surveys, recommended_by_month, surveyed_by_month
from reports import selectors as reports
from slas.models import Commitment, CommitmentMonth, TicketVerdict
from slas.selectors.figures import gap_of
from slas.services.counting.lived import lived_months

BLOCKING = ("P1", "P2")


def ticket_facts(contract: Contract) -> Any:
    """The ticket table with `elapsed_seconds` (service time of the resolution commitment, missing where none
    measured it), `gross_seconds` and `paused_seconds` (wall clock, from opening to resolution)."""
    frame = reports.ticket_columns(contract)
    opened, resolved = (frame[name].to_numpy().astype("datetime64[s]") for name in ("opened", "resolved"))
    pauses = reports.pause_columns(contract)
    row_of = {ticket: row for row, ticket in enumerate(frame["id"].tolist())}
    rows = np.array([row_of.get(ticket, -1) for ticket in pauses["ticket_id"].tolist()], dtype=np.int64)
    waits = (rows, *(pauses[name].to_numpy().astype("datetime64[s]") for name in ("started", "ended")))
    declared = frame["declared_pause_seconds"].to_numpy().astype(np.int64)
    elapsed = resolution_seconds(contract)
    return frame.assign(
        elapsed_seconds=np.array([elapsed.get(ticket, -1) for ticket in row_of], dtype=np.int64),
        gross_seconds=gross_seconds(opened, resolved),
        paused_seconds=suspended_seconds(opened, resolved, waits, declared),
    )


def resolution_seconds(contract: Contract) -> dict[int, int]:
    """Counted service seconds by ticket; of two resolution commitments on a ticket, the later one in force."""
    rows = TicketVerdict.objects.filter(
        contract=contract, commitment__kind=Commitment.Kind.RESOLUTION, elapsed_seconds__isnull=False
    )
    return dict(rows.order_by("commitment__effective_from").values_list("ticket_id", "elapsed_seconds"))


def context_of(
    contract: Contract, span: list[Month], results: Iterable[CommitmentMonth], delivered: Iterable[Month]
) -> Context:
    """What the tickets do not say: people served, gaps, months received, blocking priorities, outages, surveys, work
    units, actions."""
    gaps: dict[Month, list[Decimal | None]] = {month: [] for month in span}
    for result in results:
        gap = gap_of(result)
        gaps[result.month].append(None if gap is None else as_decimal(gap))
    closed = closed_surveys(contract)
    units, booked = planned_units(contract, span)
    named = version_at(contract, span[-1].last_day).settings.get("priorities") or BLOCKING
    return Context(
        users=contract.users or None,
        gaps=gaps,
        covered=frozenset(delivered),
        blocking=tuple(named[:2]),
        lived=lived_months(contract, span),
        surveyed=surveyed_by_month(closed),
        recommended=recommended_by_month(closed),
        units=units,
        booked=booked,
        actions=actions_at(contract, span),
    )


def planned_units(contract: Contract, span: list[Month]) -> tuple[list[PlannedUnit], Month | None]:
    """Work units as the engine weighs them, and the last month in which any was booked (5 queries)."""
    plans, booked = unit_plans(contract, span)
    return [PlannedUnit(one.code, one.price, one.used, one.planned) for one in plans], booked
