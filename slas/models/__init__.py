"""What was promised, and how each month was judged."""

from slas.models.commitments import Commitment, CommitmentTarget, PenaltyRule
from slas.models.disputes import Dispute, DisputeAct, DisputeEvidence
from slas.models.results import CommitmentMonth, MonthRecord, TicketVerdict

__all__ = [
    "Commitment",
    "CommitmentMonth",
    "CommitmentTarget",
    "Dispute",
    "DisputeAct",
    "DisputeEvidence",
    "MonthRecord",
    "PenaltyRule",
    "TicketVerdict",
]
