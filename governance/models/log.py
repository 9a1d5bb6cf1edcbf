"""The referent's log: complaints and praise, which the provider never reads."""

from __future__ import annotations

from django.db import models

from core.scope import ClientOnly
from governance.models.committees import ActionItem, Decision


class LogEntry(ClientOnly):
    """A complaint or a word of praise as it was heard, and the action or the decision that followed."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", "Plainte"
        PRAISE = "praise", "Éloge"

    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField("nature", max_length=9, choices=Kind)
    day = models.DateField("entendu le")
    about = models.CharField("au sujet de", max_length=120)
    words = models.CharField("propos", max_length=1000)
    action = models.ForeignKey(
        ActionItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="action"
    )
    decision = models.ForeignKey(
        Decision, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="décision"
    )

    class Meta(ClientOnly.Meta):
        verbose_name = "ligne du journal de bord"
        verbose_name_plural = "lignes du journal de bord"
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="log_number_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.about}"

    @property
    def label(self) -> str:
        """« J-3 »."""
        return f"J-{self.number}"
