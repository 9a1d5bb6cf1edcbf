"""What the committee decides, in its exact words."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core.engine.months import Month
from governance.engine.deciding import refusal, takes, undecidable
from governance.models import OPEN_DECISIONS, VOTED, Committee, Decision
from governance.selectors.attendance import room_of
from governance.services.sitting import LAPSED, hold, is_signed, unread_of
from journal import services as journal
from slas.selectors.penalty_states import outcome_words
from slas.services.prices.deciding import hear_decision


class DecisionRefused(Exception):
    """The decision cannot be recorded as asked; the message is in French."""


PENALTY = "penalty"
"""Origin of the question about the month's penalty."""
REASON_LENGTH = 10


def record_decision(
    *,
    decision: Decision,
    state: str,
    outcome: str,
    reason: str,
    user: Any,
    role: str,
    sitting: Committee | None = None,
) -> Decision:
    """Record what was decided: adopted, amended, refused or postponed, exact text, reason, who and when.

    A postponed decision can be taken later; any other stays as it is. It is in the minutes of the committee that took
    it: the one in session, else the one that was asked. An adopted text is the one voted, whatever
    was typed. It is for the role that the question names, or for `sitting`, the committee in session, where its
    quorum is reached and that role attends; putting off needs neither. Raises DecisionRefused.
    """
    if state not in VOTED:
        raise DecisionRefused("Issue inconnue : adoptée, amendée, refusée ou reportée.")
    with transaction.atomic():
        row = Decision.objects.select_for_update().get(pk=decision.pk)
        _refuse_answered(row)
        taker = _taker(row, sitting)
        text = _text(row, state, outcome, reason)
        spoken_by = _put_off(row) if state == Decision.State.POSTPONED else _spoken_by(row, role, sitting)
        before, row.decided_by = row.state, user
        row.state, row.outcome, row.reason, row.spoken_by = state, text, reason.strip(), spoken_by
        row.decided_at = timezone.now().replace(microsecond=0)
        row.takings, row.drafts = [*row.takings, _taking(row, taker)], {}
        row.save()
        unread_of(taker)
        _tell(row)
        if sitting is not None:
            hold(sitting)
        _record(row, before, role)
    return row


def _record(row: Decision, before: str, role: str) -> None:
    journal.record(
        contract_id=row.contract_id,
        action="decision.recorded",
        subject=f"D{row.number}",
        actor=row.decided_by,
        role=role,
        details=_details(row, before),
        reason=row.reason,
    )


def _taker(row: Decision, sitting: Committee | None) -> Committee:
    """The committee whose minutes tell it. Raises DecisionRefused where they are signed, or tell another's question."""
    taker, asked = sitting or row.committee, row.committee.name
    if taker.pk != row.committee_id and row.state != Decision.State.POSTPONED:
        raise DecisionRefused(
            f"Cette question est posée au {asked} : décidez-la à sa séance, ou reportez-la."
        )
    if taker.state == Committee.State.LAPSED:
        raise DecisionRefused(LAPSED)
    if is_signed(taker):
        raise DecisionRefused(
            f"Le relevé du {taker.name} est signé : prenez cette décision à la séance d’un comité suivant."
        )
    return taker


def _taking(row: Decision, taker: Committee) -> dict[str, str]:
    """The words of that day, as the minutes of that committee keep them."""
    return {
        "committee": taker.slug, "state": row.state, "text": row.outcome, "reason": row.reason,
        "spoken_by": row.spoken_by, "at": row.decided_at.isoformat() if row.decided_at else "",
        "by": str(row.decided_by or ""),
    }  # fmt: skip


def _put_off(row: Decision) -> str:
    """Putting off needs a decider to whom the question comes back; nobody speaks for it."""
    if why := undecidable(row.decider):
        raise DecisionRefused(why)
    return ""


def _details(row: Decision, before: str) -> dict[str, str]:
    said = {"before": before, "after": row.state, "origin": row.origin, "text": row.outcome}
    return said | ({"spoken_by": row.spoken_by} if row.spoken_by else {})


def _text(row: Decision, state: str, outcome: str, reason: str) -> str:
    """The exact words of the decision, once they and their reason are said."""
    text = row.resolution if state == Decision.State.ADOPTED else outcome.strip()
    if not text:
        raise DecisionRefused("Le texte exact de la décision est à saisir.")
    if state != Decision.State.ADOPTED and len(reason.strip()) < REASON_LENGTH:
        raise DecisionRefused(f"Le motif est à saisir, en {REASON_LENGTH} caractères au moins.")
    return text


def _spoken_by(row: Decision, role: str, sitting: Committee | None) -> str:
    """Who decided, where the one who records is the secretary of a session; empty for the decider itself."""
    room = room_of(sitting) if sitting else None
    if why := refusal(row.decider, role, room):
        raise DecisionRefused(why)
    return "" if room is None or takes(row.decider, role) else room.speaking(row.decider)


def propose_decision(*, decision: Decision, user: Any, role: str) -> Decision:
    """Put an open question before the one it names, who finds it in its inbox; asking again changes nothing.

    Raises DecisionRefused for a question answered, or that whoever proposes may take alone.
    """
    with transaction.atomic():
        row = Decision.objects.select_for_update().get(pk=decision.pk)
        _refuse_answered(row)
        if takes(row.decider, role):
            raise DecisionRefused("Cette décision est la vôtre : enregistrez-la.")
        if row.proposed_at is None:
            row.proposed_at = timezone.now().replace(microsecond=0)
            row.save(update_fields=["proposed_at"])
            journal.record(
                contract_id=row.contract_id,
                action="decision.proposed",
                subject=row.label,
                actor=user,
                role=role,
                details={"to": row.decider},
            )
    return row


def _refuse_answered(row: Decision) -> None:
    """A question that was answered, by a vote or by what was done of the penalty, is not put again."""
    if row.state not in OPEN_DECISIONS:
        raise DecisionRefused(
            f"Cette décision est déjà {row.get_state_display().lower()} ; elle ne change plus."
        )
    if row.origin == PENALTY and (done := outcome_words(row.contract, row.committee.month)):
        raise DecisionRefused(f"Cette question n’a plus d’objet. {done}")


def _tell(row: Decision) -> None:
    """The penalty's own page and inbox line follow what was decided of it."""
    if row.origin == PENALTY and row.decided_at is not None:
        committee = row.committee
        hear_decision(
            contract=row.contract,
            month=committee.month,
            state=row.state,
            label=row.label,
            committee=committee.name,
            text=row.outcome,
            at=row.decided_at,
        )


def make_moot(row: Decision, done: str, by: Any = None) -> bool:
    """False where it was answered meanwhile; minutes that are signed keep what their committee said.

    `by`: who took the question back, nobody where what was done answers it.
    """
    before, taker = row.state, row.committee
    row.state, row.outcome, row.reason, row.spoken_by = Decision.State.MOOT, done, "", ""
    row.decided_at, row.decided_by = timezone.now().replace(microsecond=0), by
    takings = row.takings if is_signed(taker) else [*row.takings, _taking(row, taker)]
    still = Decision.objects.filter(pk=row.pk, state=before)
    changed = still.update(
        state=row.state, outcome=done, decided_at=row.decided_at, decided_by=by, takings=takings
    )
    if changed:
        unread_of(taker)
    return bool(changed)


def drop_answered(*, contract: Contract, month: Month) -> int:
    """Ask no more of a penalty on which the last word was said, and tell it in the question's place.

    Returns how many questions that was.
    """
    done = outcome_words(contract, month)
    if not done:
        return 0
    rows = Decision.objects.filter(
        contract=contract, committee__month=month, origin=PENALTY, state__in=list(OPEN_DECISIONS)
    )
    dropped = 0
    for row in rows.order_by("pk"):
        before = row.state
        if make_moot(row, done):
            journal.record(
                contract_id=contract.pk,
                action="decision.dropped",
                subject=row.label,
                details={"before": before, "after": Decision.State.MOOT, "text": done},
            )
            dropped += 1
    return dropped
