"""Work units (UO): the catalogue with its dated prices, the volumes expected, the orders."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from core.scope import ClientOnly, ContractBound


class Level(models.TextChoices):
    """Level of complexity of a unit; a unit without levels has an empty one."""

    NONE = "", "sans niveau"
    SIMPLE = "S", "simple"
    MEDIUM = "M", "moyen"
    COMPLEX = "C", "complexe"


def _quantity(name: str, **options: Any) -> Any:
    """A number of units, to the hundredth."""
    return models.DecimalField(name, max_digits=10, decimal_places=2, **options)


def _price(name: str, **options: Any) -> Any:
    """Euros excluding VAT."""
    return models.DecimalField(name, max_digits=10, decimal_places=2, **options)


class WorkUnit(ContractBound):
    """One line of the catalogue; `exclusion` is the number of the excluded scope item that it prices, if any.

    The number, not the row: the scope is written anew when it changes, and what was booked must stay.
    """

    class Period(models.TextChoices):
        MONTH = "month", "par mois"
        YEAR = "year", "par an"

    class Shortfall(models.TextChoices):
        DUE = "due", "dû"
        CARRIED = "carried", "reporté sur l’année suivante"

    class Excess(models.TextChoices):
        BILL = "bill", "facturé"
        WARN = "warn", "facturé et signalé"
        BLOCK = "block", "refusé sans bon de commande"

    code = models.SlugField("code", max_length=30)
    name = models.CharField("libellé", max_length=160)
    unit = models.CharField("unité", max_length=60)
    exclusion = models.PositiveSmallIntegerField("exclusion", null=True, blank=True)
    included = _quantity("quantité comprise dans le forfait", default=0)
    included_per = models.CharField("comprise", max_length=5, choices=Period, default=Period.MONTH)
    carry_months = models.PositiveSmallIntegerField("report du reliquat, en mois", default=0)
    minimum = _quantity("minimum garanti par an", default=0)
    shortfall = models.CharField(
        "minimum non atteint", max_length=7, choices=Shortfall, default=Shortfall.DUE
    )
    excess = models.CharField("dépassement", max_length=5, choices=Excess, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "unité d’œuvre"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="work_unit_code_once"),
            models.UniqueConstraint(fields=["contract", "exclusion"], name="work_unit_exclusion_once"),
            models.CheckConstraint(
                condition=Q(included__gte=0, minimum__gte=0), name="work_unit_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkUnitPrice(ContractBound):
    """Price of a unit at a level, from a day on."""

    unit = models.ForeignKey(WorkUnit, models.CASCADE, related_name="prices", verbose_name="unité d’œuvre")
    level = models.CharField("niveau", max_length=1, choices=Level, blank=True)
    effective_on = models.DateField("prise d’effet")
    amount = _price("prix HT")

    class Meta(ContractBound.Meta):
        verbose_name = "prix d’unité d’œuvre"
        constraints = [
            models.UniqueConstraint(fields=["unit", "level", "effective_on"], name="work_unit_price_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="work_unit_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.level} {self.effective_on}"


class VolumeEstimate(ClientOnly):
    """Yearly volumes the client expects of an exclusion: what its exposure rests on, unknown to the provider."""

    unit = models.ForeignKey(WorkUnit, models.CASCADE, related_name="+", verbose_name="unité d’œuvre")
    level = models.CharField("niveau", max_length=1, choices=Level, blank=True)
    low = _quantity("volume bas")
    likely = _quantity("volume probable")
    high = _quantity("volume haut")

    class Meta(ClientOnly.Meta):
        verbose_name = "volume estimé"
        constraints = [
            models.UniqueConstraint(fields=["unit", "level"], name="volume_estimate_once"),
            models.CheckConstraint(
                condition=Q(low__gte=0, likely__gte=F("low"), high__gte=F("likely")),
                name="volume_estimate_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low} – {self.high}"


class WorkUnitOrder(ContractBound):
    """A purchase order (bon de commande) of units, at the price of its day. `version` counts its changes."""

    number = models.PositiveSmallIntegerField("numéro")
    unit = models.ForeignKey(WorkUnit, models.RESTRICT, related_name="+", verbose_name="unité d’œuvre")
    level = models.CharField("niveau", max_length=1, choices=Level, blank=True)
    title = models.CharField("objet", max_length=160)
    quantity = _quantity("quantité commandée")
    unit_price = _price("prix unitaire HT")
    ordered_on = models.DateField("date")
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta(ContractBound.Meta):
        verbose_name = "bon de commande"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="work_unit_order_number_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0, unit_price__gte=0), name="work_unit_order_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("ordered_on")),
                name="work_unit_order_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"bon {self.number}"
