"""Why a ticket was judged so: segments that tile its life, clause, calendar, contract version."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.engine.rules import Rules
from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from core.svg import clock
from core.svg.drawing import Figure, figure
from reports.models import StatusChange, Ticket
from reports.selectors import history_of, status_changes_for
from reports.selectors.history import ChangeLine
from slas.engine.explanation import Segment, SegmentKind
from slas.engine.verdicts import Verdict, life_words
from slas.models import TicketVerdict
from slas.selectors.clocks import Began, Life, Watch, clock_of
from slas.services.ground.promising import PromiseBook

ANOMALIES = {
    "missing_opening": "la date d’ouverture manque",
    "impossible_date": "une date est impossible",
    "future_date": "une date est dans le futur",
    "end_before_start": "la fin précède l’ouverture",
    "closed_without_resolution": "le ticket est clos sans date de résolution",
    "untold_end": "l’export du prestataire ne donne pas la date qui arrête ce délai",
    "unknown_priority": "l’export du prestataire ne donne pas la priorité du ticket",
}
EARLIER = "La première priorité vient d’un rapport antérieur, que le dernier contredit ou tait."
WORDS = {
    SegmentKind.COUNTED: "compté",
    SegmentKind.CLOSED: "hors plage",
    SegmentKind.HOLIDAY: "férié",
    SegmentKind.PAUSED: "suspendu",
    SegmentKind.SUPERSEDED: "avant le changement de priorité",
    SegmentKind.AWAITED: "avant le départ du délai",
}


@dataclass(frozen=True)
class Explanation:
    """One commitment over one ticket."""

    life: Life
    drawing: Figure

    @property
    def verdict(self) -> TicketVerdict:
        return self.life.verdict

    @property
    def beyond(self) -> int | None:
        """Seconds past the target; None while it is not passed."""
        elapsed = self.verdict.elapsed_seconds
        late = None if elapsed is None else elapsed - self.verdict.target_seconds
        return late if late is not None and late > 0 else None

    @property
    def heading(self) -> str:
        commitment = self.verdict.commitment
        return f"{commitment.code} {commitment.name}{life_words(self.verdict.life)}"

    @property
    def anchor(self) -> str:
        rank = f"-vie-{self.verdict.life}" if self.verdict.life > 1 else ""
        return f"engagement-{self.verdict.commitment.code.lower()}{rank}"

    @property
    def sentence(self) -> str:
        """What was counted, against what, in one sentence."""
        verdict = self.verdict
        if verdict.elapsed_seconds is None:
            return f"Non mesurable{NBSP}: {ANOMALIES.get(verdict.anomaly, 'une date nécessaire manque')}."
        late = f", dépassé de {formats.duration(self.beyond)}" if self.beyond else ""
        running = ", toujours ouvert" if self.life.running else ""
        zone = verdict.contract.timezone
        measure = f"Mesure{NBSP}: " if verdict.settled_by_dispute else ""
        return (
            f"{measure}{formats.duration(verdict.elapsed_seconds)} comptées pour {formats.duration(verdict.target_seconds)}"
            f"{late}{running}. Échéance{NBSP}: {formats.datetime_short(verdict.deadline_at, zone)}."
        )

    @property
    def decided(self) -> str:
        """« Verdict décidé par les parties : respecté (contestation n° 12). La mesure reste inchangée. »"""
        settled = self.verdict.settled_by_dispute
        if settled is None:
            return ""
        out = self.verdict.state == Verdict.NOT_APPLICABLE
        word = "hors décompte" if out else formats.verdict(self.verdict.state).lower()
        title = settled.title[0].lower() + settled.title[1:]
        return f"Verdict décidé par les parties{NBSP}: {word} ({title}). La mesure reste inchangée."

    @property
    def rule(self) -> str:
        """The clause, the calendar and the contract version that rule the verdict."""
        commitment = self.verdict.commitment
        clause = f"{commitment.clause}, " if commitment.clause else ""
        return (
            f"Règle{NBSP}: {clause}plage « {self.calendar} », {self.life.version} en vigueur à l’ouverture."
        )

    @property
    def calendar(self) -> str:
        """The name of the commitment's hours."""
        calendar = self.verdict.commitment.calendar
        return calendar.name if calendar else ""

    @property
    def lines(self) -> list[tuple[Segment, str]]:
        """Segments with their word: « suspendu : attente utilisateur »."""
        return [
            (part, f"{WORDS[part.kind]}{NBSP}: {part.reason}" if part.reason else WORDS[part.kind])
            for part in self.life.segments
        ]


@dataclass(frozen=True)
class TicketPage:
    """A ticket and why it was judged so."""

    ticket: Ticket
    explanations: list[Explanation]
    book: PromiseBook | None = None
    began: Began | None = None

    def rules_of(self, month: Month) -> Rules:
        """The settings in force at the end of a month in which it was judged."""
        assert self.book is not None
        return self.book.version_at(month.last_day).rules

    @property
    def title(self) -> str:
        """« INC-4821 hors délai pour GTR P3 »; a verdict that the parties decided is said to be theirs."""
        states = {explanation.verdict.state for explanation in self.explanations}
        missed = [e.verdict.commitment.name for e in self.explanations if e.verdict.state == Verdict.BREACHED]
        reference = self.ticket.reference
        if missed:
            return f"{reference} hors délai pour {', '.join(missed)}"
        agreed = ", par décision des parties" if any(e.decided for e in self.explanations) else ""
        if states <= {Verdict.MET, Verdict.PENDING} and states:
            return (
                f"{reference} compté dans les délais{agreed}"
                if agreed
                else f"{reference} dans tous ses délais"
            )
        return f"{reference}, hors décompte{agreed}" if states else f"{reference}, hors engagement"

    @property
    def seen(self) -> str:
        """The months whose reports told of the ticket: the first and the last."""
        first, last = self.ticket.first_delivery.month, self.ticket.last_delivery.month
        if first == last:
            return formats.month_long(first)
        return f"{formats.month_of(first)} à {formats.month_long(last)}"

    @property
    def priority_change(self) -> str:
        """« P2 vers P4, le 12/03/2026 à 10:00 »; where earlier reports alone tell the first priority, that they do."""
        if self.began is None:
            return ""
        words = f"{self.began.priority} vers {self.ticket.priority}"
        if self.began.changed_at:
            zone = self.ticket.contract.timezone
            words += f", {'le' if self.began.told else 'compté au'} "
            words += formats.datetime_short(self.began.changed_at, zone)
        else:
            words += ", à une date que rien ne donne"
        return words if self.began.told else f"{words}. {EARLIER}"

    @property
    def history(self) -> list[ChangeLine]:
        """Every field that a delivery told otherwise than the one before (1 query)."""
        return history_of(self.ticket)

    @property
    def moves(self) -> list[StatusChange]:
        """The status journal, where one was delivered (1 query)."""
        return list(status_changes_for(self.ticket))


def ticket_page(contract: Contract, reference: str) -> TicketPage | None:
    """A ticket with the explanation of each of its verdicts; None for an unknown reference."""
    ticket = (
        Ticket.objects.filter(contract=contract, reference=reference)
        .select_related("first_delivery", "last_delivery")
        .first()
    )
    if ticket is None:
        return None
    watch = Watch.over(contract, [ticket])
    if watch is None:
        return TicketPage(ticket, [])
    verdicts = (
        TicketVerdict.objects.filter(ticket=ticket)
        .select_related("contract", "commitment", "commitment__calendar", "ticket", "settled_by_dispute")
        .order_by("commitment__position", "commitment__code", "life")
    )
    found = [_explained(watch.life(verdict)) for verdict in verdicts]
    return TicketPage(ticket, found, watch.book, watch.began.get(ticket.pk))


def _explained(life: Life) -> Explanation:
    return Explanation(life, figure(clock.draw, clock_of(life), 794))
