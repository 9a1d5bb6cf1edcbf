"""Declared against recomputed, commitment by commitment: the gap's status, and its causes shown on tickets."""

from __future__ import annotations

from collections.abc import Iterable

from reports.models import DeclaredFigure
from slas.engine.reconciliation import GapStatus, gap_status
from slas.models import Commitment, CommitmentMonth
from slas.selectors.figures import gap_of
from slas.selectors.gap_answers import GapAnswers
from slas.services.gaps.attributing import Attribution
from slas.services.ground.contexts import MonthContext
from slas.services.ground.facts import CLOCKED

SELF_DECLARED = {Commitment.Kind.RATIO, Commitment.Kind.PUNCTUALITY}


def reconcile(
    context: MonthContext,
    results: list[CommitmentMonth],
    vanished: Iterable[str],
    answers: GapAnswers | None = None,
) -> None:
    """Put the provider's figure beside each result, with the gap's status and causes. Changes the results given.

    `vanished`: references known before and absent from the month's files. `answers`: what the parties said of
    the month's gaps, which may explain them.
    """
    attribution = Attribution.of(context, vanished)
    for result in results:
        declared = context.stated.declared.get(result.commitment.code)
        if declared is not None:
            result.declared_met = declared.numerator
            result.declared_counted = declared.denominator
            result.declared_rate = declared.rate
        if result.commitment.kind in SELF_DECLARED or context.stated.delivery is None:
            continue
        if declared is not None and result.commitment.kind in CLOCKED:
            result.causes = attribution.causes_of(result)
        result.gap_status = _status(context, result, declared)
        if answers is not None:
            result.gap_status = status_after(result, answers)


def status_after(result: CommitmentMonth, answers: GapAnswers) -> str:
    """The status of a line once answered: a gap to justify is explained where the answers in force do it."""
    if result.gap_status not in {GapStatus.TO_JUSTIFY, GapStatus.EXPLAINED}:
        return result.gap_status
    return GapStatus.EXPLAINED if answers.explain(result) else GapStatus.TO_JUSTIFY


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
