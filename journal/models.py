"""The append-only, hash-chained record of who did what."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.scope import ContractBound


class JournalEntry(ContractBound):
    """One act on one contract, chained to the one before it by its hash."""

    sequence = models.PositiveIntegerField("numéro")
    at = models.DateTimeField("date")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="auteur",
    )
    actor_role = models.CharField("rôle", max_length=20, blank=True)
    action = models.CharField("acte", max_length=60)
    subject = models.CharField("objet", max_length=200)
    details = models.JSONField("détails", default=dict)
    reason = models.TextField("motif", blank=True)
    previous_hash = models.CharField("empreinte précédente", max_length=64)
    hash = models.CharField("empreinte", max_length=64)

    class Meta(ContractBound.Meta):
        verbose_name = "ligne du journal"
        verbose_name_plural = "lignes du journal"
        constraints = [
            models.UniqueConstraint(fields=["contract", "sequence"], name="journal_sequence_without_gap")
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"
