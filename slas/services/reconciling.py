"""Declared against recomputed, commitment by commitment, with the causes that can be shown on tickets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from core.engine.ratios import Rate
from reports.models import DeclaredFigure
from slas.engine.reconciliation import Cause, Correction, GapStatus, gap_status, split_gap
from slas.models import Commitment, CommitmentMonth
from slas.selectors.figures import gap_of
from slas.services.counting import MonthContext, count_of
from slas.services.judging import CLOCKED

SELF_DECLARED = {Commitment.Kind.RATIO, Commitment.Kind.PUNCTUALITY}


def reconcile(context: MonthContext, results: list[CommitmentMonth]) -> None:
    """Put the provider's figure beside each result, with the gap's status and causes. Changes the results given."""
    for result in results:
        declared = context.declared.get(result.commitment.code)
        if declared is not None:
            result.declared_met = declared.numerator
            result.declared_counted = declared.denominator
            result.declared_rate = declared.rate
        if result.commitment.kind in SELF_DECLARED:
            continue
        result.gap_status = _status(context, result, declared)
        if declared is not None and result.commitment.kind in CLOCKED:
            result.causes = causes_of(context, result)


def _status(context: MonthContext, result: CommitmentMonth, declared: DeclaredFigure | None) -> str:
    nothing = declared is not None and not declared.denominator and declared.rate is None
    if nothing and not result.counted:
        return GapStatus.CONCORDANT
    return gap_status(
        gap_of(result),
        explained=False,
        complete=declared is not None or context.delivery is None,
        tolerance=context.rules.tolerance_pt,
    )


def causes_of(context: MonthContext, result: CommitmentMonth) -> list[dict[str, Any]]:
    """Effects of each cause in points, as exact texts, with the references they rest on; they sum to the gap.

    Tickets left out of the declared base are looked for among those that are late and still open: the base
    is smaller than the recomputed one by as many. What no ticket explains stays « unexplained ».
    """
    gap = gap_of(result)
    if gap is None or not gap or not result.declared_counted:
        return []
    declared = Rate(result.declared_met or 0, result.declared_counted)
    late = count_of(context, result.commitment.code).late_open
    left_out = min(max(result.counted - declared.total, 0), len(late))
    corrections = {Cause.OMITTED: Correction(0, left_out)} if left_out else {}
    split = split_gap(declared, corrections, result.declared_rate)
    references = context.judged.frame["reference"].to_numpy()
    causes = [
        {
            "cause": cause.value,
            "tickets": sorted(references[list(late)].tolist()) if cause == Cause.OMITTED else [],
            "count": left_out if cause == Cause.OMITTED else 0,
            "effect": str(effect),
        }
        for cause, effect in split.effects.items()
        if effect
    ]
    rest = gap - sum(split.effects.values(), Fraction(0))
    if rest:
        causes.append({"cause": "unexplained", "tickets": [], "count": 0, "effect": str(rest)})
    return causes
