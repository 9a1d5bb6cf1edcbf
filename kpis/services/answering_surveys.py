"""An answer to a survey: one a link, with nothing that leads back from the answer to the link."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from kpis.models import SurveyAnswer, SurveyComment, SurveyInvitation


class LinkUsed(Exception):
    """The link gave its answer in the meantime."""


@transaction.atomic
def answer_survey(*, invitation: SurveyInvitation, marks: Mapping[str, int], comment: str = "") -> None:
    """Keep the marks and the words, and use the link up. Of two answers on one link at once, one is kept.

    Neither a journal line nor an instant is written: either would tell who answered what. Raises LinkUsed.
    """
    free = SurveyInvitation.objects.filter(pk=invitation.pk, answered=False, revoked=False)
    if not free.update(answered=True):
        raise LinkUsed
    answer = SurveyAnswer.objects.create(
        contract_id=invitation.contract_id,
        survey_id=invitation.survey_id,
        group=invitation.group,
        **marks,
    )
    if comment.strip():
        SurveyComment.objects.create(contract_id=invitation.contract_id, answer=answer, text=comment.strip())
