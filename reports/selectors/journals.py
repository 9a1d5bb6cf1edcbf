"""The status journal of tickets."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from contracts.models import Contract
from reports.engine.moves import OPEN, OVER, reopenings
from reports.engine.proofs import from_journals
from reports.models import DeliveryFile, StatusChange, Ticket
from reports.selectors.facts import frame_of

if TYPE_CHECKING:
    from pandas import DataFrame


def reopening_columns(contract: Contract, only: Collection[int] | None = None) -> DataFrame:
    """Each time a ticket in force came back: ticket_id, resolved, reopened (`datetime64[s]`, UTC), in time order (1 query).

    `resolved` is the instant from which the ticket was resolved or closed, `reopened` the one at which it was open
    again. Only a status journal tells it: a ticket without one has no row.
    """
    import pandas as pd  # slow to import: only computations need it

    returned = StatusChange.objects.filter(contract=contract, from_status__in=OVER, to_status__in=OPEN)
    if only is not None:
        returned = returned.filter(ticket__in=only)
    changes = StatusChange.objects.filter(
        contract=contract, ticket__last_delivery__is_current=True, ticket__in=returned.values("ticket")
    )
    fields = {name: name for name in ("ticket_id", "at", "to_status")}
    frame = frame_of(changes.order_by("ticket_id", "position"), fields)
    ticket, resolved, reopened = reopenings(
        frame["ticket_id"].to_numpy(), frame["at"].to_numpy("datetime64[s]"), frame["to_status"].tolist()
    )
    return pd.DataFrame({"ticket_id": ticket, "resolved": resolved, "reopened": reopened})


def status_changes_for(ticket: Ticket) -> QuerySet[StatusChange]:
    """The status journal of one ticket, in order; empty when none was delivered (1 query)."""
    return StatusChange.objects.filter(contract=ticket.contract_id, ticket=ticket).order_by("position")


def journal_dates(contract: Contract, only: Collection[int] | None = None) -> DataFrame:
    """What a delivered status journal says otherwise than the export: ticket_id, opened, resolved (1 query).

    `opened`: the first change, where it is to « Nouveau »; `resolved`: the last time the ticket became resolved
    or closed, NaT when it came back since. Only tickets whose last delivery holds a journal of its own, and
    only those for which one of these differs from the export's.
    """
    import pandas as pd  # slow to import: only computations need it

    changes = StatusChange.objects.filter(
        contract=contract,
        ticket__last_delivery__is_current=True,
        ticket__last_delivery__files__kind=DeliveryFile.Kind.STATUS_LOG,
    )
    if only is not None:
        changes = changes.filter(ticket__in=only)
    begins = Q(position=0, from_status="", to_status=Ticket.Status.NEW)
    ends = Q(to_status__in=OVER) & ~Q(from_status__in=OVER)
    other = changes.filter(
        (begins & ~Q(at=F("ticket__opened_at"))) | (ends & ~Q(at=F("ticket__resolved_at")))
    )
    told = changes.filter(
        begins | ends | Q(from_status__in=OVER, to_status__in=OPEN), ticket__in=other.values("ticket")
    )
    fields = {name: name for name in ("ticket_id", "position", "at", "from_status", "to_status")}
    frame = frame_of(told.distinct().order_by("ticket_id", "position"), fields)
    proofs = from_journals(
        frame["ticket_id"].to_numpy(), frame["position"].to_numpy(), frame["at"].to_numpy("datetime64[s]"),
        frame["from_status"].tolist(), frame["to_status"].tolist(),
    )  # fmt: skip
    return pd.DataFrame(dict(zip(("ticket_id", "opened", "resolved"), proofs, strict=True)))
