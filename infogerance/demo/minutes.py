"""The minutes of the past committees of the demonstration: each matter settled, read by both sides, signed."""

from __future__ import annotations

from accounts.models import Membership, Role
from contracts.models import Contract
from governance.engine.outcomes import ACCEPT, ACT
from governance.models import Committee
from governance.selectors.sitting import sitting_of
from governance.selectors.subjects import answered_in, short
from governance.services import read_minutes, save_sitting, settle_matter, sign_minutes

PRESENT = ("Référent IT", "Direction", "Directrice de compte", "Responsable de service (SDM)")
NOTES = "Chiffres du mois présentés par le prestataire, écarts revus un par un."
EXPLAINED = "Cause expliquée en séance, actions déjà décidées en cours."


def attend_past(*, contract: Contract, committee: Committee) -> None:
    """Note who was there, of a committee whose matters are still to be settled."""
    referent = Membership.objects.select_related("user").get(contract=contract, role=Role.REFERENT)
    save_sitting(
        committee=committee, present=PRESENT, notes=NOTES, user=referent.user, role=Role.REFERENT.value
    )


def sign_past(
    *, contract: Contract, committee: Committee, present: tuple[str, ...] = PRESENT, notes: str = NOTES
) -> None:
    """Tell the session of a committee whose decisions are taken, then sign its minutes."""
    members = Membership.objects.filter(contract=contract).select_related("user")
    referent, provider = members.get(role=Role.REFERENT), members.get(role=Role.PROVIDER)
    acting = {"user": referent.user, "role": Role.REFERENT.value}
    save_sitting(committee=committee, present=present, notes=notes, no_action=True, **acting)
    sitting = sitting_of(contract, committee)
    acted = answered_in(sitting)
    for line in sitting.matters:
        acts = short(line.matter) in acted
        settle_matter(
            contract=contract,
            committee=committee,
            origin=line.matter.origin,
            choice=ACT if acts else ACCEPT,
            until=None,
            note="" if acts else EXPLAINED,
            **acting,
        )
    read_minutes(committee=committee, side="client", **acting)
    read_minutes(committee=committee, side="provider", user=provider.user, role=Role.PROVIDER.value)
    sign_minutes(contract=contract, committee=committee, **acting)
