"""The client's own list of incidents, held against the provider's tickets."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.scope import Addressed, Audience
from reports.models import Ticket


class ClientIncident(Addressed):
    """One incident as the client knows it, and the ticket it was found in (none: the provider tells of none).

    Read by the client alone until it is shared.
    """

    class Source(models.TextChoices):
        FORM = "form", "Saisie"
        UPLOAD = "upload", "Fichier"
        MONITORING = "monitoring", "Supervision"

    class MatchedBy(models.TextChoices):
        REFERENCE = "reference", "Référence"
        RESEMBLANCE = "resemblance", "Heure et ressemblance"

    audience = models.CharField("diffusion", max_length=8, choices=Audience, default=Audience.CLIENT)
    opened_at = models.DateTimeField("survenu le")
    title = models.CharField("titre", max_length=300)
    item = models.CharField("service ou matériel", max_length=120, blank=True)
    site = models.CharField("site", max_length=80, blank=True)
    reference = models.CharField("référence du ticket", max_length=60, blank=True)
    source = models.CharField("origine", max_length=10, choices=Source)
    added_at = models.DateTimeField("ajouté le")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ajouté par"
    )
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, related_name="+", verbose_name="ticket retrouvé"
    )
    matched_by = models.CharField("retrouvé par", max_length=11, choices=MatchedBy, blank=True)

    class Meta(Addressed.Meta):
        verbose_name = "incident relevé par le client"
        verbose_name_plural = "incidents relevés par le client"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "opened_at", "title", "reference"], name="client_incident_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opened_at} {self.title}"
