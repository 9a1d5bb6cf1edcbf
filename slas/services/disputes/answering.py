"""Answering a dispute: comment, accept, refuse, refer to the committee, withdraw; and letting it lapse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Membership
from contracts.models import Contract
from core.engine import formats
from slas.engine.disputing import BECOMES, LEAST_TEXT, PENDING, Act, Status, allowed_acts
from slas.models import Dispute, DisputeAct
from slas.selectors.contesting import hand_of, local_day
from slas.services.disputes.disputing import DisputeRefused, DisputeStale, bump, record_act, write_act
from slas.services.disputes.files import IncomingEvidence, attach_files, drop_files, kept_files
from slas.services.disputes.following import follow

SETTLING = frozenset({Act.ACCEPT, Act.REFUSE, Act.REFER})
CHANGED = "La contestation a changé pendant votre saisie."


@dataclass(frozen=True)
class Answer:
    """What someone answers: an act, its text, its files; `seen`: the revision of the dispute that was shown."""

    act: Act
    text: str
    seen: int | None
    form_key: str
    files: Sequence[IncomingEvidence] = field(default=())


def comment(*, dispute: Dispute, answer: Answer, member: Membership, at: datetime) -> DisputeAct:
    """Add a comment, with or without evidence. Raises DisputeRefused, EvidenceRefused."""
    return _act(dispute, answer, member, at, settles=False)


def add_evidence(
    *,
    dispute: Dispute,
    files: Sequence[IncomingEvidence],
    member: Membership,
    at: datetime,
    form_key: str,
    text: str = "",
) -> DisputeAct:
    """Add files to a pending dispute. Raises DisputeRefused, EvidenceRefused."""
    if not files:
        raise DisputeRefused("Joignez au moins une pièce.")
    answer = Answer(Act.EVIDENCE, text, None, form_key, files)
    return _act(dispute, answer, member, at, settles=False)


def settle(*, dispute: Dispute, answer: Answer, member: Membership, at: datetime) -> DisputeAct:
    """Accept, refuse or refer to the committee. The month is then computed again.

    Raises DisputeRefused (who, when), DisputeStale (the dispute changed since it was shown).
    """
    if answer.act not in SETTLING:
        raise DisputeRefused("Réponse inconnue.")
    return _act(dispute, answer, member, at, settles=True)


def withdraw(*, dispute: Dispute, answer: Answer, member: Membership, at: datetime) -> DisputeAct:
    """Give up what one's own side asked. Raises DisputeRefused, DisputeStale."""
    return _act(dispute, answer, member, at, settles=True)


def _act(dispute: Dispute, answer: Answer, member: Membership, at: datetime, *, settles: bool) -> DisputeAct:
    if (done := _done_by(dispute, answer)) is not None:
        return done
    dispute.refresh_from_db()
    _check(dispute, answer, member, at)
    with kept_files(answer.files) as kept, transaction.atomic():
        Contract.objects.select_for_update().get(pk=dispute.contract_id)
        if (meanwhile := _done_by(dispute, answer)) is not None:
            drop_files(kept)
            return meanwhile
        changes = _changes(dispute, answer, member, at) if settles else {}
        if not bump(dispute, answer.seen, **changes):
            raise DisputeStale(CHANGED)
        act = write_act(
            dispute=dispute,
            kind=answer.act,
            member=member,
            at=at,
            text=answer.text,
            form_key=answer.form_key,
        )
        attach_files(dispute=dispute, act=act, kept=kept)
        details = _details(dispute, changes, [stored.sha256 for _, stored in kept])
        record_act(dispute=dispute, kind=answer.act, member=member, details=details, reason=answer.text)
        if settles:
            follow(dispute, changes["state"])
    return act


def _done_by(dispute: Dispute, answer: Answer) -> DisputeAct | None:
    return DisputeAct.objects.filter(dispute=dispute, form_key=answer.form_key).first()


def _check(dispute: Dispute, answer: Answer, member: Membership, at: datetime) -> None:
    """Who may do this, now, in so many words."""
    if dispute.state not in PENDING and answer.seen not in {None, dispute.revision}:
        raise DisputeStale(CHANGED)
    allowed = allowed_acts(dispute.state, dispute.opened_side, hand_of(member))
    if answer.act not in allowed:
        raise DisputeRefused(_refusal(dispute, member))
    if is_overdue(dispute, at):
        raise DisputeRefused(
            f"Le délai de réponse est passé depuis le {formats.date_short(dispute.answer_due_on)}\u00a0: "
            "le verdict calculé est ferme."
        )
    if answer.act != Act.EVIDENCE and len(answer.text.strip()) < LEAST_TEXT:
        raise DisputeRefused(f"Le motif compte {LEAST_TEXT} caractères au moins.")


def _refusal(dispute: Dispute, member: Membership) -> str:
    if dispute.state not in PENDING:
        return f"{dispute.title} est réglée\u00a0: {dispute.get_state_display().lower()}."
    if dispute.opened_side == member.side and hand_of(member).contests:
        return (
            "Une partie ne règle pas seule ce qu’elle a demandé\u00a0: l’autre partie répond, ou le comité."
        )
    return "Votre rôle ne permet pas cette réponse."


def is_overdue(dispute: Dispute, at: datetime) -> bool:
    """Whether the answer was awaited before today; one before the committee waits for the committee."""
    return dispute.state == Status.OPEN and local_day(dispute.contract, at) > dispute.answer_due_on


def _changes(dispute: Dispute, answer: Answer, member: Membership, at: datetime) -> dict[str, Any]:
    """The columns that a settling act changes."""
    state = BECOMES[answer.act]
    if state in PENDING:
        return {"state": state}
    effect = dispute.proposed if state == Status.ACCEPTED else ""
    return {
        "state": state,
        "settled_by": member.user,
        "settled_at": at,
        "reason": answer.text.strip(),
        "effect": effect,
    }


def _details(dispute: Dispute, changes: dict[str, Any], files: list[str]) -> dict[str, Any]:
    details: dict[str, Any] = {"files": files} if files else {}
    if changes:
        details |= {"before": dispute.state, "after": changes["state"]}
        details |= {"effect": changes["effect"]} if changes.get("effect") else {}
    return details


def lapse_overdue(*, contract: Contract, at: datetime) -> int:
    """Close the disputes whose answer did not come in time: the computed verdict is firm. Returns how many."""
    day = local_day(contract, at)
    rows = Dispute.objects.filter(contract=contract, state=Status.OPEN, answer_due_on__lt=day)
    return sum(_lapse(dispute, at) for dispute in rows.select_related("contract").order_by("number"))


def _lapse(dispute: Dispute, at: datetime) -> bool:
    silent = "le client" if dispute.answering_side == "client" else "le prestataire"
    text = (
        f"{silent.capitalize()} n’a pas répondu avant le {formats.date_short(dispute.answer_due_on)} inclus\u00a0: "
        "le verdict calculé est ferme."
    )
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=dispute.contract_id)
        if not bump(dispute, dispute.revision, state=Status.LAPSED, settled_at=at, reason=text):
            return False
        write_act(dispute=dispute, kind=Act.LAPSE, member=None, at=at, text=text)
        details = {"before": Status.OPEN, "after": Status.LAPSED, "silent": dispute.answering_side}
        record_act(dispute=dispute, kind=Act.LAPSE, member=None, details=details, reason=text)
        follow(dispute, Status.LAPSED)
    return True
