"""The facts in force: tickets, waiting intervals, outages, maintenances, declared figures.

Facts come from the deliveries in force: a ticket that vanished from the version in force of its last month is
no longer among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, Q, QuerySet, TextField

from contracts.models import Contract
from core.engine.months import Month
from journal.models import JournalEntry
from reports.engine.omissions import PICKUP
from reports.models import DeclaredFigure, Delivery, Maintenance, Outage, Ticket, TicketPause
from reports.selectors.deliveries import withdrawals_under_way

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
    "declared_met": "declared_met", "duplicate_of": "duplicate_of",
    "assigned_at": "assigned", "restored_at": "restored", "lowering_approved": "lowering_approved",
    "cancelled_by": "cancelled_by", "cancel_reason": "cancel_reason",
    "last_delivery__cannot_tell": "pickup_untold",
}  # fmt: skip


class Bare(Func):
    """A column as the database gives it: converting values one by one costs more than reading them."""

    arity = 1
    output_field = TextField()
    convert_value = staticmethod(Func._convert_value_noop)  # type: ignore[attr-defined]
    sqlite, others = "%(expressions)s", "%(expressions)s"

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        template = self.sqlite if connection.vendor == "sqlite" else self.others
        return super().as_sql(compiler, connection, template=template, **context)


class Instant(Bare):
    """An instant as numpy reads it: UTC text, `NaT` when absent."""

    sqlite = "COALESCE(SUBSTR(%(expressions)s, 1, 19), 'NaT')"
    others = "COALESCE(TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), 'NaT')"


class Real(Bare):
    """A number as a float."""

    sqlite = others = "CAST(%(expressions)s AS REAL)"


class Flag(Bare):
    """A boolean as 1, 0 or nothing."""

    sqlite = others = "CAST(%(expressions)s AS INTEGER)"


def ticket_columns(
    contract: Contract, wanted: Collection[str] = (), only: Collection[int] | None = None
) -> DataFrame:
    """Every ticket in force, one row each, ordered by id (1 query); all columns, or those wanted.

    `only`: ids of the tickets asked for, all by default.

    Instants are `datetime64[s]` in UTC, NaT when absent; `cancelled` is a bool; `satisfaction` a float with NaN;
    `declared_met` and `lowering_approved` True, False or None; `pickup_untold` whether its delivery has no column
    of pick-ups; other columns are as stored.
    """
    tickets = Ticket.objects.filter(contract=contract, last_delivery__is_current=True).order_by("pk")
    if only is not None:
        tickets = tickets.filter(pk__in=only)
    fields = {field: name for field, name in FIELDS.items() if not wanted or name in {*wanted, "status"}}
    frame = frame_of(tickets, fields)
    frame["cancelled"] = frame["status"] == Ticket.Status.CANCELLED
    return frame


def pause_columns(contract: Contract, only: Collection[int] | None = None) -> DataFrame:
    """Waiting intervals of the tickets in force: ticket_id, started, ended (NaT while it lasts), reason (1 query)."""
    pauses = TicketPause.objects.filter(contract=contract, ticket__last_delivery__is_current=True)
    if only is not None:
        pauses = pauses.filter(ticket__in=only)
    fields = {"ticket_id": "ticket_id", "started_at": "started", "ended_at": "ended", "reason": "reason"}
    return frame_of(pauses.order_by("ticket_id", "started_at"), fields)


def frame_of(rows: QuerySet[Any], fields: dict[str, str]) -> DataFrame:
    """Fields of the rows as columns under the names given."""
    import pandas as pd  # slow to import: only computations need it

    asked = {f"read_{name}": _asked(field) for field, name in fields.items()}
    read = rows.annotate(**asked).values_list(*asked).iterator(chunk_size=20_000)
    columns = list(zip(*read, strict=True)) or [()] * len(fields)
    series = zip(fields.items(), columns, strict=True)
    return pd.DataFrame({name: _series(field, values) for (field, name), values in series})


def _is_instant(field: str) -> bool:
    return field == "at" or field.endswith("_at")


def _asked(field: str) -> Any:
    if _is_instant(field):
        return Instant(field)
    special = {
        "satisfaction": Real,
        "declared_met": Flag,
        "lowering_approved": Flag,
        "last_delivery__cannot_tell": Bare,
    }
    return special.get(field, F)(field)


def _series(field: str, values: tuple[Any, ...]) -> Series:
    import numpy as np
    import pandas as pd  # slow to import: only computations need it

    if _is_instant(field):
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    if field == "satisfaction":
        return pd.Series(values, dtype="float64")
    if field == "last_delivery__cannot_tell":  # the text of a list of codes
        return pd.Series([PICKUP in text for text in values], dtype="bool")
    if field in {"declared_met", "lowering_approved"}:
        return pd.Series([None if v is None else bool(v) for v in values], dtype="object")
    if field.endswith("_id") or field in {"id", "declared_pause_seconds", "reopen_count"}:
        return pd.Series(values, dtype="int64")
    return pd.Series(values, dtype="object")


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
    """A fingerprint of everything delivered and in force: figures computed from another one are stale (3 queries).

    Withdrawals count too: a version put back, or handed in again, comes after others in the order of facts.
    """
    deliveries = Delivery.objects.filter(contract=contract, is_current=True).order_by("month")
    parts = [
        f"{month} {version} {digest}"
        for month, version, digest in deliveries.values_list("month", "version", "digest")
    ]
    if withdrawals := JournalEntry.objects.filter(contract=contract, action="report.withdrawn").count():
        parts.append(f"withdrawn {withdrawals}, under way {withdrawals_under_way(contract)}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
