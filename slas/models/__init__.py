"""What was promised, and how each month was judged."""

from slas.models.commitments import Commitment, CommitmentTarget, PenaltyRule
from slas.models.results import CommitmentMonth, MonthRecord, TicketVerdict
from slas.models.snapshots import MonthSnapshot

__all__ = [
    "Commitment",
    "CommitmentMonth",
    "CommitmentTarget",
    "MonthRecord",
    "MonthSnapshot",
    "PenaltyRule",
    "TicketVerdict",
]
