"""Questions a month's figures ask, and what both sides answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from core.fields import MonthField
from core.scope import ContractBound, Side
from slas.engine.detectors import Finding

SHORTEST_ANSWER = 10
FINDINGS = [
    (Finding.ALERT.value, "À expliquer"),
    (Finding.LISTED.value, "À regarder"),
    (Finding.CLEAR.value, "Rien d’inhabituel"),
    (Finding.INSUFFICIENT.value, "Données insuffisantes"),
]


class Detection(ContractBound):
    """What one detector says of one month, with the figures it rests on; replaced whole with the month.

    `limit`: the least number of cases that asks a question (none: too few earlier data); `false_alarms`: share of
    months in which all detectors together may ask one that chance alone explains.
    """

    month = MonthField("mois")
    code = models.CharField("contrôle", max_length=30)
    state = models.CharField("constat", max_length=12, choices=FINDINGS)
    cases = models.PositiveIntegerField("cas", default=0)
    tickets = models.PositiveIntegerField("tickets regardés", default=0)
    before_cases = models.PositiveIntegerField("cas des mois d’avant", default=0)
    before_tickets = models.PositiveIntegerField("tickets des mois d’avant", default=0)
    before_months = models.PositiveSmallIntegerField("mois d’avant", default=0)
    limit = models.PositiveIntegerField("seuil, en cas", null=True)
    references = models.JSONField("tickets concernés", default=list)
    facts = models.JSONField("autres chiffres", default=dict)
    false_alarms = models.DecimalField("fausses alertes, part des mois", max_digits=5, decimal_places=4)

    class Meta(ContractBound.Meta):
        verbose_name = "constat d’un contrôle"
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "code"], name="detection_once"),
            models.CheckConstraint(condition=Q(cases__lte=F("tickets")), name="detection_cases_within"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.month}"


class DetectionAnswer(ContractBound):
    """One answer to the question of a check of a month. Answers are added, never changed.

    `state`: what the client's referent holds of the question from then on; empty when the answer leaves it as it is.
    """

    class State(models.TextChoices):
        TO_EXPLAIN = "to_explain", "À expliquer"
        EXPLAINED = "explained", "Expliqué"

    month = MonthField("mois")
    code = models.CharField("contrôle", max_length=30)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    side = models.CharField("partie", max_length=8, choices=[(s.value, s.value) for s in Side])
    at = models.DateTimeField("date")
    text = models.TextField("réponse")
    state = models.CharField("état", max_length=10, choices=State, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "réponse à un contrôle"
        verbose_name_plural = "réponses aux contrôles"
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("text"), SHORTEST_ANSWER),
                name="detection_answer_says_something",
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(side=Side.CLIENT.value), name="detection_answer_state_by_client"
            ),
        ]
        indexes = [models.Index(fields=["contract", "month"], name="detection_answer_by_month")]

    def __str__(self) -> str:
        return f"{self.code} {self.month} {self.side}"
