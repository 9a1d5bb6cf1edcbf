"""What was promised, and how each month was judged."""

from slas.models.commitments import Commitment, CommitmentTarget, PenaltyRule
from slas.models.incidents import ClientIncident
from slas.models.questions import Detection, DetectionAnswer
from slas.models.results import CommitmentMonth, MonthRecord, TicketVerdict

__all__ = [
    "ClientIncident",
    "Commitment",
    "CommitmentMonth",
    "CommitmentTarget",
    "Detection",
    "DetectionAnswer",
    "MonthRecord",
    "PenaltyRule",
    "TicketVerdict",
]
