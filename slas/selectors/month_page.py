"""The page of a month: all its commitments, or one of them with its calculation and its tickets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from contracts.models import Contract, ContractVersion
from contracts.selectors.versions import version_at
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from core.svg import dots
from core.svg.drawing import Drawing, Figure, figure
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, MonthRecord, TicketVerdict
from slas.selectors.calculation import Step, calculation_of
from slas.selectors.conclusions import commitment_title, month_title
from slas.selectors.explanations import compact_clocks
from slas.selectors.figures import (
    flips,
    look_of,
    shown_declared,
    shown_gap,
    shown_margin,
    shown_rate,
    shown_target,
)
from slas.selectors.months import record_for
from slas.selectors.results import HeatRow, board_for, heatmap_for
from slas.selectors.tickets import FILTERS, Choice, choices_for, vanished_in, verdicts_for

SHOWN_TICKETS = 8
CAUSES = {
    "omitted": "Tickets hors délai absents du chiffre déclaré",
    "requalified": "Requalification",
    "redated": "Dates différentes",
    "wrong_calendar": "Autre calendrier",
    "unjustified_pause": "Suspension non justifiée",
    "duplicate": "Doublon",
    "rounding": "Arrondi du rapport",
    "unexplained": "À expliquer",
}
STEPS = {
    "base": "Forfait mensuel HT",
    "missing_points": "Points manquants",
    "steps": "Tranches",
    "percent_per_step": "Part du forfait par tranche",
    "late_seconds": "Retard",
    "hours": "Heures entamées",
    "per_hour": "Montant par heure",
    "days": "Jours ouvrés de retard",
    "per_day": "Montant par jour",
    "amount": "Montant",
}


@dataclass(frozen=True)
class BoardLine:
    """One commitment of the month's board."""

    result: CommitmentMonth
    rate: str
    target: str
    declared: str
    gap: str
    margin: str
    flipped: bool


@dataclass(frozen=True)
class BoardPage:
    title: str
    record: MonthRecord
    lines: list[BoardLine]


@dataclass(frozen=True)
class TicketLine:
    """One ticket of the month's page; `beyond` in seconds past the target."""

    verdict: TicketVerdict
    beyond: int | None
    clock: Drawing | None
    absent: bool
    still_open: bool


@dataclass(frozen=True)
class CauseLine:
    label: str
    effect: str
    count: int
    tickets: list[str]

    @property
    def words(self) -> str:
        """« Tickets hors délai absents du chiffre déclaré, 13 tickets »."""
        return f"{self.label}, {formats.count(self.count, 'ticket')}" if self.count else self.label


@dataclass(frozen=True)
class MonthPage:
    """Everything the page of a commitment's month shows."""

    title: str
    result: CommitmentMonth
    record: MonthRecord
    version: ContractVersion
    line: BoardLine
    reading: str
    calculation: list[Step]
    causes: list[CauseLine]
    penalty: list[tuple[str, str]]
    drawing: Figure | None
    choices: list[Choice]
    active: str
    tickets: list[TicketLine]
    ticket_total: int
    history: HeatRow
    tickets_url: str

    @property
    def is_over(self) -> bool:
        """The margin is used up."""
        return (self.result.margin or 0) < 0

    @property
    def is_provisional(self) -> bool:
        return self.record.state != MonthRecord.State.CLOSED

    @property
    def word(self) -> str:
        """The word of the verdict, where it says more than the state."""
        small = self.result.small_volume and self.result.verdict == Verdict.MET
        return "Respecté (volume réduit)" if small else ""

    @property
    def look(self) -> str:
        return look_of(self.result)

    @property
    def counted_words(self) -> str:
        if self.result.commitment.kind == Commitment.Kind.AVAILABILITY:
            return f"{formats.duration(self.result.counted)} de service"
        return formats.count(
            self.result.counted, "cas jugé|cas jugés" if not self.choices else "ticket jugé|tickets jugés"
        )

    @property
    def declared_words(self) -> str:
        delivery = self.record.delivery
        return f"rapport du {formats.date_short(delivery.received_at)}" if delivery else ""

    @property
    def gap_words(self) -> str:
        return "verdict inversé" if self.line.flipped else self.result.get_gap_status_display().lower()

    @property
    def margin_words(self) -> str:
        failures = self.result.counted - self.result.met
        if self.result.margin is None or self.result.commitment.kind == Commitment.Kind.AVAILABILITY:
            return ""
        return f"{formats.count(failures, 'échec')}, {formats.number(failures + self.result.margin)} admis"

    @property
    def penalty_words(self) -> str:
        amount = formats.money(self.result.penalty)
        return f"~\u00a0{amount}" if self.result.penalty and self.is_provisional else amount

    @property
    def penalty_note(self) -> str:
        return "proposée, avant plafonds" if self.result.penalty else ""

    @property
    def delays_title(self) -> str:
        """What the drawing shows, or what stands in its place."""
        return self.drawing.title if self.drawing else "Écart et historique"


def board_page(contract: Contract, month: Month) -> BoardPage | None:
    """The board of a month, None before its first result."""
    record, results = record_for(contract, month), board_for(contract, month)
    if record is None or not results:
        return None
    return BoardPage(month_title(results), record, [board_line(result) for result in results])


def board_line(result: CommitmentMonth) -> BoardLine:
    """The figures of one commitment as printed."""
    gap = shown_gap(result)
    return BoardLine(
        result=result,
        rate=shown_rate(result),
        target=shown_target(result.commitment),
        declared=gap[0] if gap else shown_declared(result),
        gap=gap[2] if gap else formats.ABSENT,
        margin=shown_margin(result),
        flipped=flips(result),
    )


def month_page(contract: Contract, code: str, month: Month, chosen: str) -> MonthPage | None:
    """One commitment over one month; None before its first result or for an unknown code."""
    record = record_for(contract, month)
    row = next((r for r in heatmap_for(contract, month).rows if r.commitment.code == code), None)
    if record is None or row is None or row.last is None:
        return None
    result = row.last
    clocked = result.commitment.kind in {Commitment.Kind.RESPONSE, Commitment.Kind.RESOLUTION}
    verdicts = verdicts_for(contract, code, month) if clocked else []
    active = chosen if chosen in FILTERS else _default_filter(verdicts)
    address = reverse("slas:month", args=[contract.slug, code, str(month)])
    shown = verdicts_for(contract, code, month, active) if clocked else []
    return MonthPage(
        title=commitment_title(row),
        result=result,
        record=record,
        version=version_at(contract, month.last_day),
        line=board_line(result),
        reading=reading_of(result.commitment),
        calculation=calculation_of(contract, result),
        causes=[cause_line(cause) for cause in result.causes],
        penalty=penalty_lines(result),
        drawing=delays_drawing(contract, month, result.commitment, verdicts),
        choices=choices_for(contract, code, month, active, address) if clocked else [],
        active=active,
        tickets=ticket_lines(contract, month, shown[:SHOWN_TICKETS]),
        ticket_total=len(shown),
        history=row,
        tickets_url=f"{reverse('slas:month_tickets', args=[contract.slug, code, str(month)])}?tickets={active}",
    )


def _default_filter(verdicts: list[TicketVerdict]) -> str:
    return "hors-delai" if any(v.state == Verdict.BREACHED for v in verdicts) else "tous"


def reading_of(commitment: Commitment) -> str:
    """The promise in one sentence: « résoudre 90 % des tickets P3 en 2 jours ouvrés »."""
    required = shown_target(commitment).removeprefix(f"≥{NBSP}")
    delays = ", ".join(
        f"{t.priority or 'tous'} en {formats.count(t.amount, unit_word(t.unit))}"
        for t in commitment.targets.order_by("priority", "ticket_type")
    )
    words = {
        Commitment.Kind.RESPONSE: f"Prendre en charge {required} des tickets{NBSP}: {delays}.",
        Commitment.Kind.RESOLUTION: f"Résoudre {required} des tickets{NBSP}: {delays}.",
        Commitment.Kind.AVAILABILITY: f"Service « {commitment.service} » disponible {required} du temps.",
        Commitment.Kind.RATIO: f"Au moins {required} des cas.",
        Commitment.Kind.PUNCTUALITY: "Rapport et export remis au plus tard le jour convenu.",
    }
    return words[Commitment.Kind(commitment.kind)]


def unit_word(unit: str) -> str:
    return {"minutes": "minute", "hours": "heure", "business_days": "jour ouvré|jours ouvrés"}[unit]


def cause_line(cause: dict[str, object]) -> CauseLine:
    """A stored cause as printed; its effect in points."""
    return CauseLine(
        CAUSES[str(cause["cause"])],
        formats.points(Fraction(str(cause["effect"])), 2),
        int(str(cause["count"])),
        list(cause["tickets"]),  # type: ignore[call-overload]
    )


def penalty_lines(result: CommitmentMonth) -> list[tuple[str, str]]:
    """The proof of a penalty, step by step."""
    dress = {
        "base": formats.money,
        "per_hour": formats.money,
        "per_day": formats.money,
        "amount": formats.money,
        "late_seconds": formats.duration,
        "percent_per_step": formats.percent,
    }
    return [
        (STEPS[line["step"]], dress.get(line["step"], formats.number)(Fraction(line["value"])))
        for line in result.penalty_lines
    ]


def delays_drawing(
    contract: Contract, month: Month, commitment: Commitment, verdicts: list[TicketVerdict]
) -> Figure | None:
    """One dot per judged ticket on an axis of counted time; none where targets differ or nothing was judged."""
    judged = [
        v for v in verdicts if v.state in {Verdict.MET, Verdict.BREACHED} and v.elapsed_seconds is not None
    ]
    targets = {v.target_seconds for v in judged}
    if len(targets) != 1:
        return None
    gone, end = vanished_in(contract, month), month.end(contract.timezone)
    cases = [
        dots.Case(v.ticket.reference, v.elapsed_seconds or 0, _shape(v, gone, _is_open(v, end)))
        for v in judged
    ]
    late = sum(v.state == Verdict.BREACHED for v in judged)
    data = dots.Dots(
        title=f"{commitment.name}, {formats.month_long(month)}{NBSP}: {formats.count(late, 'ticket')} hors délai",
        cases=cases,
        limit=targets.pop(),
        kinds=[
            ("solid", "présent au rapport|présents au rapport"),
            ("hollow", "absent du rapport|absents du rapport"),
            ("open", "encore ouvert|encore ouverts"),
        ],
    )
    return figure(dots.draw, data, 640)


def _shape(verdict: TicketVerdict, gone: frozenset[str], still_open: bool) -> dots.Shape:
    if verdict.ticket.reference in gone:
        return "hollow"
    return "open" if still_open else "solid"


def _is_open(verdict: TicketVerdict, end: object) -> bool:
    resolved = verdict.ticket.resolved_at
    return resolved is None or resolved >= end  # type: ignore[operator]


def ticket_lines(contract: Contract, month: Month, verdicts: list[TicketVerdict]) -> list[TicketLine]:
    """The rows of the ticket table, clocks on one scale."""
    clocks, gone = compact_clocks(contract, verdicts), vanished_in(contract, month)
    end = month.end(contract.timezone)
    return [
        TicketLine(
            verdict=v,
            beyond=v.elapsed_seconds - v.target_seconds
            if v.elapsed_seconds is not None and v.elapsed_seconds > v.target_seconds
            else None,
            clock=clocks.get(v.pk),
            absent=v.ticket.reference in gone,
            still_open=_is_open(v, end),
        )
        for v in verdicts
    ]
