"""Writing: committees, their sittings and minutes, decisions, actions, packs."""

from governance.services.actions import ActionRefused, add_action, update_action
from governance.services.committee_terms import load_committees
from governance.services.committees import NothingToPrepare, clear_committee, prepare_committee
from governance.services.convening import ConveningRefused, call_committee, convene
from governance.services.decisions import DecisionRefused, propose_decision, record_decision
from governance.services.lapsing import record_lapse
from governance.services.links import make_link, revoke_link
from governance.services.mailing import send_mail_of_pack
from governance.services.minutes import MinutesRefused, read_minutes, sign_minutes
from governance.services.packs import render_pack, render_pack_job, request_pack
from governance.services.sending import (
    SendingRefused,
    ask_sending,
    choose_manner,
    note_opened,
    send_again,
    send_packs,
)
from governance.services.sitting import SittingRefused, save_sitting, settle_matter

__all__ = [
    "ActionRefused",
    "ConveningRefused",
    "DecisionRefused",
    "MinutesRefused",
    "NothingToPrepare",
    "SendingRefused",
    "SittingRefused",
    "add_action",
    "ask_sending",
    "call_committee",
    "choose_manner",
    "clear_committee",
    "convene",
    "load_committees",
    "make_link",
    "note_opened",
    "prepare_committee",
    "propose_decision",
    "read_minutes",
    "record_decision",
    "record_lapse",
    "render_pack",
    "render_pack_job",
    "request_pack",
    "revoke_link",
    "save_sitting",
    "send_again",
    "send_mail_of_pack",
    "send_packs",
    "settle_matter",
    "sign_minutes",
    "update_action",
]
