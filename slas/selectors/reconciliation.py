"""Declared against recomputed, for a whole month."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.svg import dumbbell
from core.svg.drawing import Figure, figure
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, MonthRecord, TicketVerdict
from slas.selectors.checks import Question, deposit_questions, waiting_words
from slas.selectors.figures import flips, gap_as_shown, gap_of, tidy
from slas.selectors.gap_answers import GapAnswers
from slas.selectors.gap_lines import GapLine, differing, filters_of, gap_lines
from slas.selectors.months import frozen_words, record_for
from slas.selectors.results import board_for
from slas.selectors.ticket_counts import DeclaredCounts, DepositCounts, declared_counts, deposit_counts
from slas.selectors.ticket_lines import TicketLine, ticket_lines, vanished_in
from slas.selectors.tickets import Choice

LATE = "ticket hors délai|tickets hors délai"
KNOWN = "ticket connu auparavant|tickets connus auparavant"
DIFFERENT = {CommitmentMonth.GapStatus.TO_JUSTIFY, CommitmentMonth.GapStatus.EXPLAINED}


@dataclass(frozen=True)
class ReconciliationPage:
    """Everything the page of a month's comparison shows."""

    title: str
    record: MonthRecord
    drawing: Figure
    deposit: DepositCounts
    declared: DeclaredCounts | None
    filters: list[Choice]
    gaps: list[GapLine]
    results: list[CommitmentMonth]
    concordant: int
    incomplete: list[CommitmentMonth]
    checks: list[Question]
    stock: dict[str, int]
    absent: list[TicketLine]
    frozen: str

    @property
    def absent_title(self) -> str:
        return f"{formats.count(len(self.absent), LATE)}, {'absent' if len(self.absent) == 1 else 'absents'} du dépôt"

    @property
    def is_open(self) -> bool:
        """Whether the month still takes answers."""
        return self.record.state != MonthRecord.State.CLOSED

    @property
    def drawn(self) -> bool:
        """Whether a gap goes beyond the tolerance."""
        return any(result.gap_status in DIFFERENT for result in self.results)

    @property
    def gap_title(self) -> str:
        return self.drawing.title if self.drawn else "Aucun écart au-delà de la tolérance"

    @property
    def checks_note(self) -> str:
        """What the checks of the deposit still ask; nothing where they ask nothing."""
        return waiting_words(self.checks) if any(check.is_open for check in self.checks) else ""

    @property
    def concordant_words(self) -> str:
        """What the drawing leaves out."""
        same = formats.count(self.concordant, "engagement concordant|engagements concordants")
        missing = len(self.incomplete)
        more = f" {formats.count(missing, 'engagement')} sans chiffre déclaré." if missing else ""
        return f"{same}, écart de 0,1\u00a0pt au plus.{more}"


def reconciliation_page(contract: Contract, month: Month, cause: str = "") -> ReconciliationPage | None:
    """The gaps of a month, widest first, or those of one cause; None before its first result."""
    record, results = record_for(contract, month), board_for(contract, month)
    if record is None or not results:
        return None
    different, absent = gaps_of(results), absent_lines(contract, record)
    declared = declared_counts(record, results)
    listed = different + [r for r in results if r not in different and differing(r)]
    return ReconciliationPage(
        title=reconciliation_title(record, different, len(absent), declared.late if declared else 0),
        record=record,
        drawing=gap_drawing(different),
        deposit=deposit_counts(record),
        declared=declared,
        filters=filters_of(results, cause, reverse("slas:reconciliation", args=[contract.slug, str(month)])),
        gaps=gap_lines(
            contract,
            listed,
            GapAnswers.of(contract, month),
            cause,
            closed=record.state == MonthRecord.State.CLOSED,
        ),
        results=listed,
        concordant=sum(r.gap_status == CommitmentMonth.GapStatus.CONCORDANT for r in results),
        incomplete=[r for r in results if r.gap_status == CommitmentMonth.GapStatus.INCOMPLETE],
        checks=deposit_questions(contract, record),
        stock=dict(record.omissions.get("stock", {})),
        absent=absent,
        frozen=frozen_words(contract, record),
    )


def gaps_of(results: list[CommitmentMonth]) -> list[CommitmentMonth]:
    """The results whose declared figure differs by more than the tolerance, widest gap first."""
    different = [r for r in results if r.gap_status in DIFFERENT]
    return sorted(different, key=lambda r: abs(gap_of(r) or Fraction(0)), reverse=True)


def absent_lines(contract: Contract, record: MonthRecord) -> list[TicketLine]:
    """Tickets known before, absent from the month's files, whose resolution became late in the month."""
    gone = sorted(vanished_in(record))
    late = TicketVerdict.objects.filter(
        contract=contract,
        month=record.month,
        state=Verdict.BREACHED,
        commitment__kind=Commitment.Kind.RESOLUTION,
        ticket__reference__in=gone,
    )
    rows = late.select_related("ticket", "commitment").order_by(
        "ticket__opened_at", "ticket__reference", "commitment__position", "life"
    )
    return ticket_lines(contract, record, list(rows)) if gone else []


def reconciliation_title(
    record: MonthRecord, different: list[CommitmentMonth], absent: int, left_out: int
) -> str:
    """What the month's comparison says, in neutral words.

    `absent`: late tickets that the deposit does not hold; `left_out`: those the declared figures do not count.
    """
    if missing := _missing(absent, left_out, len(vanished_in(record))):
        return missing
    if not different:
        return "Chiffres déclarés et recalculés concordent"
    above = sum((gap_of(r) or 0) > 0 for r in different)
    if above:
        return f"{formats.count(above, 'engagement déclaré|engagements déclarés')} au-dessus du recalcul"
    return f"{formats.count(len(different), 'écart')} entre déclaré et recalculé"


def _missing(absent: int, left_out: int, gone: int) -> str:
    """What the deposit and the declared figures leave out, the first said before the second."""
    if absent and left_out:
        figure = f"le chiffre déclaré en omet {formats.number(left_out)}"
        return f"Le dépôt ne porte pas {formats.count(absent, LATE)}, {figure}"
    if left_out:
        return f"Le chiffre déclaré omet {formats.count(left_out, LATE)}"
    if absent or gone:
        return (
            f"Le dépôt ne porte pas {formats.count(absent, LATE) if absent else formats.count(gone, KNOWN)}"
        )
    return ""


def gap_drawing(different: list[CommitmentMonth], width: float = 640) -> Figure:
    """The dumbbell of the gaps."""
    pairs = []
    for result in different:
        shown = gap_as_shown(result)
        if shown is None:
            continue
        pairs.append(
            dumbbell.Pair(
                f"{result.commitment.code} {result.commitment.name}",
                shown.declared,
                shown.recomputed,
                tidy(result.commitment.required_rate),
                shown.gap,
                flips(result),
            )
        )
    title = f"{formats.count(len(pairs), 'écart')} entre déclaré et recalculé"
    return figure(dumbbell.draw, dumbbell.Dumbbell(title, pairs), width)
