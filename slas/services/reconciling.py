"""Declared against recomputed, commitment by commitment, with the causes that can be shown on tickets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from core.engine.ratios import Rate
from reports.models import DeclaredFigure
from slas.engine.reconciliation import Cause, Correction, GapStatus, gap_status, split_gap
from slas.models import Commitment, CommitmentMonth
from slas.selectors.figures import gap_of
from slas.services.contexts import MonthContext
from slas.services.facts import CLOCKED
from slas.services.tallies import TicketCount

SELF_DECLARED = {Commitment.Kind.RATIO, Commitment.Kind.PUNCTUALITY}


def reconcile(context: MonthContext, results: list[CommitmentMonth], vanished: list[str]) -> None:
    """Put the provider's figure beside each result, with the gap's status and causes. Changes the results given.

    `vanished`: references known before and absent from the month's files.
    """
    for result in results:
        declared = context.stated.declared.get(result.commitment.code)
        if declared is not None:
            result.declared_met = declared.numerator
            result.declared_counted = declared.denominator
            result.declared_rate = declared.rate
        if result.commitment.kind in SELF_DECLARED or context.stated.delivery is None:
            continue
        result.gap_status = _status(context, result, declared)
        if declared is not None and result.commitment.kind in CLOCKED:
            result.causes = causes_of(context, result, frozenset(vanished))


def _status(context: MonthContext, result: CommitmentMonth, declared: DeclaredFigure | None) -> str:
    nothing = declared is not None and not declared.denominator and declared.rate is None
    if nothing and not result.counted:
        return GapStatus.CONCORDANT
    return gap_status(
        gap_of(result),
        explained=False,
        complete=declared is not None,
        tolerance=context.rules.tolerance_pt,
    )


def causes_of(
    context: MonthContext, result: CommitmentMonth, vanished: frozenset[str]
) -> list[dict[str, Any]]:
    """Effects of each cause in points, as exact texts, with the references they rest on; they sum to the gap.

    Where the declared base lacks tickets that are not compliant ones, as many late tickets were left out of
    it. What no ticket explains stays « unexplained ».
    """
    gap = gap_of(result)
    if not gap:
        return []
    if not result.declared_counted:
        return [_unexplained(gap)]
    declared = Rate(result.declared_met or 0, result.declared_counted)
    count = context.counts.get(result.commitment.code, TicketCount())
    shortage = result.counted - declared.total - max(result.met - declared.met, 0)
    left_out = min(max(shortage, 0), count.breached)
    corrections = {Cause.OMITTED: Correction(0, left_out)} if left_out else {}
    split = split_gap(declared, corrections, result.declared_rate)
    causes = [
        {
            "cause": cause.value,
            "tickets": likely_left_out(context, count, left_out, vanished) if cause == Cause.OMITTED else [],
            "count": left_out if cause == Cause.OMITTED else 0,
            "effect": str(effect),
        }
        for cause, effect in split.effects.items()
        if effect
    ]
    rest = gap - sum(split.effects.values(), Fraction(0))
    if rest:
        causes.append(_unexplained(rest))
    return causes


def _unexplained(rest: Fraction) -> dict[str, Any]:
    return {"cause": "unexplained", "tickets": [], "count": 0, "effect": str(rest)}


def likely_left_out(
    context: MonthContext, count: TicketCount, left_out: int, vanished: frozenset[str]
) -> list[str]:
    """Late tickets that may be those left out: absent from the files first, then still open, then any.

    There may be more of them than were left out: which ones, only the provider can say.
    """
    references = context.judged.references
    late = [str(references[row]) for row, _ in count.late]
    still_open = {str(references[row]) for row in count.late_open}
    gone = [reference for reference in late if reference in vanished]
    for candidates in (gone, [r for r in late if r in vanished or r in still_open]):
        if len(candidates) >= left_out:
            return sorted(candidates)
    return sorted(late)
