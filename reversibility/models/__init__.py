"""Could we leave, when, and at what cost?"""

from reversibility.models.deliverables import ExitDeliverable
from reversibility.models.exit_clause import ExitClause, ExitPhase, ExitUnit

__all__ = [
    "ExitClause",
    "ExitDeliverable",
    "ExitPhase",
    "ExitUnit",
]
