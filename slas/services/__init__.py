"""Writing the judgement."""

from slas.services.closing.promises import promises_digest
from slas.services.commitments import load_commitments
from slas.services.disputes.answering import Answer, add_evidence, comment, lapse_overdue, settle, withdraw
from slas.services.disputes.disputing import Claim, DisputeRefused, DisputeStale, open_dispute
from slas.services.disputes.files import EvidenceRefused, IncomingEvidence
from slas.services.forgetting import forget_undelivered
from slas.services.months import compute_months, ensure_record
from slas.services.outlooks import foresee_month

__all__ = [
    "Answer",
    "Claim",
    "DisputeRefused",
    "DisputeStale",
    "EvidenceRefused",
    "IncomingEvidence",
    "add_evidence",
    "comment",
    "compute_months",
    "ensure_record",
    "foresee_month",
    "forget_undelivered",
    "lapse_overdue",
    "load_commitments",
    "open_dispute",
    "promises_digest",
    "settle",
    "withdraw",
]
