"""What was promised, and how each month was judged."""

from slas.models.commitments import Commitment, CommitmentTarget
from slas.models.disputes import Dispute, DisputeAct, DisputeEvidence
from slas.models.gaps import GapAnswer, GapReply
from slas.models.incidents import ClientIncident
from slas.models.outlooks import Outlook
from slas.models.penalties import PenaltyAct, PenaltyClaim, PenaltyDecision, PenaltyLine
from slas.models.prices import PenaltyRule
from slas.models.questions import Detection, DetectionAnswer
from slas.models.results import CommitmentMonth, MonthRecord, TicketVerdict
from slas.models.snapshots import MonthSnapshot

__all__ = [
    "ClientIncident",
    "Commitment",
    "CommitmentMonth",
    "CommitmentTarget",
    "Detection",
    "DetectionAnswer",
    "Dispute",
    "DisputeAct",
    "DisputeEvidence",
    "GapAnswer",
    "GapReply",
    "MonthRecord",
    "MonthSnapshot",
    "Outlook",
    "PenaltyAct",
    "PenaltyClaim",
    "PenaltyDecision",
    "PenaltyLine",
    "PenaltyRule",
    "TicketVerdict",
]
