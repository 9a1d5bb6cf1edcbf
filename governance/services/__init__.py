"""Writing: committees, decisions, actions, packs."""

from governance.services.actions import ActionRefused, add_action, update_action
from governance.services.committee_terms import load_committees
from governance.services.committees import NothingToPrepare, clear_committee, prepare_committee
from governance.services.decisions import DecisionRefused, record_decision
from governance.services.packs import render_pack, render_pack_job, request_pack

__all__ = [
    "ActionRefused",
    "DecisionRefused",
    "NothingToPrepare",
    "add_action",
    "clear_committee",
    "load_committees",
    "prepare_committee",
    "record_decision",
    "render_pack",
    "render_pack_job",
    "request_pack",
    "update_action",
]
