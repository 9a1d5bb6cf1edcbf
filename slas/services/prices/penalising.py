"""The price of a month: proposed with its proof, never applied by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from contracts.engine.dates import business_days_between
from contracts.engine.rules import Rules
from core.engine.holidays import french
from core.engine.months import Month
from core.engine.ratios import Rate, round_half_up
from slas.engine import penalties as engine
from slas.engine.penalties import Before, Bill, Outcome, PricedLine
from slas.engine.rates import judge_month
from slas.engine.settlements import EVERY_LIFE
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, PenaltyRule
from slas.selectors.figures import percent_of
from slas.selectors.months import due_day
from slas.services.counting.kinds import volume_clause
from slas.services.counting.tallies import TicketCount
from slas.services.ground.contexts import MonthContext
from slas.services.ground.facts import CLOCKED

Life = tuple[int, int]
Disputed = Mapping[str, AbstractSet[Life]]
"""Tickets under an open dispute, by id and life, by code of commitment."""

NOT_COUNTED_IN_CASES = frozenset({Commitment.Kind.AVAILABILITY})


@dataclass(frozen=True)
class MonthPrice:
    """The bill of a month, its lines that come to something, and the same lines if disputes were accepted."""

    bill: Bill
    lines: tuple[PricedLine, ...]
    undisputed: tuple[PricedLine, ...] | None

    def disputed_part(self, rank: int) -> Decimal:
        """What open disputes put in doubt of one line, before the month's deductible and caps."""
        whole = self.lines[rank].penalty.euros
        if self.undisputed is None:
            return Decimal("0.00")
        return max(whole - self.undisputed[rank].penalty.euros, Decimal("0.00"))


def penalise(
    context: MonthContext,
    results: Sequence[CommitmentMonth],
    before: Before,
    disputed: Disputed | None = None,
) -> MonthPrice:
    """Price the results of a month by the rules in force; changes their `penalty` and `penalty_lines`.

    `before`: what earlier months left for the caps and points. During the ramp-up amounts are shown as computed
    and nothing is due. Reads and writes nothing else.
    """
    terms, lines, least = terms_of(context), [], []
    held = {code: frozenset(tickets) for code, tickets in (disputed or {}).items() if tickets}
    for result in results:
        outcome = outcome_of(context, result)
        own = held.get(result.commitment.code, frozenset())
        sure = if_accepted(context, result, outcome, own) if own else outcome
        found = []
        for rule in context.ground.book.prices[result.commitment_id]:
            schedule, code = schedule_of(rule), result.commitment.code
            found.append(engine.price_line(code, schedule, outcome, terms.price))
            least.append(engine.price_line(code, schedule, sure, terms.price))
        lines += found
        show_price(result, found)
    kept = [n for n, line in enumerate(lines) if line.penalty.amount or line.points]
    doubts = [least[n] for n in kept] if held else None
    lines = [lines[n] for n in kept]
    bill = engine.bill_month(lines, terms, before, doubts)
    return MonthPrice(bill, tuple(lines), None if doubts is None else tuple(doubts))


def show_price(result: CommitmentMonth, found: Sequence[PricedLine]) -> None:
    """Keep on a result what its penalties come to before the month's deductible and caps, and their proof."""
    owed = [line for line in found if line.schedule.sense == "penalty"]
    amount = sum((line.penalty.amount for line in owed), Fraction(0))
    if amount:
        result.penalty = round_half_up(amount, 2)
        result.penalty_lines = [step for line in owed for step in proof_of(line)]


def proof_of(line: PricedLine) -> list[dict[str, str]]:
    """The steps of a calculation with exact values as texts, and the clause they rest on."""
    schedule = line.schedule
    return [
        {"clause": schedule.clause, "rule": schedule.kind, "step": step.step, "value": str(step.value)}
        for step in line.penalty.proof
    ]


def schedule_of(rule: PenaltyRule) -> engine.Schedule:
    """A stored rule as the engine reads it."""
    tiers = tuple(
        engine.Tier(Decimal(tier["bound"]), Decimal(tier["percent"]), Decimal(tier["amount"]))
        for tier in rule.tiers
    )
    return engine.Schedule(
        kind=rule.kind,
        sense=rule.sense,  # type: ignore[arg-type]
        step=Decimal(rule.step),
        percent=Decimal(rule.percent),
        amount=Decimal(rule.amount),
        unit=rule.unit,
        points=rule.points,
        tiers=tiers,
        clause=rule.clause,
    )


def outcome_of(context: MonthContext, result: CommitmentMonth) -> Outcome:
    """What a commitment came to, as prices read it."""
    commitment = result.commitment
    seconds = commitment.kind in NOT_COUNTED_IN_CASES
    missed = result.counted - result.met
    business, calendar = days_after_due(context) if commitment.kind == Commitment.Kind.PUNCTUALITY else (0, 0)
    return Outcome(
        verdict=result.verdict,
        required=commitment.required_rate,
        actual=percent_of(result),
        met=0 if seconds else result.met,
        failures=0 if seconds else missed,
        late=late_tickets(context, commitment) if commitment.kind in CLOCKED else (),
        days=business,
        calendar_days=calendar,
        lost_seconds=missed if seconds else 0,
    )


def late_tickets(context: MonthContext, commitment: Commitment) -> tuple[tuple[Life, int], ...]:
    """The breached tickets of the month: id and life, and how late each is in service seconds."""
    ids = context.judged.ticket_ids
    late = context.counts.get(commitment.code, TicketCount()).late
    return tuple(((int(ids[row]), life), seconds) for row, life, seconds in late)


def if_accepted(
    context: MonthContext, result: CommitmentMonth, outcome: Outcome, disputed: frozenset[Life]
) -> Outcome:
    """The outcome if every disputed ticket of the month were found in time."""
    doubted = frozenset(
        (ticket, life)
        for (ticket, life), _ in late_tickets(context, result.commitment)
        if not disputed.isdisjoint({(ticket, life), (ticket, EVERY_LIFE)})
    )
    if not doubted:
        return outcome
    rate = Rate(result.met + len(doubted), result.counted)
    verdict = judge_month(rate, result.commitment.required_rate, volume_clause(context, result.commitment))
    better = Verdict.MET if verdict.state == Verdict.MET else outcome.verdict
    return engine.undisputed(outcome, doubted, better, rate.percent or Fraction(0))


def days_after_due(context: MonthContext) -> tuple[int, int]:
    """Business and calendar days from the day the report was due to the day it came; negative when early."""
    if context.stated.first_received is None:
        return 0, 0
    received = context.stated.first_received.astimezone(ZoneInfo(context.timezone)).date()
    due = due_day(context.rules, context.month)
    first, last = min(due, received), max(due, received)
    business = business_days_between(first, last, french(range(first.year, last.year + 1)))
    return (business if received >= due else -business), (received - due).days


def terms_of(context: MonthContext) -> engine.MonthTerms:
    """The terms of the month, from the settings of the version in force at its end."""
    rules, book = context.rules, context.ground.book
    revised = rules.penalty_base == "revised"
    fee = rules.revised_fee if revised else context.version.monthly_fee
    price = engine.PriceTerms(
        fee=fee,
        unit=rules.penalty_unit,  # type: ignore[arg-type]
        ccag=ccag_terms(rules, fee * months_between(book.starts_on, book.ends_on)),
        ccag_business_days=rules.ccag_days == "business",
    )
    return engine.MonthTerms(
        price=price,
        rules=engine.MonthRules(
            rules.deductible_mode,  # type: ignore[arg-type]
            rules.deductible,
            rules.cap_month or None,
            rules.cap_year or None,
            rules.bonus_setoff,
            rules.bonus_credit,
        ),
        points_per_percent=rules.points_per_percent,
        grace=engine.in_start_grace(book.starts_on, rules.start_grace_months, context.month),
    )


def ccag_terms(rules: Rules, contract_total: Decimal) -> engine.CcagTerms:
    """The constants of the general clauses; their cap is a share of the contract's whole price."""
    cap = contract_total * rules.ccag_cap / 100 if rules.ccag_cap else None
    return engine.CcagTerms(
        factor=rules.ccag_factor,
        divisor=rules.ccag_divisor,
        unavailability_divisor=rules.ccag_unavailability_divisor,
        exemption=rules.ccag_exemption,
        cap=cap,
    )


def months_between(first: date, last: date) -> int:
    """Months of the firm period, both ends included."""
    return Month.of(last).index - Month.of(first).index + 1
