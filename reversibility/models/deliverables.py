"""Could we leave? The deliverables of the exit, and the proof of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.scope import ClientOnly


class ExitDeliverable(ClientOnly):
    """One of the deliverables that an exit needs. Its state is derived from its proofs, never typed in.

    T0 is the day the termination notice is received; `due_days` is None where the day does not hang on T0 alone.
    """

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
    owner = models.CharField("porteur", max_length=80, blank=True)
    weight = models.PositiveSmallIntegerField("poids", default=1)
    validity_months = models.PositiveSmallIntegerField("validité d’une preuve, en mois", default=12)
    criterion = models.CharField("critère d’acceptation", max_length=300, blank=True)
    due = models.CharField("échéance", max_length=120, blank=True)
    due_days = models.PositiveSmallIntegerField("échéance, en jours après T0", null=True, blank=True)

    class Meta(ClientOnly.Meta):
        verbose_name = "livrable de réversibilité"
        verbose_name_plural = "livrables de réversibilité"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="exit_deliverable_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 5)), name="exit_weight_range"),
            models.CheckConstraint(condition=Q(validity_months__gte=1), name="exit_validity_positive"),
            models.CheckConstraint(condition=Q(family__in=list("ABCDEFGH")), name="exit_family_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
