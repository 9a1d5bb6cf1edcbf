"""What is in the contract, out of it, or in neither."""

from django.db import models

from core.scope import ContractBound


class ScopeItem(ContractBound):
    """One line of the scope, with its quantity and unit."""

    class Status(models.TextChoices):
        IN = "in", "Inclus"
        OUT = "out", "Exclu"
        GREY = "grey", "Zone grise"

    number = models.PositiveSmallIntegerField("numéro")
    name = models.CharField("élément", max_length=160)
    status = models.CharField("statut", max_length=4, choices=Status)
    quantity = models.PositiveIntegerField("volume", null=True, blank=True)
    unit = models.CharField("unité", max_length=60, blank=True)
    unit_price = models.DecimalField(
        "prix de l’unité d’œuvre HT", max_digits=10, decimal_places=2, null=True, blank=True
    )

    class Meta(ContractBound.Meta):
        verbose_name = "élément de périmètre"
        constraints = [
            models.UniqueConstraint(fields=["contract", "status", "number"], name="scope_item_number_once")
        ]

    def __str__(self) -> str:
        return self.name
