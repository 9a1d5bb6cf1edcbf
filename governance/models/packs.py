"""Committee packs: the PDF, its variant, the facts it was made from."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.scope import Addressed
from governance.models.committees import Committee


class Pack(Addressed):
    """One rendered pack. Only the shared variants are addressed to both sides.

    What was sent is frozen: what comes after it is another version.
    """

    class Variant(models.TextChoices):
        CLIENT = "client", "Exemplaire client"
        SHARED = "partage", "Exemplaire partagé"
        EXECUTIVE = "executif", "Exemplaire direction"
        STRATEGIC_CLIENT = "costrat-client", "Dossier stratégique, exemplaire client"
        STRATEGIC_SHARED = "costrat-partage", "Dossier stratégique, exemplaire partagé"
        STRATEGIC_EXECUTIVE = "costrat-executif", "Dossier stratégique, exemplaire direction"
        AUDIT_CLIENT = "audit-client", "Dossier d’audit, exemplaire client"
        AUDIT_SHARED = "audit-partage", "Dossier d’audit, exemplaire partagé"

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="packs", verbose_name="comité")
    variant = models.CharField("variante", max_length=16, choices=Variant)
    version = models.PositiveSmallIntegerField("version", default=1)
    provisional = models.BooleanField("provisoire", default=True)
    twin_name = models.CharField("nom de la version web", max_length=80, blank=True)
    storage_name = models.CharField("nom de stockage", max_length=80, unique=True)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    size = models.PositiveIntegerField("taille, en octets")
    pages = models.PositiveSmallIntegerField("pages")
    facts_digest = models.CharField("empreinte des faits", max_length=64)
    content_digest = models.CharField("empreinte du contenu", max_length=64, default="", editable=False)
    told = models.JSONField("ce qu’il dit", default=dict, editable=False)
    rendered_at = models.DateTimeField("produit le")
    frozen_at = models.DateTimeField("figé le", null=True, blank=True)

    class Meta(Addressed.Meta):
        verbose_name = "dossier de comité"
        verbose_name_plural = "dossiers de comité"
        constraints = [
            models.UniqueConstraint(fields=["committee", "variant", "version"], name="pack_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.variant} v{self.version}"


class PackText(Addressed):
    """A title and a conclusion that the client wrote over the generated ones, for its own copies or for the shared one.

    `page` is the kind of page; figures are no text and cannot be written.
    """

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="texts", verbose_name="comité")
    page = models.CharField("page", max_length=16)
    title = models.CharField("titre", max_length=160)
    lead = models.CharField("conclusion", max_length=600, blank=True)
    written_at = models.DateTimeField("écrit le")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="écrit par"
    )

    class Meta(Addressed.Meta):
        verbose_name = "texte d’un dossier"
        verbose_name_plural = "textes d’un dossier"
        constraints = [
            models.UniqueConstraint(fields=["committee", "audience", "page"], name="pack_text_once"),
            models.CheckConstraint(
                condition=models.Q(audience__in=["both", "client"]), name="pack_text_audience"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.page}"
