"""The committees that the contract provides for: how often, how long, with whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.scope import ContractBound


class CommitteeTerm(ContractBound):
    """A committee as the contract says it must sit; the meetings themselves are `Committee` rows.

    `participants` holds codes of people or plain words, in the contract's order; `quorum` is 0 where none is said.
    Days are business days: minutes after the committee, remarks after the minutes.
    """

    class Cadence(models.TextChoices):
        WEEKLY = "weekly", "hebdomadaire"
        MONTHLY = "monthly", "mensuelle"
        QUARTERLY = "quarterly", "trimestrielle"
        HALF_YEARLY = "half_yearly", "semestrielle"
        YEARLY = "yearly", "annuelle"

    position = models.PositiveSmallIntegerField("rang", default=0)
    code = models.SlugField("code", max_length=30)
    name = models.CharField("comité", max_length=80)
    cadence = models.CharField("cadence", max_length=11, choices=Cadence, blank=True)
    minutes = models.PositiveSmallIntegerField("durée, en minutes", null=True, blank=True)
    participants = models.JSONField("participants", default=list, blank=True)
    quorum = models.PositiveSmallIntegerField("quorum", default=0)
    minutes_within = models.PositiveSmallIntegerField("relevé sous, en jours ouvrés", null=True, blank=True)
    remarks_within = models.PositiveSmallIntegerField(
        "remarques sous, en jours ouvrés", null=True, blank=True
    )
    silence_approves = models.BooleanField("le silence vaut approbation", default=False)

    class Meta(ContractBound.Meta):
        verbose_name = "comité prévu au contrat"
        verbose_name_plural = "comités prévus au contrat"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="committee_term_code_once"),
            models.CheckConstraint(
                condition=Q(cadence="")
                | Q(cadence__in=["weekly", "monthly", "quarterly", "half_yearly", "yearly"]),
                name="committee_term_known_cadence",
            ),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="committee_term_lasts"),
            models.CheckConstraint(
                condition=Q(silence_approves=False) | Q(remarks_within__gt=0),
                name="committee_term_silence_has_a_term",
            ),
        ]

    def __str__(self) -> str:
        return self.name
