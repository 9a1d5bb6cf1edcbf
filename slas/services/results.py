"""One unsaved result per commitment in force, each kind by its own rule."""

from __future__ import annotations

from slas.models import Commitment, CommitmentMonth
from slas.services.availability import availability_result
from slas.services.contexts import MonthContext
from slas.services.counting import awaited_result, clocked_result, punctuality_result, ratio_result

MAKERS = {
    Commitment.Kind.RESPONSE: clocked_result,
    Commitment.Kind.RESOLUTION: clocked_result,
    Commitment.Kind.AVAILABILITY: availability_result,
    Commitment.Kind.RATIO: ratio_result,
    Commitment.Kind.PUNCTUALITY: punctuality_result,
}


def results_of(context: MonthContext) -> list[CommitmentMonth]:
    """Results of the month, in the order of the commitments; all pending before its report comes."""
    if context.stated.delivery is None:
        return [awaited_result(context, row) for row in context.in_force]
    return [MAKERS[Commitment.Kind(row.kind)](context, row) for row in context.in_force]
