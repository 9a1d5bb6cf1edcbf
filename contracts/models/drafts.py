"""What one person has typed or deposited of a contract and not confirmed yet, read by nobody else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User


class ContractDraft(models.Model):
    """The answers to the guided form, or the file that waits for its confirmation; at most one of each per person.

    The file of a contract in place keeps in `answers` which contract it is, and what it was shown to change.
    """

    class Kind(models.TextChoices):
        GUIDED = "guided", "Saisie guidée"
        FILE = "file", "Fichier"
        RELOAD = "reload", "Fichier d’un contrat en place"

    author = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="auteur")
    kind = models.CharField("nature", max_length=6, choices=Kind)
    model = models.CharField("modèle", max_length=40, blank=True)
    answers = models.JSONField("réponses, telles que tapées", default=dict)
    source = models.CharField("contrat repris", max_length=40, blank=True)
    content = models.TextField("fichier, ou sites et horaires repris", blank=True)
    updated_at = models.DateTimeField("enregistré le", auto_now=True)

    class Meta:
        verbose_name = "contrat en préparation"
        constraints = [
            models.UniqueConstraint(fields=["author", "kind"], name="draft_one_of_a_kind_per_author"),
            models.CheckConstraint(
                condition=(Q(kind="guided") & ~Q(model=""))
                | (Q(kind__in=["file", "reload"]) & ~Q(content="")),
                name="draft_has_its_ground",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
