"""What the provider says it manages: an inventory, whichever side deposits it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.scope import ContractBound
from reports.models.deliveries import SIDES


class Inventory(ContractBound):
    """One list of what is managed. The last one received is in force, the former ones remain."""

    name = models.CharField("fichier", max_length=120)
    digest = models.CharField("empreinte des lignes", max_length=64)
    received_at = models.DateTimeField("reçu le")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="déposé par"
    )
    side = models.CharField("déposé du côté", max_length=8, choices=SIDES)
    is_current = models.BooleanField("en vigueur", default=True)
    line_count = models.PositiveIntegerField("lignes", default=0)

    class Meta(ContractBound.Meta):
        verbose_name = "inventaire"
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(is_current=True), name="inventory_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InventoryLine(ContractBound):
    """So many of one thing, at one place."""

    inventory = models.ForeignKey(Inventory, models.CASCADE, related_name="lines", verbose_name="inventaire")
    line = models.PositiveIntegerField("ligne du fichier")
    name = models.CharField("élément", max_length=160)
    kind = models.CharField("type", max_length=160, blank=True)
    quantity = models.PositiveIntegerField("quantité", default=1)
    unit = models.CharField("unité", max_length=60, blank=True)
    site = models.CharField("site", max_length=80, blank=True)
    reference = models.CharField("référence", max_length=120, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "ligne d’inventaire"
        constraints = [
            models.UniqueConstraint(fields=["inventory", "line"], name="inventory_line_once"),
        ]

    def __str__(self) -> str:
        return self.name
