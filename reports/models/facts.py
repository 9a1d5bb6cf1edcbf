"""The other facts of a delivery: outages, maintenances, figures the provider declares."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.scope import ContractBound
from reports.models.deliveries import Delivery


class Liability(models.TextChoices):
    PROVIDER = "provider", "Prestataire"
    CLIENT = "client", "Client"
    THIRD_PARTY = "third_party", "Tiers"
    FORCE_MAJEURE = "force_majeure", "Force majeure"


class Outage(ContractBound):
    """An interruption or a degradation of a service, or a time without any measure of it (`unmeasured`).

    `ended_at` is empty while it lasts.
    """

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="outages", verbose_name="dépôt")
    service = models.CharField("service", max_length=120)
    started_at = models.DateTimeField("début")
    ended_at = models.DateTimeField("fin", null=True, blank=True)
    degraded = models.BooleanField("dégradé seulement", default=False)
    unmeasured = models.BooleanField("sans mesure", default=False)
    users = models.PositiveIntegerField("utilisateurs touchés", null=True, blank=True)
    liability = models.CharField("imputabilité", max_length=13, choices=Liability, default=Liability.PROVIDER)
    cause = models.CharField("cause", max_length=300, blank=True)
    ticket_reference = models.CharField("ticket", max_length=60, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "panne"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")), name="outage_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.started_at}"


class Maintenance(ContractBound):
    """A planned interruption, with the instant at which the client was told."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="maintenances", verbose_name="dépôt")
    service = models.CharField("service", max_length=120)
    started_at = models.DateTimeField("début")
    ended_at = models.DateTimeField("fin")
    notified_at = models.DateTimeField("prévenu le", null=True, blank=True)
    approved_by = models.CharField("accord de", max_length=120, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "maintenance"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("started_at")), name="maintenance_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.started_at}"


class DeclaredFigure(ContractBound):
    """What the provider states for one commitment: confronted with the recomputed figure, never an input of it."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="declared", verbose_name="dépôt")
    commitment_code = models.CharField("engagement", max_length=20)
    numerator = models.PositiveIntegerField("numérateur", null=True, blank=True)
    denominator = models.PositiveIntegerField("dénominateur", null=True, blank=True)
    rate = models.DecimalField("taux, en %", max_digits=9, decimal_places=4, null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "chiffre déclaré"
        constraints = [
            models.UniqueConstraint(fields=["delivery", "commitment_code"], name="declared_once"),
            models.CheckConstraint(
                condition=Q(numerator=None) | Q(denominator=None) | Q(numerator__lte=F("denominator")),
                name="declared_numerator_within",
            ),
            models.CheckConstraint(
                condition=Q(rate=None) | Q(rate__range=(0, 100)), name="declared_rate_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_code} {self.rate}"
