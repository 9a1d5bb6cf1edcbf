"""The clock of a ticket under a commitment: segments that tile its life, and their drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from contracts.models import Contract, ContractVersion
from core.engine.holidays import holiday_name
from core.svg import clock
from core.svg.drawing import Drawing
from reports.models import Ticket, TicketPause
from slas.engine.explanation import Pause, Segment, SegmentKind, segments, split_at, without_first
from slas.models import Commitment, TicketVerdict
from slas.selectors.hours import HoursBook, hours_book
from slas.selectors.months import judged_until

DRAWN = {
    SegmentKind.COUNTED: "counted",
    SegmentKind.CLOSED: "closed",
    SegmentKind.HOLIDAY: "holiday",
    SegmentKind.PAUSED: "suspended",
    SegmentKind.SUPERSEDED: "closed",
}
PAUSED_KINDS = {"TTR": ("resolution",), "TTO": ("response",), "both": ("resolution", "response")}
UNDATED = "durée déclarée, sans horaires"


@dataclass(frozen=True)
class Life:
    """What a ticket lived under one commitment, from its opening to its stop, or to the instant of judgement."""

    verdict: TicketVerdict
    segments: tuple[Segment, ...]
    version: ContractVersion
    stop: datetime
    running: bool


@dataclass(frozen=True)
class Watch:
    """What is needed to tell the life of some tickets of a contract, read once (7 queries)."""

    contract: Contract
    as_of: datetime
    hours: HoursBook
    versions: list[ContractVersion]
    pauses: dict[int, list[TicketPause]]

    @classmethod
    def over(cls, contract: Contract, tickets: Iterable[Ticket]) -> Self | None:
        """None before any month was judged, or without tickets."""
        wanted, until = list(tickets), judged_until(contract)
        if not wanted or until is None:
            return None
        pauses: dict[int, list[TicketPause]] = defaultdict(list)
        for pause in TicketPause.objects.filter(ticket__in=wanted).order_by("started_at"):
            pauses[pause.ticket_id].append(pause)
        first = min(ticket.opened_at for ticket in wanted)
        return cls(
            contract=contract,
            as_of=until.end(contract.timezone),
            hours=hours_book(contract, [first.year - 1, until.year + 2]),
            versions=list(ContractVersion.objects.filter(contract=contract).order_by("effective_on")),
            pauses=pauses,
        )

    def version_of(self, ticket: Ticket) -> ContractVersion:
        """The version in force at the opening, in the contract's zone; the first one before the contract starts."""
        day = ticket.opened_at.astimezone(ZoneInfo(self.contract.timezone)).date()
        begun = [version for version in self.versions if version.effective_on <= day]
        return begun[-1] if begun else self.versions[0]

    def life(self, verdict: TicketVerdict) -> Life:
        """The segments of `[opening, stop)`: the counted ones sum to the elapsed time, to the second."""
        ticket, commitment = verdict.ticket, verdict.commitment
        stop = stop_of(ticket, commitment, self.as_of)
        version = self.version_of(ticket)
        hours = self.hours.hours(commitment.calendar_id or 0, ticket.site)
        accepted = accepted_pauses(commitment, self.pauses.get(ticket.pk, []), version)
        start, end = verdict.started_at or ticket.opened_at, stop or self.as_of
        names = {} if commitment.calendar_id in self.hours.always_open else self._holidays(ticket, end)
        parts = segments(hours, start, end, accepted, names)
        if verdict.paused_seconds and not accepted:
            parts = without_first(parts, verdict.paused_seconds, UNDATED)
        if start > ticket.opened_at:
            words = f"priorité {ticket.initial_priority} jusque-là"
            parts = (Segment(ticket.opened_at, start, SegmentKind.SUPERSEDED, words), *parts)
        if verdict.deadline_at:
            parts = split_at(parts, verdict.deadline_at)
        return Life(verdict, parts, version, end, stop is None)

    def _holidays(self, ticket: Ticket, end: datetime) -> dict[date, str]:
        """The named public holidays of the ticket's site during its life."""
        zone = self.hours.zone_of(ticket.site)
        first = ticket.opened_at.date() - timedelta(days=1)
        days = (first + timedelta(days=step) for step in range((end.date() - first).days + 2))
        return {day: name for day in days if (name := holiday_name(day, zone))}


def stop_of(ticket: Ticket, commitment: Commitment, as_of: datetime) -> datetime | None:
    """When the clock stopped as known at `as_of`; None while it runs."""
    response = commitment.kind == Commitment.Kind.RESPONSE
    stops = [(ticket.picked_up_at or ticket.resolved_at) if response else ticket.resolved_at]
    if ticket.status == Ticket.Status.CANCELLED:
        stops = [stops[0] if response else None, ticket.closed_at or ticket.resolved_at]
    return min((stop for stop in stops if stop is not None and stop <= as_of), default=None)


def accepted_pauses(
    commitment: Commitment, pauses: list[TicketPause], version: ContractVersion
) -> list[Pause]:
    """The suspensions whose reason the contract accepts for this commitment."""
    rules = version.rules
    if commitment.kind not in PAUSED_KINDS[rules.suspension_applies_to]:
        return []
    return [
        Pause(pause.started_at, pause.ended_at, pause.get_reason_display().lower())
        for pause in pauses
        if pause.reason in rules.suspension_reasons
    ]


def clock_of(life: Life, span: Any = None) -> clock.Clock:
    """The strip of a life, on its own scale or on a shared one."""
    verdict = life.verdict
    return clock.Clock(
        title=f"Horloge de {verdict.ticket.reference} pour {verdict.commitment.name}",
        segments=[
            clock.Segment(
                part.start,
                part.end,
                DRAWN[part.kind],  # type: ignore[arg-type]
                part.seconds if part.kind is SegmentKind.COUNTED else 0,
                part.reason,
            )
            for part in life.segments
        ],
        limit_at=verdict.deadline_at,
        running=life.running,
        span=span,
        timezone=verdict.contract.timezone,
    )


def compact_clocks(contract: Contract, verdicts: list[TicketVerdict]) -> dict[int, Drawing]:
    """Bare strips of a few verdicts on one shared scale, by verdict."""
    watch = Watch.over(contract, [verdict.ticket for verdict in verdicts])
    if watch is None:
        return {}
    lives = [watch.life(verdict) for verdict in verdicts]
    longest = max(life.stop - life.verdict.ticket.opened_at for life in lives)
    return {
        life.verdict.pk: clock.draw(
            clock_of(life, (opened := life.verdict.ticket.opened_at, opened + longest)),
            width=230,
            compact=True,
        )
        for life in lives
        if life.segments
    }
