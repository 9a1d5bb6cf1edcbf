"""Stored judgement of a month, as facts of a pack. Columns a reader may not see are never asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.scope import Side
from governance.engine.facts import Cause, Cell, CommitmentFacts, LateTicket, MonthFacts, OpenDispute
from governance.engine.wording import short_name
from slas.models import CommitmentMonth, Dispute, MonthRecord, PenaltyClaim, TicketVerdict
from slas.models.disputes import PENDING
from slas.selectors import figures
from slas.selectors.amounts import seen_results, without_draft
from slas.selectors.disputes import disputes_for, stake_of
from slas.selectors.results import HeatRow, heatmap_of


def month_results(
    contract: Contract, span: list[Month], side: Side, claims: Iterable[PenaltyClaim] | None = None
) -> list[CommitmentMonth]:
    """Results of some months with their commitments (1 query; for the provider, what it was notified of besides)."""
    rows = CommitmentMonth.objects.filter(contract=contract, month__in=[str(month) for month in span])
    rows = rows.select_related("commitment").order_by("commitment__position", "commitment__code", "month")
    return seen_results(contract, without_draft(rows, side), side, claims)


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
        shown_gap=figures.shown_gap(last).removesuffix("\u00a0pt") if last else formats.ABSENT,
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
        "decimals": last.decimals,
        "gap": figures.gap_of(last),
        "gap_status": last.gap_status,
        "flipped": figures.flips(last),
        "causes": tuple(_cause(cause) for cause in last.causes),
        "penalty": last.penalty,
        "reason": last.reason,
    }
    return CommitmentFacts(**{**vars(facts), **extra})


def _tally(result: CommitmentMonth) -> str:
    if not result.counted:
        return formats.ABSENT
    if result.commitment.kind in figures.COUNTED_IN_SECONDS:
        return formats.duration(result.counted - result.met)
    return f"{formats.number(result.met)}/{formats.number(result.counted)}"


def _cause(cause: dict) -> Cause:
    return Cause(
        cause["cause"], Fraction(cause["effect"]), cause.get("count", 0), tuple(cause.get("tickets", ()))
    )


def late_tickets(
    contract: Contract, month: Month, commitments: tuple[CommitmentFacts, ...], day: date
) -> tuple[LateTicket, ...]:
    """Every ticket that missed a commitment in the month (1 query), by commitment then reference.

    One resolved after `day` is still open on it.
    """
    until = day_end(day, contract.timezone)
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
    return tuple(_late(row, (row[1], row[0]) in left_out, until) for row in found)


def _late(row: tuple[Any, ...], omitted: bool, until: datetime) -> LateTicket:
    """A ticket without counted time (its dates do not allow it) shows its limit."""
    reference, code, priority, opened, resolved, elapsed, target, paused, category, anomaly, declared = row
    counted = target if elapsed is None else elapsed
    return LateTicket(
        reference,
        code,
        priority,
        opened,
        resolved if resolved and resolved < until else None,
        counted,
        target,
        paused,
        category,
        anomaly,
        declared,
        omitted,
    )


def month_facts(
    contract: Contract, month: Month, day: date, side: Side, *, with_disputes: bool = True
) -> MonthFacts | None:
    """The record of the month and its disputes on a day; None before a result."""
    rows = without_draft(MonthRecord.objects.filter(contract=contract, month=month), side)
    record = rows.annotate(pending=_pending()).first()
    if record is None or record.computed_at is None:
        return None
    stock = record.omissions.get("stock")
    return MonthFacts(
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
        disputes=_open_disputes(contract, month, day_end(day, contract.timezone)) if with_disputes else (),
        pending=record.pending,
    )


def _pending() -> Coalesce:
    """How many disputes of a month, as a row of `MonthRecord` names it, wait for an end."""
    waiting = Dispute.objects.filter(
        contract=OuterRef("contract"), month=OuterRef("month"), state__in=PENDING
    ).order_by()
    counted = waiting.values("month").annotate(pending=Count("pk")).values("pending")
    return Coalesce(Subquery(counted), 0)


def day_end(day: date, zone: str) -> datetime:
    """The first instant after a local day: what comes from then on is not known on that day."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def _open_disputes(contract: Contract, month: Month, until: datetime) -> tuple[OpenDispute, ...]:
    """Disputes opened before an instant and still pending, oldest first, each with its own effect."""
    pending = [row for row in disputes_for(contract, month) if row.is_pending and row.opened_at < until]
    found = []
    for row in sorted(pending, key=lambda row: row.number):
        _, stake = stake_of(contract, row)
        ticket = f", {row.subject}" if row.ticket else ""
        about = f"{row.commitment_code}{ticket}, {row.get_ground_display().lower()}"
        referred = row.state == Dispute.State.COMMITTEE
        found.append(OpenDispute(row.number, row.title, about, stake.words if stake else "", referred))
    return tuple(found)


def _references(omissions: dict, name: str) -> tuple[str, ...] | None:
    return tuple(omissions[name]) if name in omissions else None
