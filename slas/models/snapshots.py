"""A closed month as it was closed: written once, never changed; a correction is the next revision beside it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.fields import MonthField
from core.scope import ContractBound


class MonthSnapshot(ContractBound):
    """Everything a closed month rests on and gives, as canonical JSON. Revision 1 is the closing.

    `content` is known to both sides; `penalties` are the client's until they are notified, hence apart; `tickets`
    are the tickets judged as they were told then, apart because titles may name people: `content` holds their
    digest. `sha256` covers all through their digests, the act itself, and the contract's snapshot before it.
    """

    month = MonthField("mois")
    revision = models.PositiveSmallIntegerField("révision")
    at = models.DateTimeField("date")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="auteur",
    )
    reason = models.TextField("motif", blank=True)
    content = models.TextField("contenu")
    penalties = models.TextField("pénalités")
    tickets = models.TextField("tickets", blank=True)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    previous_sha256 = models.CharField("empreinte précédente", max_length=64)

    class Meta(ContractBound.Meta):
        verbose_name = "mois clos"
        verbose_name_plural = "mois clos"
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "revision"], name="snapshot_revision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="snapshot_revision_from_one"),
            models.CheckConstraint(condition=Q(revision=1) | ~Q(reason=""), name="snapshot_revision_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.month} révision {self.revision}"
