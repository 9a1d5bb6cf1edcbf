"""Packs on their way: one row for each reader of a version, and the links that open one without account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.scope import Addressed, ClientOnly
from governance.models.packs import Pack


class PackDelivery(Addressed):
    """One version of a pack for one reader: the mail as it was written, and what became of it.

    `opened_at`: when the reader first opened it at the portal; what is read in the mail itself is not known.
    `leaving` is written before the mail is handed over: found there afterwards, nobody knows whether it left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Départ en attente"
        LEAVING = "leaving", "Départ en cours"
        SENT = "sent", "Remis au serveur de courrier"
        FAILED = "failed", "Non remis"

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="deliveries", verbose_name="dossier")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="destinataire"
    )
    attached = models.BooleanField("PDF joint", default=True)
    subject = models.CharField("objet", max_length=100)
    text = models.TextField("texte")
    html = models.TextField("texte mis en forme")
    state = models.CharField("état", max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("envois demandés", default=1)
    fault = models.CharField("cause", max_length=200, blank=True)
    asked_at = models.DateTimeField("demandé le")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="envoyé par"
    )
    sent_at = models.DateTimeField("remis le", null=True, blank=True)
    opened_at = models.DateTimeField("ouvert le", null=True, blank=True)

    class Meta(Addressed.Meta):
        verbose_name = "remise d’un dossier"
        verbose_name_plural = "remises de dossiers"
        constraints = [
            models.UniqueConstraint(fields=["pack", "reader"], name="pack_delivered_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="pack_delivery_sent_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.get_state_display()}"


class PackLink(ClientOnly):
    """A link to one version of a pack for somebody without account, known by the digest of its token."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="links", verbose_name="dossier")
    reader = models.CharField("pour", max_length=120)
    token_hash = models.CharField("empreinte du lien", max_length=64, unique=True)
    made_at = models.DateTimeField("créé le")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="créé par"
    )
    expires_at = models.DateTimeField("répond jusqu’au")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta(ClientOnly.Meta):
        verbose_name = "lien vers un dossier"
        verbose_name_plural = "liens vers un dossier"
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="pack_link_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} pour {self.reader}"
