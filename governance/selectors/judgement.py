"""Stored judgement of a month, as facts of a pack. Columns a reader may not see are never asked for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.scope import Side
from governance.engine.facts import Cause, Cell, CommitmentFacts, LateTicket, MonthFacts, OpenDispute
from governance.engine.wording import lower, short_name
from slas.models import CommitmentMonth, Dispute, MonthRecord, PenaltyClaim, TicketVerdict
from slas.selectors import figures
from slas.selectors.amounts import seen_records, seen_results, without_draft
from slas.selectors.disputes import disputes_for, stake_of
from slas.selectors.penalty_states import state_words
from slas.selectors.results import HeatRow, heatmap_of
from slas.selectors.wording import penalty_lines

PROOF = 160


def month_results(contract: Contract, span: list[Month], side: Side) -> list[CommitmentMonth]:
    """Results of some months with their commitments (1 query)."""
    rows = CommitmentMonth.objects.filter(contract=contract, month__in=[str(month) for month in span])
    rows = rows.select_related("commitment").order_by("commitment__position", "commitment__code", "month")
    return seen_results(contract, without_draft(rows, side), side)


def commitment_facts(results: list[CommitmentMonth], span: list[Month]) -> tuple[CommitmentFacts, ...]:
    """One line per commitment code, over the months of `span`."""
    return tuple(_line(row) for row in heatmap_of(results, span).rows)


def _line(row: HeatRow) -> CommitmentFacts:
    commitment, last = row.commitment, row.last
    cells = tuple(
        Cell(cell.look, cell.text, bool(cell.result and cell.result.small_volume)) for cell in row.cells
    )
    facts = CommitmentFacts(
        code=commitment.code,
        name=commitment.name,
        short=short_name(commitment.name),
        in_seconds=commitment.kind in figures.COUNTED_IN_SECONDS,
        cells=cells,
        shown_target=row.target,
        shown_rate=figures.shown_rate(last) if last else formats.ABSENT,
        shown_tally=_tally(last) if last else formats.ABSENT,
        shown_declared=figures.shown_declared(last).removesuffix("\u00a0%") if last else formats.ABSENT,
        shown_gap=_gap(last) if last else formats.ABSENT,
        shown_margin=row.margin or formats.ABSENT,
        streak=row.streak,
        required=commitment.required_rate,
    )
    return _month(facts, last) if last else facts


def _month(facts: CommitmentFacts, last: CommitmentMonth) -> CommitmentFacts:
    """The same line with the month's exact figures."""
    failures = last.counted - last.met
    extra = {
        "failures": failures,
        "allowed": failures + last.margin if last.margin is not None else None,
        "late_open": last.late_open,
        "percent": figures.percent_of(last),
        "declared": figures.declared_percent(last),
        "gap": figures.gap_of(last),
        "gap_status": last.gap_status,
        "flipped": figures.flips(last),
        "causes": tuple(_cause(cause) for cause in last.causes),
        "penalty": last.penalty,
        "penalty_proof": _proof(last),
        "reason": last.reason,
    }
    return CommitmentFacts(**{**vars(facts), **extra})


def _tally(result: CommitmentMonth) -> str:
    if not result.counted:
        return formats.ABSENT
    if result.commitment.kind in figures.COUNTED_IN_SECONDS:
        return formats.duration(result.counted - result.met)
    return f"{formats.number(result.met)}/{formats.number(result.counted)}"


def _gap(result: CommitmentMonth) -> str:
    shown = figures.shown_gap(result)
    return shown[2].removesuffix("\u00a0pt") if shown else formats.ABSENT


def _cause(cause: dict) -> Cause:
    return Cause(
        cause["cause"], Fraction(cause["effect"]), cause.get("count", 0), tuple(cause.get("tickets", ()))
    )


def _proof(result: CommitmentMonth) -> str:
    """The steps of the calculation, less the amount they come to; cut where many incidents add theirs."""
    steps = [f"{lower(word)} {value}" for word, value in penalty_lines(result) if word != "Montant"]
    text = " ; ".join(steps)
    return text if len(text) <= PROOF else text[:PROOF].rstrip(" ;") + "…"


def late_tickets(
    contract: Contract, month: Month, commitments: tuple[CommitmentFacts, ...]
) -> tuple[LateTicket, ...]:
    """Every ticket that missed a commitment in the month (1 query), by commitment then reference."""
    left_out = {
        (row.code, ref)
        for row in commitments
        for cause in row.causes
        if cause.code == "omitted"
        for ref in cause.tickets
    }
    rows = TicketVerdict.objects.filter(contract=contract, month=month, state="breached").order_by(
        "commitment__position", "commitment__code", "ticket__reference"
    )
    found = rows.values_list(
        "ticket__reference",
        "commitment__code",
        "ticket__priority",
        "ticket__opened_at",
        "ticket__resolved_at",
        "elapsed_seconds",
        "target_seconds",
        "paused_seconds",
        "ticket__category",
        "anomaly",
        "ticket__declared_met",
    )
    return tuple(_late(row, (row[1], row[0]) in left_out) for row in found)


def _late(row: tuple[Any, ...], omitted: bool) -> LateTicket:
    """A ticket without counted time (its dates do not allow it) shows its limit."""
    reference, code, priority, opened, resolved, elapsed, target, paused, category, anomaly, declared = row
    counted = target if elapsed is None else elapsed
    return LateTicket(
        reference,
        code,
        priority,
        opened,
        resolved,
        counted,
        target,
        paused,
        category,
        anomaly,
        declared,
        omitted,
    )


def month_facts(contract: Contract, month: Month, side: Side) -> MonthFacts | None:
    """The record of the month and the penalties of its year, as the side may know them; None before a result."""
    wanted = MonthRecord.objects.filter(
        contract=contract, month__gte=f"{month.year}-01", month__lte=str(month)
    )
    rows = seen_records(contract, without_draft(wanted.order_by("month"), side), side)
    records = {record.month: record for record in rows}
    record = records.get(month)
    if record is None or record.computed_at is None:
        return None
    stock = record.omissions.get("stock")
    facts = MonthFacts(
        month=month,
        closed=record.state == MonthRecord.State.CLOSED,
        computed_at=record.computed_at,
        data_as_of=record.data_as_of or record.computed_at,
        facts_digest=record.facts_digest,
        tickets=record.ticket_count,
        stock=tuple(stock[name] for name in ("open_start", "opened", "resolved", "cancelled", "open_end"))
        if stock
        else None,
        holes=_references(record.omissions, "holes"),
        vanished=_references(record.omissions, "vanished"),
        disputes=_open_disputes(contract, month),
    )
    if record.penalty_due is None:
        return facts
    year = tuple((one, found.penalty_due) for one, found in records.items() if found.penalty_due is not None)
    money: dict[str, Any] = {
        "gross": record.penalty_gross,
        "cut": record.penalty_cut,
        "due": record.penalty_due,
        "year": year,
        "notified": side == Side.PROVIDER,
    }
    return MonthFacts(**{**vars(facts), **money, **_claim(contract, record)})


def _claim(contract: Contract, record: MonthRecord) -> dict[str, Any]:
    """Where the month's penalty stands; its amounts only where they are those of the record."""
    rows = PenaltyClaim.objects.filter(contract=contract, month=record.month)
    claim = rows.order_by("-revision").first()
    if claim is None:
        return {}
    known = {"settled": claim.is_settled}
    if claim.due != record.penalty_due:
        return known
    return known | {"claim": state_words(claim), "disputed": claim.disputed}


def _open_disputes(contract: Contract, month: Month) -> tuple[OpenDispute, ...]:
    """Disputes pending on the month, oldest first, each with its own effect."""
    pending = [row for row in disputes_for(contract, month) if row.is_pending]
    found = []
    for row in sorted(pending, key=lambda row: row.number):
        _, stake = stake_of(contract, row)
        ticket = f", {row.ticket.reference}" if row.ticket else ""
        about = f"{row.commitment_code}{ticket}, {row.get_ground_display().lower()}"
        referred = row.state == Dispute.State.COMMITTEE
        found.append(OpenDispute(row.number, row.title, about, stake.words if stake else "", referred))
    return tuple(found)


def _references(omissions: dict, name: str) -> tuple[str, ...] | None:
    return tuple(omissions[name]) if name in omissions else None
