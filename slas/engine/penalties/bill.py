"""The bill of a month: every line, the steps of the month, and what is firm or disputed of what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.engine.ratios import round_half_up
from slas.engine.penalties.ccag import ccag_month
from slas.engine.penalties.month import MonthPenalty, MonthRules, month_penalty
from slas.engine.penalties.points import Points, convert_points
from slas.engine.penalties.pricing import CCAG, PricedLine, PriceTerms
from slas.engine.penalties.proof import ProofLine


@dataclass(frozen=True)
class Before:
    """What earlier months left: due since the contract year began, computed under CCAG since the contract did,
    points not yet turned into money."""

    due_this_year: Decimal = Decimal(0)
    ccag_total: Decimal = Decimal(0)
    points: int = 0


@dataclass(frozen=True)
class MonthTerms:
    """The terms of the month; `grace`: ramp-up, computed and not applied."""

    price: PriceTerms
    rules: MonthRules
    points_per_percent: int = 0
    grace: bool = False


@dataclass(frozen=True)
class Bill:
    """A month's price to the cent. `firm` + `disputed` + `cut` = `computed`; `spared` went before that.

    `gross` − `spared` = `computed`: deductible, exemption and bonus.
    """

    gross: Decimal
    spared: Decimal
    computed: Decimal
    cut: Decimal
    firm: Decimal
    disputed: Decimal
    credit: Decimal
    ccag: Decimal
    points_left: int
    proof: tuple[ProofLine, ...]

    @property
    def due(self) -> Decimal:
        """What is proposed: firm and disputed together."""
        return self.firm + self.disputed


def bill_month(
    lines: Sequence[PricedLine],
    terms: MonthTerms,
    before: Before,
    undisputed: Sequence[PricedLine] | None = None,
) -> Bill:
    """Add up a month. `undisputed`: the lines if every open dispute were accepted, None when there is none."""
    whole, points, ccag = _total(lines, terms, before)
    least = whole if undisputed is None else _total(undisputed, terms, before)[0]
    due = Decimal("0.00") if terms.grace else whole.due
    firm = min(Decimal("0.00") if terms.grace else least.due, due)
    proof = points.penalty.proof[1:-1] + whole.proof
    if terms.grace:
        proof += (ProofLine("start_grace", Fraction(0)),)
    return Bill(
        gross=round_half_up(whole.gross, 2),
        spared=round_half_up(whole.gross, 2) - whole.computed,
        computed=whole.computed,
        cut=whole.computed - due,
        firm=firm,
        disputed=due - firm,
        credit=Decimal("0.00") if terms.grace else round_half_up(whole.credit, 2),
        ccag=round_half_up(ccag, 2),
        points_left=points.left,
        proof=proof,
    )


def _total(
    lines: Sequence[PricedLine], terms: MonthTerms, before: Before
) -> tuple[MonthPenalty, Points, Fraction]:
    fee = terms.price.fee
    owed = [line for line in lines if line.schedule.sense == "penalty"]
    bonus = sum((x.penalty.amount for x in lines if x.schedule.sense == "bonus"), Fraction(0))
    points = convert_points(sum(x.points for x in owed), before.points, terms.points_per_percent, fee)
    ccag = sum((x.penalty.amount for x in owed if x.schedule.kind in CCAG), Fraction(0))
    exempted = ccag - ccag_month(terms.price.ccag, ccag, before.ccag_total) if ccag else Fraction(0)
    total = month_penalty(
        [*(line.penalty.amount for line in owed), points.penalty.amount],
        fee,
        terms.rules,
        bonus,
        before.due_this_year,
        exempted,
    )
    return total, points, ccag
