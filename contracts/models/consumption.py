"""What a month cost out of the fee: the one record that work units, budget and invoices read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from contracts.models.work_units import Level, WorkUnit
from core.fields import MonthField
from core.scope import Addressed

PRICED = {"unit_price__isnull": False, "unit_price__gte": 0}
"""A price, and not under 0: the database takes what it cannot compare for true."""


class Consumption(Addressed):
    """A quantity booked in a month: on a work unit, an exclusion, a volume band, or « imprévu » where none of them is.

    A unit is paid by the catalogue; anything else has its own words and price. `exclusion` and `band` are numbers of
    the contract, for its rows may be written anew. Of a band, `quantity` is the volume of the month and `covered` what
    the fee covers of it. A correction names in `corrects` the line of a closed month that it adds to or takes from.
    `version` tells a stale form.
    """

    month = MonthField("mois")
    unit = models.ForeignKey(
        WorkUnit, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="unité d’œuvre"
    )
    level = models.CharField("niveau", max_length=1, choices=Level, blank=True)
    exclusion = models.PositiveSmallIntegerField("exclusion", null=True, blank=True)
    band = models.PositiveSmallIntegerField("tranche de volume", null=True, blank=True)
    corrects = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="ligne corrigée"
    )
    label = models.CharField("libellé", max_length=160, blank=True)
    unit_price = models.DecimalField(
        "prix unitaire HT, hors catalogue", max_digits=12, decimal_places=2, null=True, blank=True
    )
    quantity = models.DecimalField("quantité", max_digits=12, decimal_places=2)
    covered = models.DecimalField("compris dans la tranche", max_digits=14, decimal_places=4, default=0)
    version = models.PositiveIntegerField("version", default=1)

    class Meta(Addressed.Meta):
        verbose_name = "consommation"
        indexes = [models.Index(fields=["contract", "month"], name="consumption_by_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "month", "unit", "level"],
                condition=Q(unit__isnull=False),
                name="consumption_of_unit_once",
            ),
            models.UniqueConstraint(
                fields=["contract", "month", "exclusion", "label"],
                condition=Q(exclusion__isnull=False),
                name="consumption_of_exclusion_once",
            ),
            models.UniqueConstraint(
                fields=["contract", "month", "band", "label"],
                condition=Q(band__isnull=False),
                name="consumption_of_band_once",
            ),
            models.UniqueConstraint(
                fields=["contract", "month", "corrects"],
                condition=Q(corrects__isnull=False),
                name="consumption_correction_once",
            ),
            models.UniqueConstraint(
                fields=["contract", "month", "label"],
                condition=Q(
                    unit__isnull=True, exclusion__isnull=True, band__isnull=True, corrects__isnull=True
                ),
                name="consumption_unforeseen_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    unit__isnull=False, exclusion=None, band=None, corrects=None, label="", unit_price=None
                )
                | Q(unit=None, band=None, corrects=None, level="", **PRICED) & ~Q(label="")
                | Q(unit=None, exclusion=None, band__isnull=False, corrects=None, level="", **PRICED)
                & ~Q(label="")
                | Q(unit=None, exclusion=None, band=None, corrects__isnull=False, level="", unit_price=None)
                & ~Q(label=""),
                name="consumption_booked_on_one_line",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) | Q(corrects__isnull=False),
                name="consumption_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(covered=0) | Q(covered__gt=0, band__isnull=False),
                name="consumption_covered_by_band",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.label or self.unit_id}"
