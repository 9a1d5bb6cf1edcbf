"""Committees, what they decide, what is done about it, their minutes, the packs they read; risks, roadmap, escalations, log."""

from governance.models.committees import (
    CLOSED_SERIES,
    OPEN_DECISIONS,
    TAKEN_DECISIONS,
    VOTED,
    WITH_PACK,
    ActionItem,
    Committee,
    Decision,
)
from governance.models.escalations import Escalation, EscalationCall
from governance.models.log import LogEntry
from governance.models.minutes import MatterOutcome, Minutes
from governance.models.packs import Pack, PackText
from governance.models.risks import Risk
from governance.models.roadmap import RoadmapItem
from governance.models.sending import PackDelivery, PackLink
from governance.models.terms import CommitteeTerm

__all__ = [
    "CLOSED_SERIES",
    "OPEN_DECISIONS",
    "TAKEN_DECISIONS",
    "VOTED",
    "WITH_PACK",
    "ActionItem",
    "Committee",
    "CommitteeTerm",
    "Decision",
    "Escalation",
    "EscalationCall",
    "LogEntry",
    "MatterOutcome",
    "Minutes",
    "Pack",
    "PackDelivery",
    "PackLink",
    "PackText",
    "Risk",
    "RoadmapItem",
]
