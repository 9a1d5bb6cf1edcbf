"""The facts in force: tickets, waiting intervals, outages, maintenances, declared figures.

Facts come from the deliveries in force: a ticket that vanished from the version in force of its last month is
no longer among them.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from contracts.models import Contract
from core.engine.months import Month
from reports.models import DeclaredFigure, Delivery, Maintenance, Outage, Ticket, TicketPause

if TYPE_CHECKING:
    from pandas import DataFrame, Series

FIELDS = {
    "id": "id", "reference": "reference", "type": "type", "title": "title", "priority": "priority",
    "status": "status", "opened_at": "opened", "picked_up_at": "picked_up", "resolved_at": "resolved",
    "closed_at": "closed", "declared_pause_seconds": "declared_pause_seconds", "pause_reason": "pause_reason",
    "category": "category", "site": "site", "service": "service", "requester": "requester", "group": "group",
    "reopen_count": "reopen_count", "satisfaction": "satisfaction", "first_delivery_id": "first_delivery_id",
    "last_delivery_id": "last_delivery_id", "initial_priority": "initial_priority",
    "priority_changed_at": "priority_changed", "parent_reference": "parent_reference",
    "declared_met": "declared_met",
}  # fmt: skip
INSTANTS = ("opened", "picked_up", "resolved", "closed", "priority_changed")


def ticket_columns(contract: Contract) -> DataFrame:
    """Every ticket in force, one row each, ordered by id (1 query).

    Instants are `datetime64[s]` in UTC, NaT when absent; `cancelled` is a bool; `satisfaction` a float with NaN;
    `declared_met` True, False or None; other columns are as stored.
    """
    import pandas as pd  # slow to import: only computations need it

    tickets = Ticket.objects.filter(contract=contract, last_delivery__is_current=True).order_by("pk")
    rows = tickets.values_list(*FIELDS)
    columns = list(zip(*rows.iterator(chunk_size=20_000), strict=True)) or [()] * len(FIELDS)
    frame = pd.DataFrame(
        {name: _series(name, values) for name, values in zip(FIELDS.values(), columns, strict=True)}
    )
    frame["cancelled"] = frame["status"] == Ticket.Status.CANCELLED
    return frame


def pause_columns(contract: Contract) -> DataFrame:
    """Waiting intervals of the tickets in force: ticket_id, started, ended (NaT while it lasts), reason (1 query)."""
    import pandas as pd  # slow to import: only computations need it

    names = ("ticket_id", "started", "ended", "reason")
    pauses = TicketPause.objects.filter(contract=contract, ticket__last_delivery__is_current=True)
    rows = pauses.order_by("ticket_id", "started_at").values_list(
        "ticket_id", "started_at", "ended_at", "reason"
    )
    columns = list(zip(*rows.iterator(chunk_size=20_000), strict=True)) or [()] * len(names)
    return pd.DataFrame({name: _series(name, values) for name, values in zip(names, columns, strict=True)})


def _series(name: str, values: tuple[Any, ...]) -> Series:
    import pandas as pd  # slow to import: only computations need it

    if name in {*INSTANTS, "started", "ended"}:
        return pd.Series(_seconds(values), dtype="datetime64[s]")
    if name == "satisfaction":
        return pd.Series([None if v is None else float(v) for v in values], dtype="float64")
    if name.endswith("_id") or name in {"id", "declared_pause_seconds", "reopen_count"}:
        return pd.Series(values, dtype="int64")
    return pd.Series(values, dtype="object")


def _seconds(values: tuple[datetime | None, ...]) -> Any:
    import numpy as np

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    seconds = [None if v is None else (v - epoch).days * 86_400 + (v - epoch).seconds for v in values]
    return np.array(seconds, dtype="datetime64[s]") if seconds else np.empty(0, dtype="datetime64[s]")


def outages_for(contract: Contract, month: Month) -> QuerySet[Outage]:
    """Outages of the deliveries in force that touch the month, in time order."""
    start, end = month.start(contract.timezone), month.end(contract.timezone)
    return Outage.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=start),
        contract=contract,
        delivery__is_current=True,
        started_at__lt=end,
    ).order_by("started_at", "pk")


def maintenances_for(contract: Contract, month: Month) -> QuerySet[Maintenance]:
    """Maintenances of the deliveries in force that touch the month, in time order."""
    start, end = month.start(contract.timezone), month.end(contract.timezone)
    return Maintenance.objects.filter(
        contract=contract, delivery__is_current=True, started_at__lt=end, ended_at__gt=start
    ).order_by("started_at", "pk")


def declared_for(contract: Contract, month: Month) -> dict[str, DeclaredFigure]:
    """What the provider declares for the month, by commitment code."""
    figures = DeclaredFigure.objects.filter(
        contract=contract, delivery__is_current=True, delivery__month=month
    )
    return {figure.commitment_code: figure for figure in figures}


def facts_digest(contract: Contract) -> str:
    """A fingerprint of everything delivered and in force: figures computed from another one are stale (1 query)."""
    deliveries = Delivery.objects.filter(contract=contract, is_current=True).order_by("month")
    parts = [
        f"{month} {version} {digest}"
        for month, version, digest in deliveries.values_list("month", "version", "digest")
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
