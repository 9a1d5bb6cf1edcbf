"""What a missed commitment costs, as the contract declares it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.scope import ContractBound
from slas.models.commitments import Commitment


class PenaltyRule(ContractBound):
    """The price of a missed commitment, or the bonus of one kept beyond its target: declared, never scripted.

    `tiers`: bands of rates, `[{"bound": "95", "percent": "2", "amount": "0"}]`, decimals as texts.
    """

    class Kind(models.TextChoices):
        FEE_SHARE = "fee_share", "Part du forfait par tranche de points"
        TIERS = "tiers", "Barème par paliers de taux"
        LATE_HOUR = "late_hour", "Montant par heure de retard entamée"
        LATE_DAY = "late_day", "Montant par jour ouvré de retard"
        LATE_CALENDAR_DAY = "late_calendar_day", "Montant par jour calendaire de retard"
        OCCURRENCE = "occurrence", "Montant ou part du forfait par manquement"
        POINTS = "points", "Points de pénalité"
        CCAG_DELAY = "ccag_delay", "CCAG-TIC, retard"
        CCAG_UNAVAILABILITY = "ccag_unavailability", "CCAG-TIC, indisponibilité"

    class Sense(models.TextChoices):
        PENALTY = "penalty", "Pénalité"
        BONUS = "bonus", "Bonus"

    class Unit(models.TextChoices):
        STARTED = "started", "Tranche entamée"
        EXACT = "exact", "Points exacts"
        FULL = "full", "Tranche entière"

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="penalties", verbose_name="engagement"
    )
    kind = models.CharField("nature", max_length=20, choices=Kind)
    sense = models.CharField("sens", max_length=7, choices=Sense, default=Sense.PENALTY)
    step = models.DecimalField("largeur de tranche, en points", max_digits=6, decimal_places=3, default=1)
    percent = models.DecimalField("% du forfait", max_digits=6, decimal_places=3, default=0)
    amount = models.DecimalField("montant HT", max_digits=10, decimal_places=2, default=0)
    unit = models.CharField("tranches comptées", max_length=7, choices=Unit, blank=True)
    points = models.PositiveSmallIntegerField("points", default=0)
    tiers = models.JSONField("paliers", default=list)
    clause = models.CharField("clause", max_length=80, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "règle de pénalité"
        constraints = [
            models.UniqueConstraint(fields=["commitment", "sense", "kind"], name="penalty_rule_once"),
            models.CheckConstraint(
                condition=Q(step__gt=0, percent__gte=0, amount__gte=0), name="penalty_positive"
            ),
            models.CheckConstraint(
                condition=~Q(kind="points") | Q(points__gt=0, sense="penalty"), name="penalty_points_given"
            ),
            models.CheckConstraint(
                condition=Q(sense="penalty")
                | ~Q(kind__in=["late_hour", "ccag_delay", "ccag_unavailability"]),
                name="bonus_shape",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.kind}"
