"""The price of a month: proposed with its proof, never applied by itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from contracts.models import Contract
from core.engine.months import Month
from core.engine.ratios import round_half_up
from slas.engine import penalties as engine
from slas.engine.penalties import Penalty
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, MonthRecord, PenaltyRule
from slas.selectors.figures import percent_of
from slas.services.contexts import MonthContext
from slas.services.facts import CLOCKED
from slas.services.tallies import TicketCount

Totals = tuple[Decimal | None, Decimal | None, Decimal | None]


def penalise(context: MonthContext, results: list[CommitmentMonth], already_due: Decimal) -> Totals:
    """Price each breached result by its rules; returns the month's gross, cut and due amounts.

    `already_due`: what the earlier months of the contract year cost, for the annual cap. During the ramp-up of
    the contract amounts are shown as computed and nothing is due. Changes the results.
    """
    for result in results:
        found = [
            (rule, price(context, result, rule)) for rule in context.ground.book.prices[result.commitment_id]
        ]
        lines = [line for rule, penalty in found for line in proof_of(rule, penalty) if penalty.amount]
        amount = sum((penalty.amount for _, penalty in found), Fraction(0))
        if amount:
            result.penalty, result.penalty_lines = round_half_up(amount, 2), lines
    amounts = [result.penalty for result in results if result.penalty]
    rules = context.rules
    total = engine.month_penalty(
        amounts,
        context.version.monthly_fee,
        engine.MonthRules(
            rules.deductible_mode,  # type: ignore[arg-type]
            rules.deductible,
            rules.cap_month,
            rules.cap_year,
        ),
        applied_this_year=already_due,
    )
    gross = round_half_up(total.gross, 2)
    if engine.in_start_grace(context.ground.book.starts_on, rules.start_grace_months, context.month):
        return gross, gross, Decimal(0)
    return gross, total.cut, total.due


def price(context: MonthContext, result: CommitmentMonth, rule: PenaltyRule) -> Penalty:
    """The amount of one rule for one result, zero where it does not apply."""
    breached, actual = result.verdict == Verdict.BREACHED, percent_of(result)
    if rule.kind == PenaltyRule.Kind.FEE_SHARE and breached and actual is not None:
        share = engine.FeeShare(rule.percent, rule.step, context.rules.penalty_unit)  # type: ignore[arg-type]
        return engine.fee_share(share, context.version.monthly_fee, result.commitment.required_rate, actual)
    if rule.kind == PenaltyRule.Kind.LATE_HOUR and result.commitment.kind in CLOCKED:
        return summed(
            engine.per_started_hour(late, rule.amount) for late in late_seconds(context, result.commitment)
        )
    if rule.kind == PenaltyRule.Kind.LATE_DAY and result.commitment.kind == Commitment.Kind.PUNCTUALITY:
        return engine.per_business_day(context.days_late(), rule.amount)
    return Penalty(Fraction(0), ())


def late_seconds(context: MonthContext, commitment: Commitment) -> list[int]:
    """How late each breached ticket of the month is, in service seconds."""
    return [seconds for _, seconds in context.counts.get(commitment.code, TicketCount()).late]


def summed(penalties: Iterable[Penalty]) -> Penalty:
    """Several incidents under one rule: their lines one after the other."""
    found = list(penalties)
    lines = tuple(line for penalty in found for line in penalty.proof)
    return Penalty(sum((penalty.amount for penalty in found), Fraction(0)), lines)


def proof_of(rule: PenaltyRule, penalty: Penalty) -> list[dict[str, str]]:
    """The steps of a calculation with exact values as texts, and the clause they rest on."""
    return [
        {"clause": rule.clause, "rule": rule.kind, "step": line.step, "value": str(line.value)}
        for line in penalty.proof
    ]


def due_this_year(contract: Contract, month: Month) -> Decimal:
    """What the earlier months of the contract year already cost: the annual cap takes it into account."""
    start = month.shift(-((month.number - contract.starts_on.month) % 12))
    rows = MonthRecord.objects.filter(contract=contract, month__gte=str(start), month__lt=str(month))
    return sum((row.penalty_due or Decimal(0) for row in rows), Decimal(0))
