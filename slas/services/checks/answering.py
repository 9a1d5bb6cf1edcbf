"""Answers to the questions of a month's checks: added by either side, never changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.capabilities import Capability
from accounts.models import Membership, User
from accounts.selectors import may
from contracts.models import Contract
from core.engine.months import Month
from core.scope import Side
from journal.services import record
from slas.models import DetectionAnswer
from slas.models.questions import SHORTEST_ANSWER
from slas.selectors.months import is_closed


class AnswerRefused(Exception):
    """An answer that says nothing, or a state only the client's referent may set; the message is in French."""


def answer_check(
    *,
    contract: Contract,
    month: Month,
    code: str,
    user: User,
    membership: Membership,
    text: str,
    state: str = "",
) -> DetectionAnswer:
    """Add an answer to the question `code` of a month, and to the journal. `state`: what the referent holds of it.

    Raises AnswerRefused for fewer than 10 characters, or a state from somebody who may not settle.
    """
    answer = text.strip()
    if len(answer) < SHORTEST_ANSWER:
        raise AnswerRefused(f"Réponse trop courte : écrivez au moins {SHORTEST_ANSWER} caractères.")
    if state and (membership.side != Side.CLIENT or not may(membership, Capability.SETTLE)):
        raise AnswerRefused("Seul le référent du client dit si une question est expliquée.")
    with transaction.atomic():
        if is_closed(contract.pk, month):
            raise AnswerRefused("Le mois est clos : il n’attend plus de réponse.")
        row = DetectionAnswer.objects.create(
            contract=contract, month=month, code=code, author=user, side=membership.side,
            at=timezone.now().replace(microsecond=0), text=answer, state=state,
        )  # fmt: skip
        record(
            contract_id=contract.pk, action="check.answered", subject=f"{month} {code}", actor=user,
            role=membership.role, details={"answer": row.pk, "state": state, "text": answer},
        )  # fmt: skip
    return row
