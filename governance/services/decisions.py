"""What the committee decides, in its exact words."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.models import Committee, Decision
from journal import services as journal


class DecisionRefused(Exception):
    """The decision cannot be recorded as asked; the message is in French."""


TAKEN = frozenset(Decision.State) - {Decision.State.ASKED}
REASON_LENGTH = 10


def record_decision(
    *, decision: Decision, state: str, outcome: str, reason: str, user: Any, role: str = ""
) -> Decision:
    """Record what was decided: adopted, amended, refused or postponed, exact text, reason, who and when.

    A postponed decision can be taken later; any other stays as it is. An adopted text is the one voted, whatever
    was typed. Raises DecisionRefused.
    """
    if state not in TAKEN:
        raise DecisionRefused("Issue inconnue : adoptée, amendée, refusée ou reportée.")
    with transaction.atomic():
        row = Decision.objects.select_for_update().get(pk=decision.pk)
        if row.state not in {Decision.State.ASKED, Decision.State.POSTPONED}:
            raise DecisionRefused(
                f"Cette décision est déjà {row.get_state_display().lower()} ; elle ne change plus."
            )
        text = row.resolution if state == Decision.State.ADOPTED else outcome.strip()
        if not text:
            raise DecisionRefused("Le texte exact de la décision est à saisir.")
        if state != Decision.State.ADOPTED and len(reason.strip()) < REASON_LENGTH:
            raise DecisionRefused(f"Le motif est à saisir, en {REASON_LENGTH} caractères au moins.")
        before = row.state
        row.state, row.outcome, row.reason = state, text, reason.strip()
        row.decided_at, row.decided_by = timezone.now().replace(microsecond=0), user
        row.save()
        # A committee that decides is being held.
        Committee.objects.filter(pk=row.committee_id, state=Committee.State.PLANNED).update(
            state=Committee.State.HELD
        )
        journal.record(
            contract_id=row.contract_id,
            action="decision.recorded",
            subject=f"D{row.number}",
            actor=user,
            role=role,
            details={"before": before, "after": state, "origin": row.origin, "text": text},
            reason=row.reason,
        )
    return row
