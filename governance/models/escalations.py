"""Escalations under way: what triggered one, and the rungs of the ladder as they were when it was opened."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from contracts.engine.people import SIDES
from contracts.engine.scope_words import choices
from core.scope import ContractBound


class Escalation(ContractBound):
    """A major incident or a subject brought up the ladder, from its trigger to its summary."""

    number = models.PositiveSmallIntegerField("numéro")
    subject = models.CharField("sujet", max_length=200)
    ticket = models.CharField("ticket", max_length=60, blank=True)
    triggered_at = models.DateTimeField("déclenchée le")
    opened_at = models.DateTimeField("ouverte le")
    opened_side = models.CharField("ouverte par", max_length=8, choices=choices(SIDES))
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    summary = models.CharField("bilan", max_length=1000, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "escalade"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="escalation_case_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, summary="") | Q(closed_at__isnull=False) & ~Q(summary=""),
                name="escalation_closed_has_summary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.subject}"

    @property
    def label(self) -> str:
        """« E-3 »."""
        return f"E-{self.number}"


class EscalationCall(ContractBound):
    """One rung of an escalation: who is to be called on each side, until when, and when they were.

    Names and delay are those of the ladder on the day: it may change later.
    """

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="calls", verbose_name="escalade")
    level = models.PositiveSmallIntegerField("niveau")
    delay = models.CharField("délai", max_length=40)
    client = models.CharField("chez le client", max_length=250, blank=True)
    provider = models.CharField("chez le prestataire", max_length=250, blank=True)
    due_at = models.DateTimeField("à appeler avant le")
    called_at = models.DateTimeField("appelé le", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "niveau d’une escalade"
        verbose_name_plural = "niveaux d’une escalade"
        constraints = [
            models.UniqueConstraint(fields=["escalation", "level"], name="escalation_call_level_once")
        ]

    def __str__(self) -> str:
        return f"niveau {self.level}"
