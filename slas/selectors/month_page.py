"""The page of one commitment over one month, with its calculation and its tickets."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from contracts.models import Contract, ContractVersion
from contracts.selectors.versions import version_at
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from core.svg.drawing import Figure
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, Dispute, MonthRecord, TicketVerdict
from slas.selectors.boards import BoardLine, board_line
from slas.selectors.calculation import CLOCKED, Step, calculation_of
from slas.selectors.clocks import Watch
from slas.selectors.conclusions import commitment_title
from slas.selectors.dispute_lines import disputes_about
from slas.selectors.kept import Kept
from slas.selectors.months import record_for
from slas.selectors.outages import Stop, stops_for
from slas.selectors.penalty_wording import priced_though_met
from slas.selectors.results import HeatRow, heatmap_for
from slas.selectors.ticket_lines import TicketLine, delays_drawing, ticket_lines
from slas.selectors.tickets import FILTERS, Choice, choices_of, filtered, kept_open, verdicts_for
from slas.selectors.wording import CauseLine, cause_lines, gap_total, penalty_lines, reading_of

SHOWN_TICKETS = 8


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
    verdicts: list[TicketVerdict]
    disputes: list[Dispute]
    tickets: list[TicketLine]
    ticket_total: int
    history: HeatRow
    tickets_url: str
    stops: list[Stop]

    @property
    def is_over(self) -> bool:
        """The margin is used up."""
        return (self.result.margin or 0) < 0

    @property
    def is_provisional(self) -> bool:
        return self.record.state != MonthRecord.State.CLOSED

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
    def gap_total(self) -> str:
        """The gap with the decimals of its causes."""
        return gap_total(self.result)

    @property
    def margin_words(self) -> str:
        failures = self.result.counted - self.result.met
        if self.result.margin is None or self.result.commitment.kind == Commitment.Kind.AVAILABILITY:
            return ""
        return f"{formats.count(failures, 'échec')}, {formats.number(failures + self.result.margin)} admis"

    @property
    def penalty_words(self) -> str:
        amount = formats.money(self.result.penalty)
        return f"~{NBSP}{amount}" if self.result.penalty and self.is_provisional else amount

    @property
    def penalty_note(self) -> str:
        return "avant franchise et plafonds" if self.result.penalty else ""

    @property
    def penalty_reason(self) -> str:
        """Why money is due although the commitment is met; empty otherwise."""
        due = self.result.penalty and self.result.verdict == Verdict.MET
        return priced_though_met(self.result.penalty_lines) if due else ""

    @property
    def delays_title(self) -> str:
        """What the drawing shows, or what stands in its place."""
        return self.drawing.title if self.drawing else "Écart et historique"


def month_page(contract: Contract, code: str, month: Month, chosen: str) -> MonthPage | None:
    """One commitment over one month; None before its first result or for an unknown code."""
    record = record_for(contract, month)
    kept = Kept.of(contract, month)
    rows = heatmap_for(contract, month, kept=kept).rows
    row = next((r for r in rows if r.commitment.code == code), None)
    if record is None or row is None or row.last is None:
        return None
    result = row.last
    clocked = result.commitment.kind in CLOCKED
    measured = result.commitment.kind == Commitment.Kind.AVAILABILITY
    verdicts = verdicts_for(contract, code, month, kept) if clocked else []
    active = chosen if chosen in FILTERS else _default_filter(verdicts)
    end, names = month.end(contract.timezone), [contract.slug, code, str(month)]
    shown = filtered(verdicts, active, end)
    listed = shown[:SHOWN_TICKETS]
    watch = Watch.over(contract, [verdict.ticket for verdict in listed])
    disputes = disputes_about(contract, code, month)
    return MonthPage(
        title=commitment_title(row),
        result=result,
        record=record,
        version=kept.version_at(month) or _version_now(contract, month, watch),
        line=board_line(result),
        reading=reading_of(
            kept.commitment(watch.book.commitment(result.commitment_id) if watch else result.commitment)
        ),
        calculation=calculation_of(contract, result, kept_open(verdicts, end)),
        causes=cause_lines(result),
        penalty=penalty_lines(result),
        drawing=delays_drawing(contract, record, result.commitment, verdicts),
        choices=choices_of(verdicts, end, active, reverse("slas:month", args=names)) if clocked else [],
        verdicts=verdicts,
        disputes=disputes,
        tickets=ticket_lines(contract, record, listed, watch, disputes),
        ticket_total=len(shown),
        history=row,
        tickets_url=f"{reverse('slas:month_tickets', args=names)}?tickets={active}",
        stops=stops_for(contract, month, result.commitment) if measured else [],
    )


def _version_now(contract: Contract, month: Month, watch: Watch | None) -> ContractVersion:
    return watch.book.version_at(month.last_day) if watch else version_at(contract, month.last_day)


def _default_filter(verdicts: list[TicketVerdict]) -> str:
    return "hors-delai" if any(v.state == Verdict.BREACHED for v in verdicts) else "tous"
