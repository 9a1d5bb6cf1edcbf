"""Answers of users to satisfaction surveys. Their words are for the client alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.scope import ClientOnly, ContractBound
from reports.models.deliveries import Delivery


class SatisfactionAnswer(ContractBound):
    """A score from 1 to 5, about one ticket or about the service in general."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="satisfaction_answers", verbose_name="dépôt"
    )
    ticket_reference = models.CharField("ticket", max_length=60, blank=True)
    score = models.DecimalField("note", max_digits=4, decimal_places=2)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "réponse de satisfaction"
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="satisfaction_score_on_scale")
        ]

    def __str__(self) -> str:
        return f"{self.ticket_reference} {self.score}"


class SatisfactionComment(ClientOnly):
    """The words that came with a score, as written: never shown to the provider's side."""

    answer = models.OneToOneField(
        SatisfactionAnswer, models.CASCADE, related_name="comment", verbose_name="réponse"
    )
    text = models.TextField("commentaire")

    class Meta(ClientOnly.Meta):
        verbose_name = "commentaire de satisfaction"

    def __str__(self) -> str:
        return self.text
