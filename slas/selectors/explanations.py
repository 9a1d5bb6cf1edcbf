"""Why a ticket was judged so: segments that tile its life, clause, calendar, contract version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from contracts.models import Contract, ContractVersion
from contracts.selectors.versions import version_at
from core.engine import formats
from core.engine.holidays import holiday_name
from core.svg import clock
from core.svg.drawing import Drawing, Figure, figure
from reports.models import Ticket, TicketPause
from slas.engine.explanation import Pause, Segment, SegmentKind, segments, split_at
from slas.engine.verdicts import Verdict
from slas.models import Commitment, TicketVerdict
from slas.selectors.hours import HoursBook, hours_book
from slas.selectors.months import latest_month

DRAWN = {
    SegmentKind.COUNTED: "counted",
    SegmentKind.CLOSED: "closed",
    SegmentKind.HOLIDAY: "holiday",
    SegmentKind.PAUSED: "suspended",
}
ANOMALIES = {
    "missing_opening": "la date d’ouverture manque",
    "impossible_date": "une date est impossible",
    "future_date": "une date est dans le futur",
    "end_before_start": "la fin précède l’ouverture",
    "closed_without_resolution": "le ticket est clos sans date de résolution",
}
WORDS = {
    SegmentKind.COUNTED: "compté",
    SegmentKind.CLOSED: "hors plage",
    SegmentKind.HOLIDAY: "férié",
    SegmentKind.PAUSED: "suspendu",
}


@dataclass(frozen=True)
class Explanation:
    """One commitment over one ticket."""

    verdict: TicketVerdict
    segments: tuple[Segment, ...]
    drawing: Figure
    calendar: str
    version: ContractVersion
    stop: datetime
    running: bool

    @property
    def beyond(self) -> int | None:
        """Seconds past the target; None while it is not passed."""
        elapsed = self.verdict.elapsed_seconds
        late = None if elapsed is None else elapsed - self.verdict.target_seconds
        return late if late is not None and late > 0 else None

    @property
    def heading(self) -> str:
        return f"{self.verdict.commitment.code} {self.verdict.commitment.name}"

    @property
    def anchor(self) -> str:
        return f"engagement-{self.verdict.commitment.code.lower()}"

    @property
    def sentence(self) -> str:
        """What was counted, against what, in one sentence."""
        verdict = self.verdict
        if verdict.elapsed_seconds is None:
            return f"Non mesurable\u00a0: {ANOMALIES.get(verdict.anomaly, 'une date nécessaire manque')}."
        late = f", dépassé de {formats.duration(self.beyond)}" if self.beyond else ""
        running = ", toujours ouvert" if self.running else ""
        zone = verdict.contract.timezone
        return (
            f"{formats.duration(verdict.elapsed_seconds)} comptées pour {formats.duration(verdict.target_seconds)}"
            f"{late}{running}. Échéance\u00a0: {formats.datetime_short(verdict.deadline_at, zone)}."
        )

    @property
    def rule(self) -> str:
        """The clause, the calendar and the contract version that rule the verdict."""
        clause = f"{self.verdict.commitment.clause}, " if self.verdict.commitment.clause else ""
        return f"Règle\u00a0: {clause}plage « {self.calendar} », {self.version} en vigueur à l’ouverture."

    @property
    def lines(self) -> list[tuple[Segment, str]]:
        """Segments with their word: « suspendu : attente utilisateur »."""
        return [
            (part, f"{WORDS[part.kind]}\u00a0: {part.reason}" if part.reason else WORDS[part.kind])
            for part in self.segments
        ]


@dataclass(frozen=True)
class TicketPage:
    """A ticket and why it was judged so."""

    ticket: Ticket
    explanations: list[Explanation]
    pauses: list[TicketPause]

    @property
    def title(self) -> str:
        missed = [e.verdict.commitment.name for e in self.explanations if e.verdict.state == Verdict.BREACHED]
        reference = self.ticket.reference
        return (
            f"{reference} hors délai pour {', '.join(missed)}"
            if missed
            else f"{reference} dans les délais suivis"
        )


def ticket_page(contract: Contract, reference: str) -> TicketPage | None:
    """A ticket with the explanation of each of its verdicts; None for an unknown reference."""
    ticket = (
        Ticket.objects.filter(contract=contract, reference=reference)
        .select_related("first_delivery", "last_delivery")
        .first()
    )
    month = latest_month(contract)
    if ticket is None or month is None:
        return None
    pauses = list(TicketPause.objects.filter(ticket=ticket).order_by("started_at"))
    verdicts = (
        TicketVerdict.objects.filter(ticket=ticket)
        .select_related("contract", "commitment", "commitment__calendar")
        .order_by("commitment__position")
    )
    as_of = month.end(contract.timezone)
    book = hours_book(contract, [ticket.opened_at.year - 1, as_of.year + 1])
    found = [explain(contract, ticket, verdict, pauses, book, as_of) for verdict in verdicts]
    return TicketPage(ticket, found, pauses)


def explain(
    contract: Contract,
    ticket: Ticket,
    verdict: TicketVerdict,
    pauses: list[TicketPause],
    book: HoursBook,
    as_of: datetime,
) -> Explanation:
    """The segments of `[opening, stop)`: the counted ones sum to the elapsed time, to the second."""
    commitment, stop = verdict.commitment, stop_of(ticket, verdict.commitment, as_of)
    hours = book.hours(commitment.calendar_id or 0, ticket.site)
    version = version_at(contract, ticket.opened_at.date())
    accepted = accepted_pauses(commitment, pauses, version)
    names = holiday_names(book.zone_of(ticket.site), ticket.opened_at, stop or as_of)
    if commitment.calendar is not None and commitment.calendar.always_open:
        names = {}
    parts = segments(hours, ticket.opened_at, stop or as_of, accepted, names)
    if verdict.deadline_at:
        parts = split_at(parts, verdict.deadline_at)
    return Explanation(
        verdict=verdict,
        segments=parts,
        drawing=figure(clock.draw, drawn(commitment, verdict, parts, stop is None), 794),
        calendar=commitment.calendar.name if commitment.calendar else "",
        version=version,
        stop=stop or as_of,
        running=stop is None,
    )


def stop_of(ticket: Ticket, commitment: Commitment, as_of: datetime) -> datetime | None:
    """When the clock stopped as known at `as_of`; None while it runs."""
    ends = (
        (ticket.picked_up_at, ticket.resolved_at, ticket.closed_at)
        if commitment.kind == Commitment.Kind.RESPONSE
        else (ticket.resolved_at, ticket.closed_at)
    )
    stop = next((end for end in ends if end is not None), None)
    return stop if stop is not None and stop <= as_of else None


def accepted_pauses(
    commitment: Commitment, pauses: list[TicketPause], version: ContractVersion
) -> list[Pause]:
    """The suspensions whose reason the contract accepts for this commitment."""
    rules = version.rules
    applies = {"TTR": ["resolution"], "TTO": ["response"], "both": ["resolution", "response"]}
    if commitment.kind not in applies[rules.suspension_applies_to]:
        return []
    return [
        Pause(pause.started_at, pause.ended_at, pause.get_reason_display().lower())
        for pause in pauses
        if pause.reason in rules.suspension_reasons
    ]


def holiday_names(zone: str, start: datetime, stop: datetime) -> dict[date, str]:
    """The named public holidays between two instants."""
    days = (start.date() + timedelta(days=step) for step in range((stop.date() - start.date()).days + 2))
    return {day: name for day in days if (name := holiday_name(day, zone))}


def drawn(
    commitment: Commitment,
    verdict: TicketVerdict,
    parts: tuple[Segment, ...],
    running: bool,
    span: Any = None,
) -> clock.Clock:
    """The clock strip of a verdict."""
    return clock.Clock(
        title=f"Horloge de {verdict.ticket.reference} pour {commitment.name}",
        segments=[
            clock.Segment(
                part.start,
                part.end,
                DRAWN[part.kind],  # type: ignore[arg-type]
                part.seconds if part.kind is SegmentKind.COUNTED else 0,
                part.reason,
            )
            for part in parts
        ],
        limit_at=verdict.deadline_at,
        running=running,
        span=span,
    )


def compact_clocks(contract: Contract, verdicts: list[TicketVerdict]) -> dict[int, Drawing]:
    """Bare strips of a few verdicts on one shared scale, by verdict (2 queries + the calendars)."""
    month = latest_month(contract)
    if not verdicts or month is None:
        return {}
    as_of = month.end(contract.timezone)
    by_ticket: dict[int, list[TicketPause]] = {}
    for pause in TicketPause.objects.filter(ticket__in=[v.ticket_id for v in verdicts]):
        by_ticket.setdefault(pause.ticket_id, []).append(pause)
    first = min(v.ticket.opened_at for v in verdicts)
    book = hours_book(contract, [first.year - 1, as_of.year + 1])
    found = [explain(contract, v.ticket, v, by_ticket.get(v.ticket_id, []), book, as_of) for v in verdicts]
    longest = max(e.stop - e.verdict.ticket.opened_at for e in found)
    return {
        e.verdict.pk: clock.draw(
            drawn(
                e.verdict.commitment,
                e.verdict,
                e.segments,
                e.running,
                (e.verdict.ticket.opened_at, e.verdict.ticket.opened_at + longest),
            ),
            width=230,
            compact=True,
        )
        for e in found
    }
