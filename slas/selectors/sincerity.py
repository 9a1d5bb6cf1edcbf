"""Can the reports be trusted? The last twelve submissions, with the three marks the index is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.ratios import Rate
from core.svg import strip
from core.svg.drawing import Drawing
from reports.models import Delivery
from slas.engine.reconciliation import sincerity
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.figures import gap_of
from slas.selectors.omission_lines import absent_count

LAST, LEAST = 12, 3
Gap = CommitmentMonth.GapStatus
UNUSABLE = {Gap.INCOMPLETE, Gap.UNVERIFIABLE}
BEYOND = {Gap.TO_JUSTIFY, Gap.EXPLAINED}


@dataclass(frozen=True)
class Submission:
    """One month's report: its three marks, with what each rests on."""

    month: Month
    received_on: date
    due_on: date
    lacking: int
    absent: int
    gap: str
    on_time: bool
    complete: bool
    within: bool

    @property
    def sincere(self) -> bool:
        return self.on_time and self.complete and self.within

    @property
    def marks(self) -> list[tuple[str, str, str, str]]:
        """Title, state, word and detail of each mark, in the order of the formula."""
        due = formats.date_short(self.due_on)
        return [
            ("À l’heure", *_mark(self.on_time), f"reçu le {formats.date_short(self.received_on)}, attendu le {due}"),
            ("Complet", *_mark(self.complete), self.lacking_words),
            ("Dans la tolérance", *_mark(self.within), self.gap),
        ]  # fmt: skip

    @property
    def lacking_words(self) -> str:
        if self.complete:
            return "rien ne manque"
        parts = []
        if self.lacking:
            parts.append(f"{formats.count(self.lacking, 'engagement')} sans chiffre utilisable")
        if self.absent:
            parts.append(formats.count(self.absent, "ticket connu absent|tickets connus absents"))
        return ", ".join(parts)


def _mark(held: bool) -> tuple[str, str]:
    return ("met", "oui") if held else ("breached", "non")


@dataclass(frozen=True)
class SincerityPage:
    """`index` is None under three submissions."""

    title: str
    index: Rate | None
    submissions: list[Submission]
    drawing: Drawing

    @property
    def shown(self) -> str:
        """« 9/12 »."""
        return f"{self.index.met}/{self.index.total}" if self.index else ""

    @property
    def percent(self) -> str:
        return formats.rate(self.index, decimals=2) if self.index else ""

    @property
    def formula(self) -> str:
        """The formula with its numbers."""
        if self.index is None:
            return ""
        return (
            f"{formats.count(self.index.met, 'rapport')} à l’heure, complets et dans la tolérance, sur les "
            f"{formats.number(self.index.total)} derniers : {self.shown} = {self.percent}"
        )


def sincerity_page(contract: Contract) -> SincerityPage:
    """The index over the last twelve submissions (3 queries)."""
    found = submissions_of([contract])[contract.pk]
    index = index_of(found)
    squares = [strip.Square(one.month, "met" if one.sincere else "breached") for one in found]
    title = _title(index, len(found))
    return SincerityPage(title, index, found[::-1], strip.draw(strip.Strip(title, squares)))


def index_of(submissions: Sequence[Submission]) -> Rate | None:
    """Sincere reports over reports; None under three."""
    return sincerity([one.sincere for one in submissions], LAST, LEAST)


def submissions_of(contracts: Sequence[Contract]) -> dict[int, list[Submission]]:
    """The last twelve submissions of each contract, in time order (3 queries, however many contracts)."""
    records = MonthRecord.objects.filter(contract__in=contracts).exclude(delivery=None)
    latest: dict[int, list[MonthRecord]] = {contract.pk: [] for contract in contracts}
    for record in records.exclude(computed_at=None).order_by("-month"):
        if len(latest[record.contract_id]) < LAST:
            latest[record.contract_id].append(record)
    months = {str(record.month) for rows in latest.values() for record in rows}
    received = _first_received(contracts, months)
    results = CommitmentMonth.objects.filter(contract__in=contracts, month__in=months)
    by_month: dict[tuple[int, Month], list[CommitmentMonth]] = defaultdict(list)
    for result in results.select_related("commitment"):
        by_month[result.contract_id, result.month].append(result)
    return {
        key: [
            _submission(record, received[key, record.month], by_month[key, record.month])
            for record in reversed(rows)
        ]
        for key, rows in latest.items()
    }


def _first_received(contracts: Sequence[Contract], months: set[str]) -> dict[tuple[int, Month], date]:
    zones = {contract.pk: ZoneInfo(contract.timezone) for contract in contracts}
    rows = Delivery.objects.filter(contract__in=contracts, month__in=months).order_by("month", "-version")
    return {
        (key, month): at.astimezone(zones[key]).date()
        for key, month, at in rows.values_list("contract_id", "month", "received_at")
    }


def _submission(record: MonthRecord, received_on: date, results: list[CommitmentMonth]) -> Submission:
    unusable = sum(
        result.gap_status in UNUSABLE
        or (result.commitment.kind == "availability" and result.verdict == Verdict.NOT_MEASURABLE)
        for result in results
    )
    absent = absent_count(record)
    gaps = [abs(gap) for result in results if (gap := gap_of(result)) is not None and result.gap_status]
    widest = max(gaps, default=None)
    return Submission(
        month=record.month,
        received_on=received_on,
        due_on=record.due_on,
        lacking=unusable,
        absent=absent,
        gap=_gap_words(widest),
        on_time=received_on <= record.due_on,
        complete=not unusable and not absent,
        within=not any(result.gap_status in BEYOND for result in results),
    )


def _gap_words(widest: Fraction | None) -> str:
    return "aucun écart mesuré" if widest is None else f"plus grand écart {formats.number(widest, 2)}\u00a0pt"


def _title(index: Rate | None, submissions: int) -> str:
    if index is None:
        return f"Indice affiché à partir de {LEAST} rapports."
    return f"{formats.count(index.met, 'rapport')} sur {index.total} à l’heure, complets et dans la tolérance"
