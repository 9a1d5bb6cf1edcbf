"""How a provider's export is read: which of its columns and words are which of ours, as a person settled it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.scope import ContractBound

READING = (
    "header", "base", "columns", "statuses", "priorities", "types", "reasons", "timezone", "date_order", "defaults",
)  # fmt: skip


class Mapping(ContractBound):
    """One version of a named correspondence. It is never edited: a change is the next version."""

    name = models.CharField("nom", max_length=30)
    version = models.PositiveSmallIntegerField("version")
    header_key = models.CharField("empreinte de l’en-tête", max_length=64)
    header = models.JSONField("en-tête")
    base = models.CharField("outil dont les mots sont repris", max_length=30, blank=True)
    columns = models.JSONField("colonnes", default=dict)
    statuses = models.JSONField("statuts", default=dict)
    priorities = models.JSONField("priorités", default=dict)
    types = models.JSONField("types", default=dict)
    reasons = models.JSONField("motifs de suspension", default=dict)
    timezone = models.CharField("fuseau horaire", max_length=60)
    date_order = models.CharField("ordre des dates", max_length=3, blank=True)
    defaults = models.JSONField("valeurs par défaut", default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="enregistrée par"
    )
    created_at = models.DateTimeField("enregistrée le")

    class Meta(ContractBound.Meta):
        verbose_name = "correspondance"
        constraints = [
            models.UniqueConstraint(fields=["contract", "name", "version"], name="mapping_version_once"),
            models.CheckConstraint(
                condition=Q(date_order__in=["", "dmy", "mdy"]), name="mapping_date_order_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="mapping_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    def to_mapping(self) -> dict[str, Any]:
        """What the reading needs, as plain values."""
        return {"name": self.name, "version": self.version} | {name: getattr(self, name) for name in READING}
