"""A sitting and its minutes: what became of each matter, who was there, who read, who signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.scope import ContractBound
from governance.engine.outcomes import OUTCOMES, WATCH
from governance.models.committees import Committee


class MatterOutcome(ContractBound):
    """What a committee did of a breach or a signal; `title` is the matter as it was read that day."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="outcomes", verbose_name="comité")
    origin = models.CharField("origine", max_length=80)
    title = models.CharField("point", max_length=300)
    choice = models.CharField("issue", max_length=11, choices=list(OUTCOMES.items()))
    until = models.DateField("surveillé jusqu’au", null=True, blank=True)
    note = models.TextField("motif", blank=True)
    settled_at = models.DateTimeField("dit le")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par"
    )

    class Meta(ContractBound.Meta):
        verbose_name = "issue d’un point"
        constraints = [
            models.UniqueConstraint(fields=["committee", "origin"], name="matter_outcome_once"),
            models.CheckConstraint(
                condition=Q(choice=WATCH, until__isnull=False) | (~Q(choice=WATCH) & Q(until=None)),
                name="matter_watched_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} : {self.get_choice_display()}"


class Minutes(ContractBound):
    """The minutes of a committee, shared by both sides; what is signed no longer changes.

    `present`: names, as they were ticked. `by_silence`: the provider's reading is its silence, which the contract says approves.
    `content`: the text that was signed, with its digest.
    """

    committee = models.OneToOneField(Committee, models.CASCADE, related_name="minutes", verbose_name="comité")
    present = models.JSONField("présents", default=list)
    notes = models.TextField("notes de séance", blank=True)
    no_action = models.BooleanField("aucune action n’est demandée", default=False)
    saved_at = models.DateTimeField("enregistré le", null=True, blank=True)
    remark = models.TextField("observations du prestataire", blank=True)
    client_read_at = models.DateTimeField("relu par le client le", null=True, blank=True)
    client_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="relu par"
    )
    provider_read_at = models.DateTimeField("relu par le prestataire le", null=True, blank=True)
    provider_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="relu par"
    )
    by_silence = models.BooleanField("approuvé par silence", default=False)
    signed_at = models.DateTimeField("signé le", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="signé par"
    )
    content = models.JSONField("texte signé", default=dict, blank=True)
    digest = models.CharField("empreinte", max_length=64, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "relevé de décisions"
        verbose_name_plural = "relevés de décisions"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, digest="")
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(digest="")),
                name="minutes_signed_with_digest",
            )
        ]

    def __str__(self) -> str:
        return f"Relevé, {self.committee_id}"

    @property
    def read_by(self) -> list[str]:
        """The sides that have read it as it stands, in words."""
        provider = "le prestataire, par son silence" if self.by_silence else "le prestataire"
        sides = (("le client", self.client_read_at), (provider, self.provider_read_at))
        return [side for side, at in sides if at is not None]
