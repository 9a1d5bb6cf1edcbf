"""Could we leave, when, and at what cost?"""

from reversibility.models.access import AccessEntry, AccessHolder
from reversibility.models.deliverables import ExitDeliverable
from reversibility.models.exit_clause import ExitClause, ExitPhase, ExitUnit

__all__ = [
    "AccessEntry",
    "AccessHolder",
    "ExitClause",
    "ExitDeliverable",
    "ExitPhase",
    "ExitUnit",
]
