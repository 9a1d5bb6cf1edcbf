"""Stored results of a contract: heat map, board of a month, history of a commitment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month, month_range
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, Dispute
from slas.models.disputes import PENDING
from slas.selectors.amounts import reader_of, seen_results, without_draft
from slas.selectors.figures import look_of, shown_margin, shown_rate, shown_target
from slas.selectors.kept import Kept

SHOWN_ON_PHONE = 3
WORST_FIRST = ("breached", "watch", "met", "pending", "not_measurable", "not_applicable")


@dataclass(frozen=True)
class Cell:
    """One commitment over one month; `look` is empty where nothing was computed."""

    month: Month
    look: str
    text: str
    result: CommitmentMonth | None
    about: str = ""
    old: bool = False
    now: bool = False
    contested: bool = False


@dataclass(frozen=True)
class Head:
    """One column of the heat map; `year` only where it changes, `old` hidden on a phone."""

    month: Month
    year: str
    old: bool
    now: bool


@dataclass(frozen=True)
class HeatRow:
    commitment: Commitment
    target: str
    cells: list[Cell]
    margin: str
    last: CommitmentMonth | None
    breaks: bool = False

    @property
    def streak(self) -> int:
        """Consecutive breached months up to the last one; months without object neither break nor extend it."""
        count = 0
        for cell in reversed(self.cells):
            if cell.look == Verdict.BREACHED:
                count += 1
            elif cell.look in {Verdict.MET, "watch"}:
                break
        return count


@dataclass(frozen=True)
class HeatMap:
    """Commitments × months, and the worst verdict of each month."""

    months: list[Month]
    rows: list[HeatRow]

    @property
    def heads(self) -> list[Head]:
        """Columns, the year above its first month."""
        shown = [str(m.year) if i == 0 or m.number == 1 else "" for i, m in enumerate(self.months)]
        return [
            Head(month, shown[i], _is_old(i, self.months), month == self.months[-1])
            for i, month in enumerate(self.months)
        ]

    @property
    def shows_penalties(self) -> bool:
        """Whether the last month has an amount to show."""
        return any(row.last is not None and row.last.penalty for row in self.rows)

    @property
    def strip(self) -> list[Cell]:
        """Twelve squares: the contract's month is the worst of its commitments."""
        return [worst_of([row.cells[i] for row in self.rows], month) for i, month in enumerate(self.months)]


def worst_of(cells: list[Cell], month: Month) -> Cell:
    looks = {cell.look for cell in cells}
    worst = next((look for look in WORST_FIRST if look in looks), "")
    return Cell(month, worst, "", None)


def results_for(contract: Contract, months: list[Month]) -> list[CommitmentMonth]:
    """Stored results of some months with their commitments, by rank then month (1 query; 3 for the provider)."""
    rows = CommitmentMonth.objects.filter(contract=contract, month__in=[str(m) for m in months])
    rows = without_draft(rows.select_related("commitment", "commitment__calendar"), reader_of(contract))
    return seen_results(contract, rows.order_by("commitment__position", "commitment__code", "month"))


def heatmap_for(contract: Contract, until: Month, months: int = 12, kept: Kept | None = None) -> HeatMap:
    """The heat map that ends with `until`, with the mark of what is contested; `kept`: what that month keeps."""
    span = month_range(until.shift(1 - months), until)
    results = results_for(contract, span)
    for result in results:
        if kept and result.month == until:
            result.commitment = kept.commitment(result.commitment)
    return heatmap_of(results, span, contested_for(contract, span))


def contested_for(contract: Contract, span: list[Month]) -> frozenset[tuple[str, Month]]:
    """Commitments and months on which a dispute is pending (1 query)."""
    rows = Dispute.objects.filter(
        contract=contract, state__in=PENDING, month__in=[str(month) for month in span]
    )
    return frozenset(rows.values_list("commitment_code", "month"))


def heatmap_of(
    results: list[CommitmentMonth],
    span: list[Month],
    contested: frozenset[tuple[str, Month]] = frozenset(),
) -> HeatMap:
    """The heat map of results already read; successive versions of a commitment share a row, by code."""
    by_code: dict[str, dict[Month, CommitmentMonth]] = defaultdict(dict)
    for result in results:
        by_code[result.commitment.code][result.month] = result
    rows: list[HeatRow] = []
    for found in by_code.values():
        commitment = found[max(found)].commitment
        last = found.get(span[-1])
        cells = [
            replace(
                _cell(commitment, span, i, found.get(month)), contested=(commitment.code, month) in contested
            )
            for i, month in enumerate(span)
        ]
        margin = shown_margin(last) if last else ""
        breaks = bool(rows) and family_of(rows[-1].commitment) != family_of(commitment)
        rows.append(HeatRow(commitment, shown_target(commitment), cells, margin, last, breaks))
    return HeatMap(span, rows)


def family_of(commitment: Commitment) -> str:
    """Commitments that stand together: delays, availability, the rest."""
    delays = {Commitment.Kind.RESPONSE, Commitment.Kind.RESOLUTION}
    if commitment.kind in delays:
        return "delays"
    return "availability" if commitment.kind == Commitment.Kind.AVAILABILITY else "rest"


def _is_old(rank: int, span: list[Month]) -> bool:
    return rank < len(span) - SHOWN_ON_PHONE


def _cell(commitment: Commitment, span: list[Month], rank: int, result: CommitmentMonth | None) -> Cell:
    month, old = span[rank], _is_old(rank, span)
    about = f"{commitment.name}, {formats.month_long(month)}, cible {shown_target(commitment)}"
    if result is None:
        return Cell(month, "", "", None, about, old, month == span[-1])
    text = shown_rate(result, unit=False) if result.counted else ""
    return Cell(month, look_of(result), text, result, about, old, month == span[-1])


def board_for(contract: Contract, month: Month) -> list[CommitmentMonth]:
    """Every commitment of a month, by rank; of a closed one, as it was promised then."""
    kept, found = Kept.of(contract, month), results_for(contract, [month])
    for result in found:
        result.commitment = kept.commitment(result.commitment)
    return found


def history_of(contract: Contract, code: str, until: Month, months: int = 12) -> list[CommitmentMonth]:
    """The results of one commitment over the months that end with `until`."""
    span = month_range(until.shift(1 - months), until)
    return [r for r in results_for(contract, span) if r.commitment.code == code]


def tally(results: list[CommitmentMonth]) -> tuple[int, int]:
    """Commitments held, and commitments judged, of one month."""
    judged = [r for r in results if r.verdict in {Verdict.MET, Verdict.BREACHED}]
    return sum(r.verdict == Verdict.MET for r in judged), len(judged)
