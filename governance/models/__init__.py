"""Committees, what they decide, what is done about it, their minutes, and the packs they read."""

from governance.models.committees import CLOSED_SERIES, ActionItem, Committee, Decision
from governance.models.minutes import MatterOutcome, Minutes
from governance.models.packs import Pack
from governance.models.sending import PackDelivery, PackLink
from governance.models.terms import CommitteeTerm

__all__ = [
    "CLOSED_SERIES",
    "ActionItem",
    "Committee",
    "CommitteeTerm",
    "Decision",
    "MatterOutcome",
    "Minutes",
    "Pack",
    "PackDelivery",
    "PackLink",
]
