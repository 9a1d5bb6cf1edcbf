"""Could we leave? The deliverables of the exit, and the proof of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.scope import ClientOnly


class ExitDeliverable(ClientOnly):
    """One of the deliverables that an exit needs. Its state is derived from its proof, never typed in."""

    class Family(models.TextChoices):
        GOVERNANCE = "A", "Gouvernance"
        DATA = "B", "Données"
        BACKUPS = "C", "Sauvegardes"
        ACCESS = "D", "Accès"
        DOCUMENTS = "E", "Documentation"
        ASSETS = "F", "Contrats et actifs"
        SKILLS = "G", "Compétences"
        ACCEPTANCE = "H", "Recette"

    number = models.PositiveSmallIntegerField("numéro")
    family = models.CharField("famille", max_length=1, choices=Family)
    name = models.CharField("livrable", max_length=160)
    owner_side = models.CharField(
        "partie", max_length=8, choices=[("client", "Client"), ("provider", "Prestataire")]
    )
    weight = models.PositiveSmallIntegerField("poids", default=1)
    validity_months = models.PositiveSmallIntegerField("validité d’une preuve, en mois", default=12)
    proof = models.CharField("preuve", max_length=200, blank=True)
    proof_on = models.DateField("date de la preuve", null=True, blank=True)
    accepted = models.BooleanField("recette signée", default=False)

    class Meta(ClientOnly.Meta):
        verbose_name = "livrable de réversibilité"
        verbose_name_plural = "livrables de réversibilité"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="exit_deliverable_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 5)), name="exit_weight_range"),
            models.CheckConstraint(condition=Q(proof_on=None) | ~Q(proof=""), name="exit_proof_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
