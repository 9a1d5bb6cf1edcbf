"""The contract and its successive versions (origin, then amendments)."""

from __future__ import annotations

from typing import Any, cast

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string

from accounts.models import Organisation
from contracts.engine.dates import Clause, Renewal
from contracts.engine.rules import Rules
from core.scope import ContractBound, InScope, ScopedQuerySet


class ContractManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Contracts of the open scope."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(InScope("pk"))


class Contract(models.Model):
    """One outsourcing contract between a client and a provider: the unit of isolation of the portal."""

    class Renewal(models.TextChoices):
        TACIT = "tacit", "Tacite reconduction"
        EXPRESS = "express", "Reconduction expresse"
        NONE = "none", "Sans reconduction"

    reference = models.CharField("référence", max_length=40)
    slug = models.SlugField("adresse", max_length=60, unique=True, editable=False)
    title = models.CharField("objet", max_length=160)
    client = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="client")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="prestataire")
    timezone = models.CharField("fuseau", max_length=40, default="Europe/Paris")
    starts_on = models.DateField("prise d’effet")
    ends_on = models.DateField("dernier jour, inclus")
    renewal = models.CharField("reconduction", max_length=8, choices=Renewal, default=Renewal.NONE)
    renewal_months = models.PositiveSmallIntegerField("durée d’une reconduction, en mois", default=0)
    max_renewals = models.PositiveSmallIntegerField("reconductions au plus", default=0)
    notice_months = models.PositiveSmallIntegerField("préavis, en mois", default=0)
    users = models.PositiveIntegerField("utilisateurs", default=0)
    yearly_budget = models.DecimalField(
        "budget annuel HT", max_digits=12, decimal_places=2, null=True, blank=True
    )
    is_demo = models.BooleanField("contrat d’exemple", default=False)

    objects = ContractManager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = "contrat"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="contract_ends_after_start"),
            models.CheckConstraint(condition=~Q(client=F("provider")), name="contract_two_parties"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def clause(self) -> Clause:
        """What the contract says of its end, for the date engine."""
        return Clause(
            self.ends_on,
            cast(Renewal, self.renewal),
            self.renewal_months,
            self.max_renewals,
            self.notice_months,
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = f"{self.reference.lower()}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}"
        super().save(*args, **kwargs)


class ContractVersion(ContractBound):
    """What was agreed from a date on. Number 0 is the contract as signed; the next ones are its amendments."""

    number = models.PositiveSmallIntegerField("numéro")
    effective_on = models.DateField("prise d’effet")
    title = models.CharField("objet", max_length=160)
    monthly_fee = models.DecimalField(
        "forfait mensuel HT", max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    settings = models.JSONField("réglages", default=dict)

    class Meta(ContractBound.Meta):
        verbose_name = "version du contrat"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["contract", "effective_on"], name="version_date_once"),
            models.CheckConstraint(condition=Q(monthly_fee__gte=0), name="version_fee_not_negative"),
        ]

    def __str__(self) -> str:
        return f"avenant {self.number}" if self.number else "contrat initial"

    @property
    def rules(self) -> Rules:
        """The settings as a checked value; absent ones take the portal's defaults."""
        return Rules.from_mapping(self.settings)
