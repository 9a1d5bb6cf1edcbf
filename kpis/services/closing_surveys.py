"""The end of a wave: its figures are counted once, kept, and from then on read by both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from contracts.models import Contract
from core.jobs import enqueue
from core.models import Job
from journal.services import record
from kpis.engine.anonymity import shown_groups
from kpis.engine.indicators.surveys import ANONYMOUS_FROM
from kpis.engine.questions import QUESTIONS, tally
from kpis.models import Survey, SurveyAnswer, SurveyInvitation
from kpis.services.computing import compute_indicators
from kpis.services.surveys import SurveyRefused

KIND = "indicators"


@transaction.atomic
def close_survey(*, survey: Survey, at: datetime, today: date, member: Membership | None = None) -> Survey:
    """Count the answers, end every link, and ask for the indicators of the month to be computed again.

    Nothing is counted before: figures that grow answer after answer would tell each of them. Under 5 answers no
    figure is kept, only how many there are; a group follows the same rule. Raises SurveyRefused when it is closed.
    """
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    if locked.closed_at:
        raise SurveyRefused("Cette enquête est déjà close : ses résultats sont sur sa page.")
    SurveyInvitation.objects.filter(survey=locked, answered=False).update(revoked=True)
    locked.closed_at, locked.results = at, results_of(locked)
    locked.closes_on = max(locked.opens_on, min(locked.closes_on, today))
    locked.save(update_fields=["closed_at", "closes_on", "results"])
    record(
        contract_id=locked.contract_id,
        action="survey.closed",
        subject=locked.title,
        actor=member.user if member else None,
        role=member.role if member else "",
        details={"answers": locked.results["answered"]},
    )
    enqueue(contract_id=locked.contract_id, kind=KIND, key=f"survey-{locked.number}")
    return locked


def close_overdue(*, contract: Contract, today: date) -> int:
    """Close the waves whose last day is over; returns how many."""
    over = list(Survey.objects.filter(contract=contract, closed_at=None, closes_on__lt=today))
    for survey in over:
        close_survey(survey=survey, at=timezone.now().replace(microsecond=0), today=today)
    return len(over)


def compute_again(job: Job) -> dict[str, Any]:
    """The job of kind `indicators`: the same facts, and the surveys closed since."""
    compute_indicators(contract=Contract.objects.get(pk=job.contract_id), months=[])
    return {}


def results_of(survey: Survey) -> dict[str, Any]:
    """`sent`, `answered`; from 5 answers on `marks`: question → how many gave each mark, and `groups`: those that
    may be shown, with the same."""
    links = SurveyInvitation.objects.filter(survey=survey)
    answers = list(SurveyAnswer.objects.filter(survey=survey))
    found: dict[str, Any] = {"sent": links.count(), "answered": len(answers)}
    if len(answers) < ANONYMOUS_FROM:
        return found
    per_group = Counter(answer.group for answer in answers)
    sent = Counter(links.values_list("group", flat=True))
    shown = sorted(shown_groups(per_group)) if len(per_group) > 1 else []
    return found | {
        "marks": marks_of(survey, answers),
        "groups": [
            {
                "name": name,
                "sent": sent[name],
                "answered": per_group[name],
                "marks": marks_of(survey, [one for one in answers if one.group == name]),
            }
            for name in shown
        ],
    }


def marks_of(survey: Survey, answers: Sequence[SurveyAnswer]) -> dict[str, list[int]]:
    """How many gave each mark, question by question."""
    return {
        question.name: tally(question, (getattr(answer, question.name) for answer in answers))
        for question in QUESTIONS[survey.kind]
    }
