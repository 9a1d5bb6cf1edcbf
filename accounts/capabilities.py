"""What each role may do: the one table from which gates, menus and tests are made."""

from __future__ import annotations

from enum import StrEnum

from accounts.models import Role


class Capability(StrEnum):
    """A verb on a contract."""

    VIEW = "view"  # contract, results, tickets, indicators, shared pack
    VIEW_CLIENT = "view_client"  # exit preparation, client pack, budget
    VIEW_ACCESSES = "view_accesses"  # who holds which access: what an attacker would look for first
    UPLOAD_REPORT = "upload_report"
    COMPUTE = "compute"
    ANSWER_SIGNAL = "answer_signal"
    PREPARE_COMMITTEE = "prepare_committee"
    DECIDE = "decide"
    UPDATE_ACTION = "update_action"
    READ_MINUTES = "read_minutes"  # say, for one's side, that the minutes were read
    EDIT_CONTRACT = "edit_contract"
    CONTEST = "contest"  # a verdict, a gap, a penalty: either side may say why it disagrees
    SETTLE = "settle"  # accept, refuse, refer to the committee
    CLOSE_MONTH = "close_month"
    PRICE = "price"  # notify, confirm, waive, apply a penalty


_READ = frozenset({Capability.VIEW, Capability.VIEW_CLIENT})

ROLE_CAPABILITIES: dict[str, frozenset[Capability]] = {
    Role.REFERENT: frozenset(Capability),
    Role.EXECUTIVE: _READ | {Capability.DECIDE, Capability.READ_MINUTES, Capability.VIEW_ACCESSES},
    Role.READER: _READ,
    Role.PROVIDER: frozenset(
        {
            *(Capability.VIEW, Capability.UPLOAD_REPORT, Capability.UPDATE_ACTION),
            *(Capability.READ_MINUTES, Capability.CONTEST),
        }
    ),
}
