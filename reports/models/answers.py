"""What a person decided about a delivery that no program may decide."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.scope import ContractBound
from reports.models.deliveries import Delivery


class Answer(ContractBound):
    """The answer to one question of a delivery: who chose what, when, and why. Asked once, kept for good."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="answers", verbose_name="dépôt")
    key = models.CharField("question", max_length=60)
    question = models.TextField("question posée")
    choice = models.CharField("réponse", max_length=200)
    label = models.CharField("réponse, en clair", max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="auteur"
    )
    answered_at = models.DateTimeField("répondu le")
    reason = models.TextField("motif", blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "réponse"
        constraints = [models.UniqueConstraint(fields=["delivery", "key"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.choice}"
