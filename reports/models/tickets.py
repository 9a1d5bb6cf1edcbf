"""Tickets as the provider's tool knows them: the last value received of each field."""

from __future__ import annotations

from django.db import models

from core.scope import ContractBound
from reports.models.deliveries import Delivery


class Ticket(ContractBound):
    """An incident or a request. `first_delivery` and `last_delivery` say where it was seen."""

    class Type(models.TextChoices):
        INCIDENT = "incident", "Incident"
        REQUEST = "request", "Demande"

    class Status(models.TextChoices):
        NEW = "new", "Nouveau"
        IN_PROGRESS = "in_progress", "En cours"
        WAITING = "waiting", "En attente"
        RESOLVED = "resolved", "Résolu"
        CLOSED = "closed", "Clos"
        CANCELLED = "cancelled", "Annulé"
        UNKNOWN = "unknown", "Non donné"  # by an export without any column of statuses

    # Loading a month is mostly writing indexes, so only the one that queries need is kept.
    contract = models.ForeignKey(
        "contracts.Contract", models.CASCADE, related_name="+", db_index=False, verbose_name="contrat"
    )
    reference = models.CharField("référence", max_length=60)
    type = models.CharField("type", max_length=10, choices=Type)
    title = models.CharField("titre", max_length=300, blank=True)
    priority = models.CharField("priorité", max_length=10, blank=True)
    initial_priority = models.CharField("priorité initiale", max_length=10, blank=True)
    priority_changed_at = models.DateTimeField("priorité changée le", null=True, blank=True)
    status = models.CharField("statut", max_length=12, choices=Status)
    opened_at = models.DateTimeField("ouvert le")
    picked_up_at = models.DateTimeField("pris en charge le", null=True, blank=True)
    resolved_at = models.DateTimeField("résolu le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    declared_pause_seconds = models.PositiveIntegerField("suspension cumulée déclarée", default=0)
    pause_reason = models.CharField("motif de suspension", max_length=80, blank=True)
    category = models.CharField("catégorie", max_length=160, blank=True)
    site = models.CharField("site", max_length=80, blank=True)
    service = models.CharField("service", max_length=120, blank=True)
    requester = models.CharField("demandeur (pseudonyme)", max_length=64, blank=True)
    group = models.CharField("groupe", max_length=120, blank=True)
    reopen_count = models.PositiveSmallIntegerField("réouvertures", default=0)
    satisfaction = models.DecimalField("satisfaction", max_digits=4, decimal_places=2, null=True, blank=True)
    declared_met = models.BooleanField("délai tenu selon le prestataire", null=True, blank=True)
    parent_reference = models.CharField("ticket parent", max_length=60, blank=True)
    duplicate_of = models.CharField("doublon de", max_length=60, blank=True)
    assigned_at = models.DateTimeField("affecté le", null=True, blank=True)
    restored_at = models.DateTimeField("rétabli le", null=True, blank=True)
    lowering_approved = models.BooleanField("abaissement accepté par le client", null=True, blank=True)
    cancelled_by = models.CharField("annulé par", max_length=60, blank=True)
    cancel_reason = models.CharField("motif d’annulation", max_length=160, blank=True)
    first_delivery = models.ForeignKey(
        Delivery, models.PROTECT, related_name="+", db_index=False, verbose_name="premier dépôt"
    )
    last_delivery = models.ForeignKey(
        Delivery, models.PROTECT, related_name="tickets", db_index=False, verbose_name="dernier dépôt"
    )

    class Meta(ContractBound.Meta):
        verbose_name = "ticket"
        constraints = [
            models.UniqueConstraint(fields=["contract", "reference"], name="ticket_reference_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class TicketPause(ContractBound):
    """A waiting interval of a ticket, from the status journal. `reason` is normalised, `label` as received."""

    class Reason(models.TextChoices):
        USER = "waiting_user", "Attente utilisateur"
        CLIENT = "waiting_client", "Attente client"
        THIRD_PARTY = "waiting_third_party", "Attente tiers hors contrat"
        PROVIDER = "waiting_provider", "Attente prestataire ou sous-traitant"
        OTHER = "other", "Autre motif"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="pauses", verbose_name="ticket")
    started_at = models.DateTimeField("début")
    ended_at = models.DateTimeField("fin", null=True, blank=True)
    reason = models.CharField("motif", max_length=20, choices=Reason)
    label = models.CharField("libellé reçu", max_length=80, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "suspension"
        constraints = [
            models.UniqueConstraint(fields=["ticket", "started_at", "reason"], name="pause_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.reason}"


class StatusChange(ContractBound):
    """One line of a ticket's status journal. `position` orders the changes of a ticket, from 0."""

    ticket = models.ForeignKey(
        Ticket, models.CASCADE, related_name="status_changes", db_index=False, verbose_name="ticket"
    )
    position = models.PositiveIntegerField("rang")
    at = models.DateTimeField("le")
    from_status = models.CharField("de", max_length=12, choices=Ticket.Status, blank=True)
    to_status = models.CharField("à", max_length=12, choices=Ticket.Status)
    actor = models.CharField("acteur (pseudonyme)", max_length=64, blank=True)
    reason = models.CharField("motif reçu", max_length=80, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "changement de statut"
        constraints = [
            models.UniqueConstraint(fields=["ticket", "position"], name="status_change_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.from_status} {self.to_status}"


class TicketChange(ContractBound):
    """A field of a ticket that a later delivery tells otherwise; or its coming and going between two versions."""

    COMING, GOING = "+", "-"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="changes", verbose_name="ticket")
    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="ticket_changes", verbose_name="dépôt"
    )
    field = models.CharField("champ", max_length=30)
    before = models.CharField("avant", max_length=300, blank=True)
    after = models.CharField("après", max_length=300, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "changement de ticket"

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.field}"
