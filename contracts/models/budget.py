"""Money of the contract: budget by year and post, volume bands, provider invoices."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.engine.ratios import round_half_up
from core.fields import MonthField
from core.scope import ClientOnly, ContractBound


class VolumeBand(ContractBound):
    """A volume that the fee covers, more or less a tolerance; each unit above has a price."""

    number = models.PositiveSmallIntegerField("numéro")
    name = models.CharField("libellé", max_length=160)
    base = models.PositiveIntegerField("base")
    tolerance_pct = models.DecimalField("tolérance, en %", max_digits=5, decimal_places=2, default=0)
    unit_price = models.DecimalField("prix au-delà HT", max_digits=10, decimal_places=2)

    class Meta(ContractBound.Meta):
        verbose_name = "tranche de volume"
        verbose_name_plural = "tranches de volume"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="volume_band_once"),
            models.CheckConstraint(condition=Q(base__gte=1, unit_price__gte=0), name="volume_band_counts"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def upper(self) -> Decimal:
        """The volume that the fee covers, tolerance included."""
        return self.base * (100 + self.tolerance_pct) / 100


class BudgetLine(ClientOnly):
    """What was foreseen for one post in one contract year, and what happens beyond it; `rule` empty where it is not said."""

    class Kind(models.TextChoices):
        FEE = "fee", "Forfait"
        INDEXATION = "indexation", "Indexation"
        UNITS = "units", "Unités d’œuvre"
        EXCLUSION = "exclusion", "Exclusions facturées"
        UNFORESEEN = "unforeseen", "Imprévu"
        BAND = "band", "Tranches de volume"

    class Rule(models.TextChoices):
        BLOCK = "block", "bloquer"
        WARN = "warn", "avertir"
        BILL = "bill", "facturer"

    year = models.PositiveSmallIntegerField("exercice")
    kind = models.CharField("poste", max_length=10, choices=Kind)
    amount = models.DecimalField("montant HT", max_digits=12, decimal_places=2)
    rule = models.CharField("dépassement", max_length=5, choices=Rule, blank=True)

    class Meta(ClientOnly.Meta):
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        constraints = [
            models.UniqueConstraint(fields=["contract", "year", "kind"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_line_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.kind}"


class Invoice(ClientOnly):
    """An invoice of the provider for one month, as it was received."""

    number = models.CharField("numéro de facture", max_length=60)
    month = MonthField("mois facturé")
    issued_on = models.DateField("date")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="saisie par"
    )
    entered_at = models.DateTimeField("saisie le")

    class Meta(ClientOnly.Meta):
        verbose_name = "facture"
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="invoice_once")]

    def __str__(self) -> str:
        return self.number


class InvoiceLine(ClientOnly):
    """A line of an invoice; a credit has a negative price."""

    class Kind(models.TextChoices):
        FEE = "fee", "Forfait"
        UNITS = "units", "Unités d’œuvre"
        EXCLUSION = "exclusion", "Exclusion"
        UNFORESEEN = "unforeseen", "Imprévu"
        BAND = "band", "Tranche de volume"
        CREDIT = "credit", "Pénalité ou avoir"

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines", verbose_name="facture")
    rank = models.PositiveSmallIntegerField("rang")
    kind = models.CharField("poste", max_length=10, choices=Kind)
    label = models.CharField("libellé", max_length=160)
    quantity = models.DecimalField("quantité", max_digits=12, decimal_places=2)
    unit_price = models.DecimalField("prix unitaire HT", max_digits=12, decimal_places=2)

    class Meta(ClientOnly.Meta):
        verbose_name = "ligne de facture"
        verbose_name_plural = "lignes de facture"
        constraints = [
            models.UniqueConstraint(fields=["invoice", "rank"], name="invoice_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="invoice_quantity_not_negative"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def amount(self) -> Decimal:
        """Euros excluding VAT, to the cent."""
        return round_half_up(self.quantity * self.unit_price, 2)
