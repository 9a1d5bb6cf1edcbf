"""Could we leave, when, and at what cost?"""

from reversibility.models.access import AccessEntry, AccessHolder
from reversibility.models.deliverables import ExitDeliverable
from reversibility.models.drills import Drill
from reversibility.models.exit_clause import ExitClause, ExitPhase, ExitUnit
from reversibility.models.proof_files import DrillFile, ExitProofFile
from reversibility.models.proofs import ExitProof, ExitRequest

__all__ = [
    "AccessEntry",
    "AccessHolder",
    "Drill",
    "DrillFile",
    "ExitClause",
    "ExitDeliverable",
    "ExitPhase",
    "ExitProof",
    "ExitProofFile",
    "ExitRequest",
    "ExitUnit",
]
