"""A committee that was held: everything decided, nobody has read yet."""

from __future__ import annotations

from typing import Any

from governance.models import Committee, Decision, Minutes
from governance.selectors.sitting import matters_of
from governance.services import read_minutes, record_decision, save_sitting, settle_matter, sign_minutes

PRESENT = ["Référent IT", "Direction", "Responsable de compte"]


def decide_all(committee: Committee, user: Any) -> None:
    """Adopted in session, the Direction among those present: whoever records keeps the minutes."""
    save_sitting(committee=committee, present=PRESENT, notes="", user=user)
    for row in Decision.objects.filter(committee=committee, state="asked"):
        record_decision(
            decision=row,
            state="adopted",
            outcome="",
            reason="",
            user=user,
            role="referent",
            sitting=committee,
        )


def settle_all(world: Any, committee: Committee, user: Any, choice: str = "act") -> None:
    for matter in matters_of(world, committee):
        settle_matter(
            contract=world, committee=committee, origin=matter.origin, choice=choice, until=None, note="", user=user
        )  # fmt: skip


def held(world: Any, committee: Committee, user: Any) -> None:
    """Everything said, nobody has read yet."""
    decide_all(committee, user)
    settle_all(world, committee, user, "renegotiate")
    save_sitting(committee=committee, present=PRESENT, notes="RAS.", no_action=True, user=user)


def signed(world: Any, committee: Committee, referent: Any, provider: Any) -> Minutes:
    held(world, committee, referent)
    read_minutes(committee=committee, side="client", user=referent)
    read_minutes(committee=committee, side="provider", remark="Lu.", user=provider)
    return sign_minutes(contract=world, committee=committee, user=referent)
