"""Price revision: the clause, the index values typed in with their source, the revisions applied."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.engine.revision import Formula
from contracts.engine.revision_dates import RevisionTerms
from core.fields import MonthField
from core.scope import ContractBound


class RevisionClause(ContractBound):
    """What the contract says of price revision. Shares, caps and floors in percent; empty where it says nothing."""

    class Rounding(models.TextChoices):
        NONE = "none", "aucun"
        NEAREST_3 = "nearest_3", "au millième"
        NEAREST_4 = "nearest_4", "au dix-millième"
        UP_3 = "up_3", "au millième supérieur"
        UP_4 = "up_4", "au dix-millième supérieur"

    class Asker(models.TextChoices):
        PROVIDER = "provider", "le prestataire"
        CLIENT = "client", "le client"
        AUTOMATIC = "automatic", "de plein droit"

    index = models.CharField("indice", max_length=40)
    base_month = MonthField("mois de base")
    first_on = models.DateField("première révision")
    every_months = models.PositiveSmallIntegerField("période, en mois", null=True)
    lag_months = models.PositiveSmallIntegerField("décalage de publication, en mois", null=True)
    fixed_share = models.DecimalField("part fixe, en %", max_digits=5, decimal_places=2, null=True)
    cap_pct = models.DecimalField("plafond, en %", max_digits=5, decimal_places=2, null=True)
    floor_pct = models.DecimalField("plancher, en %", max_digits=5, decimal_places=2, null=True)
    rounding = models.CharField("arrondi du coefficient", max_length=10, choices=Rounding, blank=True)
    minimum_coefficient = models.DecimalField(
        "coefficient minimal", max_digits=8, decimal_places=6, null=True
    )
    link_coefficient = models.DecimalField("raccordement", max_digits=9, decimal_places=5, null=True)
    link_old = models.DecimalField("ancienne série", max_digits=10, decimal_places=3, null=True)
    link_new = models.DecimalField("nouvelle série", max_digits=10, decimal_places=3, null=True)
    linked_since = MonthField("nouvelle série depuis", null=True)
    asked_by = models.CharField("demandée par", max_length=9, choices=Asker, blank=True)
    claim_days = models.PositiveSmallIntegerField("forclusion, en jours", default=0)
    clause = models.CharField("clause", max_length=60, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "clause de révision"
        verbose_name_plural = "clauses de révision"
        constraints = [
            models.UniqueConstraint(fields=["contract"], name="revision_clause_once"),
            models.CheckConstraint(
                condition=Q(fixed_share__gte=0, fixed_share__lte=100), name="revision_share_is_a_share"
            ),
            models.CheckConstraint(condition=Q(every_months__gte=1), name="revision_period_above_zero"),
            models.CheckConstraint(
                condition=Q(
                    link_coefficient__isnull=True,
                    link_old__isnull=True,
                    link_new__isnull=True,
                    linked_since__isnull=True,
                )
                | Q(
                    link_coefficient__gt=0,
                    link_old__isnull=True,
                    link_new__isnull=True,
                    linked_since__isnull=False,
                )
                | Q(
                    link_coefficient__isnull=True, link_old__gt=0, link_new__gt=0, linked_since__isnull=False
                ),
                name="revision_link_has_its_month",
            ),
        ]

    def __str__(self) -> str:
        return self.index

    @property
    def terms(self) -> RevisionTerms:
        """The clause for the engine."""
        return RevisionTerms(
            index=self.index,
            base_month=self.base_month,
            first_on=self.first_on,
            every_months=self.every_months,
            lag_months=self.lag_months,
            formula=Formula(
                None if self.fixed_share is None else Decimal(self.fixed_share) / 100,
                self.cap_pct,
                self.floor_pct,
                self.rounding,
                self.minimum_coefficient,
                self.link_coefficient,
                self.link_old,
                self.link_new,
            ),
            linked_since=self.linked_since,
            asked_by=self.asked_by,
            claim_days=self.claim_days,
            clause=self.clause,
        )


class IndexValue(ContractBound):
    """One published value of an index, and where it was read. Those of the contract file have no author."""

    index = models.CharField("indice", max_length=40)
    month = MonthField("mois")
    value = models.DecimalField("valeur", max_digits=10, decimal_places=3)
    source = models.CharField("source", max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="saisie par"
    )
    entered_at = models.DateTimeField("saisie le", null=True)

    class Meta(ContractBound.Meta):
        verbose_name = "valeur d’indice"
        verbose_name_plural = "valeurs d’indice"
        constraints = [
            models.UniqueConstraint(fields=["contract", "index", "month"], name="index_value_once"),
            models.CheckConstraint(condition=Q(value__gt=0), name="index_value_above_zero"),
            models.CheckConstraint(condition=~Q(source=""), name="index_value_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.month}"


class PriceRevision(ContractBound):
    """A revision that a person applied: the fee from a date on, with the calculation as it was made."""

    effective_on = models.DateField("prise d’effet")
    asked_on = models.DateField("demandée le", null=True)
    base_price = models.DecimalField("forfait de base HT", max_digits=12, decimal_places=2)
    former_price = models.DecimalField("forfait jusque-là HT", max_digits=12, decimal_places=2)
    price = models.DecimalField("forfait révisé HT", max_digits=12, decimal_places=2)
    index = models.CharField("indice", max_length=40)
    s0_month = MonthField("mois de S0")
    s0 = models.DecimalField("S0", max_digits=10, decimal_places=3)
    s1_month = MonthField("mois de S1")
    s1 = models.DecimalField("S1", max_digits=10, decimal_places=3)
    proof = models.JSONField("calcul", default=list)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="appliquée par"
    )
    applied_at = models.DateTimeField("appliquée le")

    class Meta(ContractBound.Meta):
        verbose_name = "révision de prix"
        verbose_name_plural = "révisions de prix"
        constraints = [
            models.UniqueConstraint(fields=["contract", "effective_on"], name="price_revision_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="price_revision_not_negative"),
        ]

    def __str__(self) -> str:
        return f"révision du {self.effective_on}"
