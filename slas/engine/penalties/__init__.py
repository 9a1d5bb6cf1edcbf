"""The price of missed commitments: exact decimals, rounded half-up to the cent once, at the end.

Every result carries its proof, line by line. Nothing is ever applied here: an amount is proposed, people decide.
"""

from slas.engine.penalties.bill import Before, Bill, MonthTerms, bill_month
from slas.engine.penalties.ccag import CcagTerms, ccag_delay, ccag_due, ccag_month, ccag_unavailability
from slas.engine.penalties.month import MonthPenalty, MonthRules, in_start_grace, month_penalty
from slas.engine.penalties.points import Points, convert_points
from slas.engine.penalties.pricing import (
    Outcome,
    PricedLine,
    PriceTerms,
    Schedule,
    price_line,
    undisputed,
)
from slas.engine.penalties.proof import NOTHING, Penalty, ProofLine
from slas.engine.penalties.shapes import (
    FeeShare,
    Tier,
    excess_share,
    fee_share,
    per_business_day,
    per_calendar_day,
    per_occurrence,
    per_started_hour,
    share_per_occurrence,
    tier_earned,
    tier_price,
    tier_reached,
)
from slas.engine.penalties.termination import TerminationClause, TerminationRight, termination_right

__all__ = [
    "NOTHING",
    "Before",
    "Bill",
    "CcagTerms",
    "FeeShare",
    "MonthPenalty",
    "MonthRules",
    "MonthTerms",
    "Outcome",
    "Penalty",
    "Points",
    "PriceTerms",
    "PricedLine",
    "ProofLine",
    "Schedule",
    "TerminationClause",
    "TerminationRight",
    "Tier",
    "bill_month",
    "ccag_delay",
    "ccag_due",
    "ccag_month",
    "ccag_unavailability",
    "convert_points",
    "excess_share",
    "fee_share",
    "in_start_grace",
    "month_penalty",
    "per_business_day",
    "per_calendar_day",
    "per_occurrence",
    "per_started_hour",
    "price_line",
    "share_per_occurrence",
    "termination_right",
    "tier_earned",
    "tier_price",
    "tier_reached",
    "undisputed",
]
