"""What each delivery changed: the history of a ticket, and what a version tells otherwise than the one before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from reports.engine.proofs import EVIDENCE, Tellings, first_reported, tellings
from reports.models import Delivery, Ticket, TicketChange

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN = 100
NOTHING = "—"
LABELS = {field.name: str(field.verbose_name) for field in Ticket._meta.concrete_fields}
CHOICES: dict[str, dict[str, str]] = {
    "type": dict(Ticket.Type.choices),
    "status": dict(Ticket.Status.choices),
    "declared_met": {"1": "oui", "0": "non"},
}
HEAD = ("Ticket", "Champ", "Avant", "Après")


@dataclass(frozen=True)
class ChangeLine:
    """One field told otherwise, in words: which delivery told it, what was known before, what it says."""

    delivery: Delivery
    reference: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """What a version changes: the first lines and how many there are."""

    lines: list[ChangeLine]
    total: int

    @property
    def hidden(self) -> int:
        """Lines that the page does not list."""
        return self.total - len(self.lines)


def history_of(ticket: Ticket) -> list[ChangeLine]:
    """Every field of a ticket that a delivery told otherwise than the one before, in the order received (1 query)."""
    changes = TicketChange.objects.filter(ticket=ticket).select_related("delivery", "ticket", "contract")
    return [_line(change) for change in changes.order_by("pk")]


def month_tellings(contract: Contract, only: Collection[int] | None = None) -> Tellings:
    """The dates and priorities that months told differently of the tickets in force (1 query)."""
    moved = TicketChange.objects.filter(
        contract=contract, field__in=EVIDENCE, ticket__last_delivery__is_current=True
    )
    if only is not None:
        moved = moved.filter(ticket__in=only)
    names = ("ticket_id", "ticket__first_delivery__month", "field", "delivery__month", "before", "after")
    return tellings(moved.order_by("pk").values_list(*names))


def first_reported_dates(told: Tellings) -> DataFrame:
    """Dates that an earlier month told otherwise: ticket_id, opened, resolved, NaT where nothing moved.

    The opening as the first month told it; the resolution where a later month moves it back. The versions of
    one month correct each other: the last one is what that month told.
    """
    import pandas as pd  # slow to import: only computations need it

    return pd.DataFrame(dict(zip(("ticket_id", "opened", "resolved"), first_reported(told), strict=True)))


def changes_of(delivery: Delivery) -> Changes:
    """What a version tells otherwise than what was known: the first 100 lines and their total (2 queries)."""
    changes = _changes(delivery)
    return Changes([_line(change) for change in changes[:SHOWN]], changes.count())


def changes_sheet(delivery: Delivery) -> Sheet:
    """Every change of a version as rows of a file."""
    lines = (_line(change) for change in _changes(delivery).iterator(chunk_size=2000))
    return Sheet(HEAD, [(line.reference, line.field, line.before, line.after) for line in lines])


def _changes(delivery: Delivery) -> QuerySet[TicketChange]:
    found = TicketChange.objects.filter(delivery=delivery).select_related("delivery", "ticket", "contract")
    return found.order_by("ticket__reference", "pk")


def _line(change: TicketChange) -> ChangeLine:
    zone, name = change.contract.timezone, change.field
    if name in {TicketChange.COMING, TicketChange.GOING}:
        words = ("absent", "présent") if name == TicketChange.COMING else ("présent", "absent")
        return ChangeLine(change.delivery, change.ticket.reference, "présence dans le rapport", *words)
    before, after = (in_words(name, value, zone) for value in (change.before, change.after))
    return ChangeLine(change.delivery, change.ticket.reference, LABELS[name], before, after)


def in_words(name: str, value: str, zone: str) -> str:
    """A value of the history as a person reads it."""
    if not value:
        return NOTHING
    if name in CHOICES:
        return CHOICES[name].get(value, value)
    if name.endswith("_at"):
        seconds = value[16:] if value[17:] != "00" else ""
        return formats.datetime_short(datetime.fromisoformat(value).replace(tzinfo=UTC), zone) + seconds
    if name == "requester":
        return f"demandeur {value[:6]}"
    return _measure(name, value)


def _measure(name: str, value: Any) -> str:
    if name == "declared_pause_seconds":
        return formats.duration(int(value))
    return formats.number(Fraction(value), 2) if name == "satisfaction" else str(value)
