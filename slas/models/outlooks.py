"""How the month that still runs may end, as its last reading tells: replaced whole, and it closes nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.fields import MonthField
from core.scope import ContractBound
from slas.engine.outlook import OutlookState
from slas.models.commitments import Commitment

STATES = [
    (OutlookState.LOST.value, "Déjà perdu"),
    (OutlookState.HELD.value, "Tenu quoi qu’il arrive"),
    (OutlookState.AT_PLAY.value, "Se joue"),
    (OutlookState.EMPTY.value, "Rien à juger"),
]


class Outlook(ContractBound):
    """One commitment over a month that was not over when it was read: counts alone, shares are derived from them.

    Cases are tickets, or service seconds of an availability (`due`: those left in the month). `more` is what the
    months before bring to expect, between `more_low` and `more_high`, of which `past_met` in `past_counted` are met: in
    the worst and the best of those months, the shares `past_worst` and `past_best`.
    `deciding`: the open tickets in time whose deadline falls in the month, earliest first.
    """

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="outlooks", verbose_name="engagement"
    )
    month = MonthField("mois")
    read_at = models.DateTimeField("relevé du")
    met = models.BigIntegerField("dans le délai", default=0)
    breached = models.BigIntegerField("hors délai", default=0)
    due = models.BigIntegerField("ouverts à tenir", default=0)
    more_low = models.PositiveIntegerField("à venir, au moins", null=True)
    more = models.PositiveIntegerField("à venir, au rythme habituel", null=True)
    more_high = models.PositiveIntegerField("à venir, au plus", null=True)
    past_met = models.BigIntegerField("dans le délai les mois précédents", default=0)
    past_counted = models.BigIntegerField("jugés les mois précédents", default=0)
    past_worst = models.DecimalField("part tenue au pire mois", max_digits=7, decimal_places=6, null=True)
    past_best = models.DecimalField("part tenue au meilleur mois", max_digits=7, decimal_places=6, null=True)
    past_months = models.PositiveSmallIntegerField("mois précédents", default=0)
    state = models.CharField("état", max_length=8, choices=STATES)
    spare = models.BigIntegerField("échecs, ou secondes d’arrêt, encore admis", null=True)
    first_deadline_at = models.DateTimeField("première échéance", null=True)
    deciding = models.JSONField("tickets qui décident", default=list)

    class Meta(ContractBound.Meta):
        verbose_name = "atterrissage d’un mois"
        verbose_name_plural = "atterrissages d’un mois"
        constraints = [
            models.UniqueConstraint(fields=["commitment", "month"], name="outlook_once"),
            models.CheckConstraint(
                condition=Q(met__gte=0, breached__gte=0, due__gte=0), name="outlook_counts_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.month}"

    @property
    def is_service_time(self) -> bool:
        """Whether its cases are seconds of service."""
        return self.commitment.kind == Commitment.Kind.AVAILABILITY
