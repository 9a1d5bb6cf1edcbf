"""The tickets behind a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from contracts.models import Contract
from core.engine.months import Month
from slas.engine.verdicts import Verdict
from slas.models import Commitment, TicketVerdict
from slas.selectors.kept import Kept

FILTERS = {
    "hors-delai": "Hors délai",
    "ouverts": "Ouverts échus",
    "dans-le-delai": "Dans le délai",
    "decides": "Décidés par les parties",
    "juges": "Jugés",
    "exclus": "Exclus",
    "tous": "Tous",
}
STATES = {
    "hors-delai": {Verdict.BREACHED},
    "ouverts": {Verdict.BREACHED},
    "dans-le-delai": {Verdict.MET},
    "decides": {Verdict.MET, Verdict.BREACHED, Verdict.NOT_APPLICABLE},
    "juges": {Verdict.MET, Verdict.BREACHED},
    "exclus": {Verdict.NOT_APPLICABLE, Verdict.NOT_MEASURABLE},
    "tous": {Verdict.MET, Verdict.BREACHED, Verdict.NOT_APPLICABLE, Verdict.NOT_MEASURABLE},
}


@dataclass(frozen=True)
class Choice:
    """One filter of a list, with its count."""

    code: str
    label: str
    count: int
    url: str
    active: bool


def verdicts_for(
    contract: Contract, code: str, month: Month, kept: Kept | None = None
) -> list[TicketVerdict]:
    """Verdicts of a commitment's month, oldest opening first (2 queries; 1 where what is kept is known)."""
    rows = TicketVerdict.objects.filter(contract=contract, commitment__code=code, month=month)
    found = rows.select_related(
        "ticket", "contract", "commitment", "commitment__calendar", "settled_by_dispute"
    )
    return (kept or Kept.of(contract, month)).verdicts(found)


def filtered(verdicts: list[TicketVerdict], chosen: str, end: datetime) -> list[TicketVerdict]:
    """The verdicts under a filter; `end`: the end of their month."""
    fits = _fits(chosen, end)
    return [verdict for verdict in verdicts if fits(verdict)]


def choices_of(verdicts: list[TicketVerdict], end: datetime, active: str, address: str) -> list[Choice]:
    """The filters with their counts; empty ones are left out, but not the active one."""
    found = [
        Choice(key, label, len(filtered(verdicts, key, end)), f"{address}?tickets={key}", key == active)
        for key, label in FILTERS.items()
    ]
    return [choice for choice in found if choice.count or choice.active]


def kept_open(verdicts: list[TicketVerdict], end: datetime) -> int:
    """Tickets not resolved by the end of their month that count as met, because the parties decided so."""
    decided = [
        verdict
        for verdict in verdicts
        if verdict.settled_by_dispute_id and verdict.commitment.kind == Commitment.Kind.RESOLUTION
    ]
    return sum(verdict.state == Verdict.MET and is_open(verdict, end) for verdict in decided)


def is_open(verdict: TicketVerdict, end: datetime) -> bool:
    """Whether the ticket was still open at an instant."""
    ended = verdict.ticket.resolved_at or verdict.ticket.closed_at
    return ended is None or ended >= end


def _fits(chosen: str, end: datetime) -> Callable[[TicketVerdict], bool]:
    states = STATES[chosen]
    if chosen == "ouverts":
        return lambda verdict: verdict.state in states and is_open(verdict, end)
    if chosen == "decides":
        return lambda verdict: verdict.state in states and verdict.settled_by_dispute_id is not None
    return lambda verdict: verdict.state in states
