"""Actions of the committees: who does what, by when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from contracts.models import Contract
from core.engine import formats
from core.scope import Audience
from governance.models import ActionItem, Committee, Decision
from governance.models.guards import SIGNED
from governance.services.sitting import LAPSED, REMEDY, is_signed, unread_of
from journal import services as journal

REASON_LENGTH = 10
"""Characters at least to say why an action is abandoned: the other side reads it, and a year later too."""


class ActionRefused(Exception):
    """The action cannot be written as asked; the message is in French."""


def add_action(
    *,
    contract: Contract,
    title: str,
    owner_side: str,
    owner_role: str,
    due_on: date,
    today: date,
    committee: Committee | None = None,
    decision: Decision | None = None,
    origin: str = "",
    user: Any = None,
    role: str = "",
) -> ActionItem:
    """A new action, numbered after the last one, which follows a decision or a matter (`origin`: « signal:K08 »).

    Raises ActionRefused without owner, for a due date past or before its committee, for a committee whose minutes
    are signed.
    """
    with transaction.atomic():
        _refuse(owner_role, due_on, today, committee)
        action = ActionItem.objects.create(
            contract=contract,
            number=_next_number(contract),
            title=title.strip(),
            owner_side=owner_side,
            owner_role=owner_role,
            created_on=today,
            due_on=due_on,
            committee=committee,
            decision=decision,
            origin=origin,
            audience=decision.audience if decision else Audience.BOTH,
        )
        unread_of(committee)
        _record_added(action, user, role)
    return action


def _record_added(action: ActionItem, user: Any, role: str) -> None:
    journal.record(
        contract_id=action.contract_id,
        action="action.added",
        subject=f"A-{action.number}",
        actor=user,
        role=role,
        details={
            "title": action.title,
            "due_on": action.due_on.isoformat(),
            "owner": action.owner_side,
            "follows": action.decision.label if action.decision else action.origin,
        },
    )


def _refuse(owner_role: str, due_on: date, today: date, committee: Committee | None) -> None:
    """An action has an owner, is due after the day on which it is asked for, in minutes that are not signed."""
    if committee is not None and is_signed(committee):
        raise ActionRefused(f"{SIGNED} {REMEDY}")
    if committee is not None and committee.state == Committee.State.LAPSED:
        raise ActionRefused(LAPSED)
    if not owner_role.strip():
        raise ActionRefused("Une action a un porteur : saisissez son rôle.")
    if due_on < today:
        raise ActionRefused("L’échéance est déjà passée.")
    if committee is not None and due_on < committee.held_on:
        raise ActionRefused(
            f"L’échéance est avant le comité du {formats.date_short(committee.held_on)} : reculez-la."
        )


def _next_number(contract: Contract) -> int:
    """The contract's row is the lock: two actions added at once take two numbers."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    last = ActionItem.objects.filter(contract=contract).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def update_action(
    *,
    action: ActionItem,
    state: str,
    today: date,
    side: str,
    reason: str = "",
    user: Any = None,
    role: str = "",
) -> ActionItem:
    """Change the state of an action. The provider changes its own only; abandoning needs a reason. Raises ActionRefused.

    What the provider abandons waits in the client's inbox until the client confirms it or takes the action up again.
    """
    if state not in ActionItem.State.values:
        raise ActionRefused("État inconnu.")
    with transaction.atomic():
        row = ActionItem.objects.select_for_update().get(pk=action.pk)
        if side == "provider" and row.owner_side != side:
            raise ActionRefused("Cette action est portée par le client.")
        dropped = state == ActionItem.State.DROPPED
        if dropped and len(reason.strip()) < REASON_LENGTH:
            raise ActionRefused(
                f"Le motif d’abandon de A-{row.number} est à saisir, en {REASON_LENGTH} caractères au moins."
            )
        before, row.state = row.state, state
        row.done_on = today if state == ActionItem.State.DONE else None
        row.reason = reason.strip() if dropped else row.reason
        row.dropped_by = side if dropped else ""
        row.save()
        journal.record(
            contract_id=row.contract_id,
            action="action.updated",
            subject=f"A-{row.number}",
            actor=user,
            role=role,
            details={"before": before, "after": state},
            reason=reason.strip(),
        )
    return row
