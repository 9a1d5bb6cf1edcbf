"""Recording what a person decides about a delivery, then reading it again with the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from journal.services import record
from reports.engine.leftout import TAKE
from reports.models import Answer, Delivery, Finding
from reports.selectors.leftout import left_out_of
from reports.selectors.questions import questions_of
from reports.services.door import require_open
from reports.services.submitting import ask_for_reading
from reports.services.taking_over import take_over


class AnswersRefused(Exception):
    """The answers cannot be recorded as given; `errors` name each question (key → French message)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(self.errors.values()))


class NothingAsked(Exception):
    """The delivery awaits no answer: it was settled, or is being read."""


def answer_questions(
    *, delivery: Delivery, answers: Mapping[str, str], user: Any = None, reason: str = ""
) -> Delivery:
    """Record one answer per question asked (key → option) and ask for a new reading.

    Raises NothingAsked when the delivery awaits no answer, AnswersRefused when one is missing or is not among the
    options, DepositRefused for a closed month. Nothing is recorded then.
    """
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=delivery.contract_id)
        delivery.refresh_from_db()
        require_open(delivery.contract, delivery.month)
        if delivery.state != Delivery.State.WAITING:
            raise NothingAsked("Ce dépôt n’attend pas de réponse.")
        labels = _labels(delivery, answers)
        now = timezone.now().replace(microsecond=0)
        for question, label in labels:
            Answer.objects.update_or_create(
                delivery=delivery,
                key=question.key,
                defaults={
                    "contract_id": delivery.contract_id, "question": question.message, "label": label[:300],
                    "choice": answers[question.key][:200], "author": user, "answered_at": now, "reason": reason,
                },
            )  # fmt: skip
        _record(delivery, answers, user, reason, _taken_over(delivery, answers))
        ask_for_reading(delivery)
    return delivery


def _labels(delivery: Delivery, answers: Mapping[str, str]) -> list[tuple[Finding, str]]:
    found, errors = [], {}
    for question in questions_of(delivery):
        labels = {option["value"]: option["label"] for option in question.options}
        if question.key not in answers:
            errors[question.key] = "Choisissez une réponse."
        elif answers[question.key] not in labels:
            errors[question.key] = (
                f"« {answers[question.key]} » n’est pas proposé pour {question.code} : {', '.join(labels)}."
            )
        else:
            found.append((question, labels[answers[question.key]]))
    if errors:
        raise AnswersRefused(errors)
    if not found:
        raise NothingAsked("Ce dépôt n’attend pas de réponse.")
    return found


def _taken_over(delivery: Delivery, answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """The files of the version in force that an answer makes part of this one.

    Where another version came in force meanwhile, the key is no longer the same: the next reading asks again.
    """
    left_out = left_out_of(delivery)
    return take_over(delivery, left_out) if left_out and answers.get(left_out.key) == TAKE else []


def _record(
    delivery: Delivery, answers: Mapping[str, str], user: Any, reason: str, taken: list[dict[str, Any]]
) -> None:
    if delivery.is_draft:
        return  # told when the draft is sent: until then the other side knows nothing of it
    record(
        contract_id=delivery.contract_id,
        action="report.answered",
        subject=f"{delivery.month} v{delivery.version}",
        actor=user,
        details={"answers": dict(answers)} | ({"files": taken} if taken else {}),
        reason=reason,
    )
