"""What was promised, and how each month was judged."""

from slas.models.commitments import Commitment, CommitmentTarget
from slas.models.penalties import PenaltyAct, PenaltyClaim, PenaltyLine
from slas.models.prices import PenaltyRule
from slas.models.results import CommitmentMonth, MonthRecord, TicketVerdict

__all__ = [
    "Commitment",
    "CommitmentMonth",
    "CommitmentTarget",
    "MonthRecord",
    "PenaltyAct",
    "PenaltyClaim",
    "PenaltyLine",
    "PenaltyRule",
    "TicketVerdict",
]
