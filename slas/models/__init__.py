"""What was promised, and how each month was judged."""

from slas.models.commitments import Commitment, CommitmentTarget, PenaltyRule
from slas.models.gaps import GapAnswer, GapReply
from slas.models.results import CommitmentMonth, MonthRecord, TicketVerdict

__all__ = [
    "Commitment",
    "CommitmentMonth",
    "CommitmentTarget",
    "GapAnswer",
    "GapReply",
    "MonthRecord",
    "PenaltyRule",
    "TicketVerdict",
]
