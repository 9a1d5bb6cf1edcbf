"""One unsaved result per commitment in force, each kind by its own rule."""

from __future__ import annotations

from slas.models import Commitment, CommitmentMonth
from slas.services.counting.availability import availability_result
from slas.services.counting.kinds import awaited_result, clocked_result, punctuality_result, ratio_result
from slas.services.ground.contexts import MonthContext

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
    return [_decided(context, MAKERS[Commitment.Kind(row.kind)](context, row)) for row in context.in_force]


def _decided(context: MonthContext, result: CommitmentMonth) -> CommitmentMonth:
    """The verdict that the parties decided for the whole month, where they did; the figure stays as computed."""
    found = context.ground.facts.settlements.on_month(result.commitment.code, str(context.month))
    if found is not None:
        result.verdict, result.settled_by_dispute_id = found.state, found.dispute
        result.reason = "Verdict du mois décidé à la suite d’une contestation, chiffre inchangé."
    return result
