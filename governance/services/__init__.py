"""Writing: committees, their sittings and minutes, decisions, actions, packs."""

from governance.services.actions import ActionRefused, add_action, update_action
from governance.services.committee_terms import load_committees
from governance.services.committees import NothingToPrepare, clear_committee, prepare_committee
from governance.services.convening import ConveningRefused, convene
from governance.services.decisions import DecisionRefused, record_decision
from governance.services.minutes import MinutesRefused, read_minutes, sign_minutes
from governance.services.packs import render_pack, render_pack_job, request_pack
from governance.services.sitting import SittingRefused, save_sitting, settle_matter

__all__ = [
    "ActionRefused",
    "ConveningRefused",
    "DecisionRefused",
    "MinutesRefused",
    "NothingToPrepare",
    "SittingRefused",
    "add_action",
    "clear_committee",
    "convene",
    "load_committees",
    "prepare_committee",
    "read_minutes",
    "record_decision",
    "render_pack",
    "render_pack_job",
    "request_pack",
    "save_sitting",
    "settle_matter",
    "sign_minutes",
    "update_action",
]
