"""The contract and its successive versions (origin, then amendments)."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string

from accounts.models import Organisation
from contracts.engine.dates import LADDER, Clause
from contracts.engine.key_dates import with_notice
from contracts.engine.rules import Rules
from contracts.engine.unsaid import kept_renewal
from core.scope import ContractBound, InScope, ScopedQuerySet


class ContractManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Contracts of the open scope."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(InScope("pk"))


def default_ladder() -> list[int]:
    return list(LADDER)


class Contract(models.Model):
    """One outsourcing contract between a client and a provider: the unit of isolation of the portal."""

    class Renewal(models.TextChoices):
        TACIT = "tacit", "Tacite reconduction"
        EXPRESS = "express", "Reconduction expresse"
        NONE = "none", "Sans reconduction"

    class EndConvention(models.TextChoices):
        LAST_DAY = "last_day", "dernier jour, inclus"
        ANNIVERSARY = "anniversary", "date anniversaire"

    class NoticeEffect(models.TextChoices):
        RECEIPT = "receipt", "à la réception de la lettre"
        FIRST_PRESENTATION = "first_presentation", "à la première présentation de la lettre"
        SENDING = "sending", "à l’envoi de la lettre"

    class NoticeMeans(models.TextChoices):
        REGISTERED = "registered", "lettre recommandée avec avis de réception"
        ELECTRONIC = "electronic", "lettre recommandée électronique"
        BAILIFF = "bailiff", "acte de commissaire de justice"
        LETTER = "letter", "lettre simple"
        MAIL = "mail", "courriel"

    reference = models.CharField("référence", max_length=40)
    slug = models.SlugField("adresse", max_length=60, unique=True, editable=False)
    title = models.CharField("objet", max_length=160)
    client = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="client")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="prestataire")
    timezone = models.CharField("fuseau", max_length=40, default="Europe/Paris")
    starts_on = models.DateField("prise d’effet")
    ends_on = models.DateField("dernier jour, inclus")
    renewal = models.CharField("reconduction", max_length=8, choices=Renewal, blank=True)
    renewal_months = models.PositiveSmallIntegerField("durée d’une reconduction, en mois", default=0)
    max_renewals = models.PositiveSmallIntegerField("reconductions au plus", default=0)
    notice_months = models.PositiveSmallIntegerField("préavis, en mois", default=0)
    end_convention = models.CharField("convention de fin", max_length=11, choices=EndConvention, blank=True)
    notice_days = models.PositiveSmallIntegerField("préavis, en jours", default=0)
    provider_notice_months = models.PositiveSmallIntegerField(
        "préavis du prestataire, en mois", null=True, blank=True
    )
    provider_notice_days = models.PositiveSmallIntegerField("préavis du prestataire, en jours", default=0)
    notice_effective_on = models.CharField(
        "le préavis prend effet", max_length=18, choices=NoticeEffect, blank=True
    )
    posting_margin_days = models.PositiveSmallIntegerField("marge d’acheminement, en jours", default=10)
    reminder_days = models.JSONField("rappels, en jours avant la date", default=default_ladder)
    extended_months = models.PositiveSmallIntegerField("mois d’options levées", default=0, editable=False)
    notice_means = models.CharField("moyen du préavis", max_length=10, choices=NoticeMeans, blank=True)
    ended_on = models.DateField("fin fixée par un préavis", null=True, blank=True, editable=False)
    users = models.PositiveIntegerField("utilisateurs", default=0)
    yearly_budget = models.DecimalField(
        "budget annuel HT", max_digits=12, decimal_places=2, null=True, blank=True
    )
    no_exclusion = models.BooleanField("aucune exclusion, dit au contrat", default=False)
    is_demo = models.BooleanField("contrat d’exemple", default=False)

    objects = ContractManager()

    CLIENT_COLUMNS = ("posting_margin_days", "reminder_days", "yearly_budget")
    """What the client set for itself: no promise of the contract, and never the provider's to read."""

    class Meta:
        base_manager_name = "objects"
        verbose_name = "contrat"
        constraints = [
            models.UniqueConstraint(
                fields=["client", "reference"], name="contract_reference_once_per_client"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="contract_ends_after_start"),
            models.CheckConstraint(condition=~Q(client=F("provider")), name="contract_two_parties"),
            models.CheckConstraint(
                condition=Q(notice_months=0) | Q(notice_days=0), name="contract_notice_in_one_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def clause(self) -> Clause:
        """What the contract says of its end, for the date engine; 0 renewals at most: no limit is stated.

        Without a word on renewal, the contract ends with its firm period.
        """
        return Clause(
            initial_end=self.ends_on,
            renewal=kept_renewal(self.renewal),
            renewal_months=self.renewal_months,
            max_renewals=self.max_renewals or None,
            notice_months=self.notice_months,
            notice_days=self.notice_days,
            extended_months=self.extended_months,
            ended_on=self.ended_on,
        )

    @property
    def provider_clause(self) -> Clause:
        """The same end with the provider's notice; the client's own where the contract states one for both."""
        return with_notice(self.clause, self.provider_notice_months, self.provider_notice_days)

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
    matrix = models.JSONField("matrice des priorités", default=list, blank=True)

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
