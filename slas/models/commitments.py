"""Commitments of the contract: what is measured, against which target, in which hours."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from contracts.models import ServiceCalendar
from core.scope import ContractBound


class Commitment(ContractBound):
    """A service commitment (SLA), in force from `effective_from`. A changed promise is a new row of the same code."""

    class Kind(models.TextChoices):
        RESPONSE = "response", "Prise en charge (GTI)"
        RESOLUTION = "resolution", "Résolution (GTR)"
        AVAILABILITY = "availability", "Disponibilité"
        RATIO = "ratio", "Taux déclaré par le prestataire"
        PUNCTUALITY = "punctuality", "Ponctualité du rapport"

    class GtrKind(models.TextChoices):
        RESTORE = "restore", "Rétablissement"
        RESOLVE = "resolve", "Résolution"

    code = models.CharField("code", max_length=20)
    name = models.CharField("libellé", max_length=120)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    gtr_kind = models.CharField("type de GTR", max_length=8, choices=GtrKind, blank=True)
    service = models.CharField("service mesuré", max_length=120, blank=True)
    calendar = models.ForeignKey(
        ServiceCalendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="plage de service",
    )
    required_rate = models.DecimalField("taux exigé, en %", max_digits=7, decimal_places=4)
    min_volume = models.PositiveSmallIntegerField("volume minimal", null=True, blank=True)
    clause = models.CharField("clause", max_length=80, blank=True)
    no_penalty = models.BooleanField("sans pénalité, dit au contrat", default=False)
    effective_from = models.DateField("prise d’effet")
    effective_to = models.DateField("dernier jour", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta(ContractBound.Meta):
        verbose_name = "engagement de service"
        verbose_name_plural = "engagements de service"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "code", "effective_from"], name="commitment_date_once"
            ),
            models.CheckConstraint(
                condition=Q(required_rate__gt=0, required_rate__lte=100), name="commitment_rate_percent"
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="commitment_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["response", "resolution", "availability"]) | ~Q(calendar=None),
                name="commitment_clock_has_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CommitmentTarget(ContractBound):
    """The delay a commitment allows for a priority (or for every one when blank) and a ticket type."""

    class Unit(models.TextChoices):
        MINUTES = "minutes", "minutes"
        HOURS = "hours", "heures"
        BUSINESS_DAYS = "business_days", "jours ouvrés"
        WORKING_DAYS = "working_days", "jours ouvrables"
        CALENDAR_DAYS = "calendar_days", "jours calendaires"
        DAYS = "days", "jours"

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="targets", verbose_name="engagement"
    )
    priority = models.CharField("priorité", max_length=10, blank=True)
    ticket_type = models.CharField("type de ticket", max_length=10, blank=True)
    amount = models.PositiveIntegerField("délai")
    unit = models.CharField("unité", max_length=13, choices=Unit)

    class Meta(ContractBound.Meta):
        verbose_name = "délai d’un engagement"
        constraints = [
            models.UniqueConstraint(fields=["commitment", "priority", "ticket_type"], name="target_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="target_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.priority} {self.amount} {self.unit}"
