"""Counting a month: from verdicts, declared counts and delivery dates to one result per commitment."""

from __future__ import annotations

from core.engine.ratios import Rate
from slas.engine.rates import MonthVerdict, VolumeClause, judge_month, rolled_back
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth
from slas.services.counting.tallies import TicketCount
from slas.services.ground.contexts import MonthContext

AWAITED = "Le rapport du mois n’est pas déposé."
NOTHING_DECLARED = "Aucun chiffre déclaré pour cet engagement."
NO_COUNTS = "Un taux est déclaré, sans les nombres dont il est fait."
FIRST_ASSIGNMENT = "la première affectation vaut prise en charge"
SELF_DECLARED = "sur déclaration du prestataire"


def clocked_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """A commitment on delays: met / (met + breached) over the tickets whose verdict falls in the month."""
    count = context.counts.get(commitment.code, TicketCount())
    clause, rate = volume_clause(context, commitment), count.rate
    used, judged_on = rolled_rate(context, commitment, clause.min_volume)
    verdict = judge_month(judged_on, commitment.required_rate, clause)
    result = result_from(context, commitment, verdict)
    result.met, result.counted = rate.met, rate.total
    result.source = clocked_source(context, commitment, (used, judged_on))
    result.pending, result.excluded = count.pending, count.excluded
    result.not_measurable, result.unverifiable = count.not_measurable, count.unverifiable
    result.late_open = len(count.late_open)
    if verdict.state == Verdict.NOT_APPLICABLE:
        result.reason = "Aucun ticket jugé ce mois-ci."
    return result


def rolled_rate(context: MonthContext, commitment: Commitment, minimum: int) -> tuple[int, Rate]:
    """The months the verdict rests on and their sum: the month alone, unless it is small and the clause adds some.

    A month without any ticket stays without object: the tickets of others do not judge it.
    """
    own = context.counts.get(commitment.code, TicketCount()).rate
    if not context.rules.rolling or not own.total:
        return 1, own
    earlier = [context.counts_of(context.month.shift(-back)) for back in (2, 1)]
    return rolled_back([*(c.get(commitment.code, TicketCount()).rate for c in earlier), own], minimum)


def clocked_source(context: MonthContext, commitment: Commitment, judged_on: tuple[int, Rate]) -> str:
    """What the figure rests on, where it is not the month and the work alone."""
    used, rate = judged_on
    said = [f"jugé sur {used} mois : {rate.met}/{rate.total}"] if used > 1 else []
    if commitment.kind == Commitment.Kind.RESPONSE and context.rules.tto_evidence == "first_assignment":
        said.append(FIRST_ASSIGNMENT)
    return " ; ".join(said)


def ratio_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """A rate the provider counts itself (calls, backups, patches): judged on its own statement, and said so."""
    declared = context.stated.declared.get(commitment.code)
    if declared is None or declared.denominator is None:
        result = result_from(context, commitment, MonthVerdict(Verdict.NOT_MEASURABLE, Rate(0, 0)))
        result.reason = NOTHING_DECLARED if declared is None else NO_COUNTS
        return result
    rate = Rate(declared.numerator or 0, declared.denominator)
    result = result_from(context, commitment, judge_month(rate, commitment.required_rate))
    if rate.total:
        result.source = SELF_DECLARED
    else:
        result.reason = "Aucun cas ce mois-ci, selon le prestataire."
    return result


def punctuality_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """The report itself: received at the latest on its due day."""
    on_time = context.days_late() == 0
    return result_from(context, commitment, judge_month(Rate(int(on_time), 1), commitment.required_rate))


def awaited_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """A commitment of a month whose report has not come: nothing is judged yet."""
    result = result_from(context, commitment, MonthVerdict(Verdict.PENDING, Rate(0, 0)))
    result.reason = AWAITED
    return result


def volume_clause(context: MonthContext, commitment: Commitment) -> VolumeClause:
    """The small-volume clause: the commitment's own minimum where it has one."""
    own = commitment.min_volume
    return VolumeClause(context.rules.min_volume if own is None else own, context.rules.min_failures)


def result_from(context: MonthContext, commitment: Commitment, verdict: MonthVerdict) -> CommitmentMonth:
    """A result with its rate, verdict and margin; « sous surveillance » when failures were used and none is left."""
    return CommitmentMonth(
        commitment=commitment,
        month=context.month,
        met=verdict.rate.met,
        counted=verdict.rate.total,
        verdict=verdict.state,
        small_volume=verdict.small_volume,
        margin=verdict.margin,
        decimals=context.decimals,
        concern=verdict.state == Verdict.MET and verdict.margin == 0 and verdict.rate.failures > 0,
    )
