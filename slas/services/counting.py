"""Counting a month: from verdicts, outages, declared counts and delivery dates to one result per commitment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from contracts.engine.dates import business_days_between
from contracts.engine.rules import Rules
from contracts.models import Contract, ContractVersion
from contracts.selectors.versions import version_at
from core.engine.holidays import french
from core.engine.months import Month
from core.engine.ratios import Rate
from reports import selectors as reports
from reports.models import DeclaredFigure, Delivery
from slas.engine.promise_verdicts import PromiseJudgement
from slas.engine.rates import MonthVerdict, VolumeClause, judge_month
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth
from slas.selectors.months import report_due_on
from slas.services.judging import CLOCKED, Judged, naive


@dataclass(frozen=True)
class MonthContext:
    """Everything a month is counted from."""

    contract: Contract
    month: Month
    judged: Judged
    version: ContractVersion
    rules: Rules
    delivery: Delivery | None
    declared: dict[str, DeclaredFigure]
    commitments: list[Commitment]

    @classmethod
    def read(cls, contract: Contract, month: Month, judged: Judged, *, delivered: bool) -> Self:
        """Read the month's delivery, declared figures and commitments in force (4 queries)."""
        version = version_at(contract, month.last_day)
        rows = Commitment.objects.filter(contract=contract, effective_from__lte=month.last_day)
        rows = rows.select_related("calendar").prefetch_related("penalties")
        return cls(
            contract=contract,
            month=month,
            judged=judged,
            version=version,
            rules=version.rules,
            delivery=reports.current_delivery(contract, month) if delivered else None,
            declared=reports.declared_for(contract, month),
            commitments=list(rows.order_by("position", "code", "effective_from")),
        )

    @property
    def in_force(self) -> list[Commitment]:
        """One commitment per code: the version in force on the last day of the month."""
        latest = {
            row.code: row
            for row in self.commitments
            if row.effective_to is None or row.effective_to >= self.month.first_day
        }
        return list(latest.values())

    def versions_of(self, code: str) -> list[Commitment]:
        """Every version of a commitment: tickets opened under an older one count under its terms."""
        return [row for row in self.commitments if row.code == code]

    @cached_property
    def start(self) -> np.datetime64:
        return naive(self.month.start(self.contract.timezone))

    @cached_property
    def end(self) -> np.datetime64:
        return naive(self.month.end(self.contract.timezone))

    @property
    def ticket_count(self) -> int:
        """Tickets opened in the month, or still open at its start."""
        tickets = self.judged.tickets
        begun = tickets.opened < self.end
        return int((begun & (np.isnat(tickets.resolved) | (tickets.resolved >= self.start))).sum())


@dataclass(frozen=True)
class TicketCount:
    """The tickets of one commitment over one month; `late_open` are indices into the ticket table."""

    met: int = 0
    breached: int = 0
    pending: int = 0
    excluded: int = 0
    not_measurable: int = 0
    unverifiable: int = 0
    late_open: tuple[int, ...] = ()
    breached_rows: tuple[int, ...] = ()

    def __add__(self, other: TicketCount) -> TicketCount:
        return TicketCount(*(getattr(self, n) + getattr(other, n) for n in TicketCount.__dataclass_fields__))


def clocked_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """A commitment on delays: met / (met + breached) over the tickets whose verdict falls in the month."""
    count = count_of(context, commitment.code)
    verdict = judge_month(
        Rate(count.met, count.met + count.breached),
        commitment.required_rate,
        volume_clause(context, commitment),
        measurable=context.delivery is not None or bool(count.met + count.breached),
    )
    result = result_from(context, commitment, verdict)
    result.pending, result.excluded = count.pending, count.excluded
    result.not_measurable, result.unverifiable = count.not_measurable, count.unverifiable
    result.late_open = len(count.late_open)
    if verdict.state == Verdict.NOT_APPLICABLE:
        result.reason = "Aucun ticket jugé ce mois-ci."
    if verdict.state == Verdict.NOT_MEASURABLE:
        result.reason = "Le rapport du mois n’est pas déposé."
    return result


def count_of(context: MonthContext, code: str) -> TicketCount:
    """Tickets of a commitment, all its versions together, in the month's context."""
    total = TicketCount()
    for row in context.versions_of(code):
        if row.kind in CLOCKED and row.pk in context.judged.by_commitment:
            total += count_rows(context, *context.judged.by_commitment[row.pk])
    return total


def count_rows(
    context: MonthContext, result: PromiseJudgement, months: NDArray[np.datetime64]
) -> TicketCount:
    """The states of one promise's tickets in the month."""
    own, tickets = result.judgement, context.judged.tickets.take(result.rows)
    wanted = np.datetime64(str(context.month), "M")
    here = months == wanted
    breached = here & (own.state == Verdict.BREACHED)
    base = ~np.isin(own.state, [Verdict.NOT_APPLICABLE, Verdict.NOT_MEASURABLE])
    waiting = (
        base & (tickets.opened < context.end) & (np.isnat(own.verdict_at) | (own.verdict_at >= context.end))
    )
    still_open = np.isnat(tickets.resolved) | (tickets.resolved >= context.end)
    return TicketCount(
        met=int((here & (own.state == Verdict.MET)).sum()),
        breached=int(breached.sum()),
        pending=int(waiting.sum()),
        excluded=int((here & (own.state == Verdict.NOT_APPLICABLE)).sum()),
        not_measurable=int((here & (own.state == Verdict.NOT_MEASURABLE)).sum()),
        unverifiable=int((here & result.unverifiable).sum()),
        late_open=tuple(result.rows[breached & still_open].tolist()),
        breached_rows=tuple(result.rows[breached].tolist()),
    )


def ratio_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """A rate the provider counts itself (calls, backups, patches): judged on its own statement, and said so."""
    declared = context.declared.get(commitment.code)
    counts = declared is not None and declared.denominator is not None
    rate = Rate(declared.numerator or 0, declared.denominator) if declared and counts else Rate(0, 0)
    verdict = judge_month(rate, commitment.required_rate, measurable=declared is not None)
    result = result_from(context, commitment, verdict)
    if declared is None:
        result.reason = "Aucun chiffre déclaré pour cet engagement."
    elif not rate.total:
        result.reason = "Aucun cas ce mois-ci, selon le prestataire."
    else:
        result.source = "sur déclaration du prestataire"
    return result


def punctuality_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """The report itself: received at the latest on its due day."""
    if context.delivery is None:
        result = result_from(context, commitment, MonthVerdict(Verdict.PENDING, Rate(0, 0)))
        result.reason = "Le rapport du mois n’est pas déposé."
        return result
    on_time = days_late(context) == 0
    verdict = judge_month(Rate(int(on_time), 1), commitment.required_rate)
    return result_from(context, commitment, verdict)


def days_late(context: MonthContext) -> int:
    """Business days between the day the report was due and the day its first version came."""
    deliveries = Delivery.objects.filter(contract=context.contract, month=context.month)
    first = deliveries.order_by("version").values_list("received_at", flat=True)[0]
    received = first.astimezone(ZoneInfo(context.contract.timezone)).date()
    due = report_due_on(context.contract, context.month)
    return business_days_between(due, received, french(range(due.year, received.year + 1)))


def volume_clause(context: MonthContext, commitment: Commitment) -> VolumeClause:
    """The small-volume clause: the commitment's own minimum where it has one."""
    own = commitment.min_volume
    return VolumeClause(context.rules.min_volume if own is None else own, context.rules.min_failures)


def result_from(context: MonthContext, commitment: Commitment, verdict: MonthVerdict) -> CommitmentMonth:
    """A result with its rate, verdict and margin; « sous surveillance » when failures were used and none is left."""
    return CommitmentMonth(
        contract=context.contract,
        commitment=commitment,
        month=context.month,
        met=verdict.rate.met,
        counted=verdict.rate.total,
        verdict=verdict.state,
        small_volume=verdict.small_volume,
        margin=verdict.margin,
        concern=verdict.state == Verdict.MET and verdict.margin == 0 and verdict.rate.failures > 0,
    )
