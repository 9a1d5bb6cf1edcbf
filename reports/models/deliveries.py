"""A delivery: the files of one month, what was read in them, what was wrong with them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.fields import MonthField
from core.models import Job
from core.scope import ContractBound, Side

SIDES = [(Side.CLIENT.value, "Client"), (Side.PROVIDER.value, "Prestataire")]


class Delivery(ContractBound):
    """One deposit for one month. A new deposit makes the next version; one version is current."""

    class State(models.TextChoices):
        RECEIVED = "received", "Reçu"
        READING = "reading", "Lecture en cours"
        PUBLISHED = "published", "Envoyé"
        WAITING = "waiting", "Questions à régler"
        DRAFT = "draft", "Brouillon"
        LEAVING = "leaving", "Retrait en cours"
        WITHDRAWN = "withdrawn", "Retiré"
        REFUSED = "refused", "Refusé"

    class Outcome(models.TextChoices):
        ACCEPT = "ACCEPT", "Accepté"
        WARN = "WARN", "Accepté avec avertissements"
        ASK = "ASK", "Questions à régler"
        REJECT = "REJECT", "Refusé"

    month = MonthField("mois")
    version = models.PositiveSmallIntegerField("version")
    state = models.CharField("état", max_length=10, choices=State, default=State.RECEIVED)
    outcome = models.CharField("résultat du contrôle", max_length=6, choices=Outcome, blank=True)
    is_current = models.BooleanField("version en vigueur", default=False)
    profile = models.CharField("profil de lecture", max_length=30, blank=True)
    digest = models.CharField("empreinte du dépôt", max_length=64)
    received_at = models.DateTimeField("reçu le")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="déposé par"
    )
    side = models.CharField("déposé du côté", max_length=8, choices=SIDES, default=Side.CLIENT.value)
    is_draft = models.BooleanField("brouillon, vu du seul déposant", default=False)
    is_sealed = models.BooleanField("mois clos", default=False)
    no_outage_stated = models.BooleanField("aucune panne déclarée", default=False)
    row_count = models.PositiveIntegerField("lignes lues", default=0)
    ticket_count = models.PositiveIntegerField("tickets lus", default=0)
    finding_count = models.PositiveIntegerField("constats", default=0)
    assumptions = models.JSONField("hypothèses de lecture", default=dict)
    reading = models.JSONField("contexte de lecture", default=dict)
    cannot_tell = models.JSONField("ce que l’export ne dit pas", default=list)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", verbose_name="tâche")
    was_there = False
    """Whether the deposit just made brought nothing that was not already received and read; told, not stored."""

    class Meta(ContractBound.Meta):
        verbose_name = "dépôt"
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "version"], name="delivery_version_once"),
            models.UniqueConstraint(
                fields=["contract", "month"], condition=Q(is_current=True), name="delivery_one_current"
            ),
            models.UniqueConstraint(
                fields=["contract", "month", "digest", "side"], name="delivery_same_files_once"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(is_draft=False), name="delivery_draft_never_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} v{self.version}"

    @property
    def is_being_read(self) -> bool:
        """Whether its reading is asked for or under way: what an earlier reading found no longer holds."""
        return self.state in {self.State.RECEIVED, self.State.READING}

    @property
    def is_stopped(self) -> bool:
        """Whether something must be answered or corrected before anything of it counts."""
        return self.state in {self.State.WAITING, self.State.REFUSED}


class DeliveryFile(ContractBound):
    """One original file, kept as received under a random name, with its SHA-256."""

    class Kind(models.TextChoices):
        TICKETS = "tickets", "Tickets"
        STATUS_LOG = "status_log", "Journal des statuts"
        OUTAGES = "outages", "Pannes"
        MAINTENANCE = "maintenance", "Maintenances"
        DECLARED = "declared", "Chiffres déclarés"
        SATISFACTION = "satisfaction", "Réponses de satisfaction"
        REPORT = "report", "Rapport du prestataire (PDF)"

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="files", verbose_name="dépôt")
    kind = models.CharField("nature", max_length=12, choices=Kind)
    name = models.CharField("nom", max_length=120)
    storage_name = models.CharField("nom de stockage", max_length=80)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    size = models.PositiveIntegerField("taille, en octets")
    mapping = models.ForeignKey(
        "reports.Mapping",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="correspondance de lecture",
    )

    class Meta(ContractBound.Meta):
        verbose_name = "fichier déposé"
        constraints = [
            # A later version may take a file over: its bytes are stored once.
            models.UniqueConstraint(fields=["delivery", "storage_name"], name="delivery_file_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Finding(ContractBound):
    """One thing to correct or to know in a file, at its exact place, with its remedy."""

    class Severity(models.TextChoices):
        ERROR = "error", "À corriger"
        QUESTION = "question", "Question"
        WARNING = "warning", "Avertissement"

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="findings", verbose_name="dépôt")
    severity = models.CharField("gravité", max_length=8, choices=Severity)
    code = models.CharField("code", max_length=40)
    file = models.CharField("fichier", max_length=120, blank=True)
    sheet = models.CharField("feuille", max_length=80, blank=True)
    line = models.PositiveIntegerField("ligne", null=True, blank=True)
    column = models.CharField("colonne", max_length=80, blank=True)
    cell = models.CharField("cellule", max_length=12, blank=True)
    reference = models.CharField("ticket", max_length=60, blank=True)
    value = models.CharField("valeur lue", max_length=200, blank=True)
    key = models.CharField("question", max_length=60, blank=True)
    options = models.JSONField("réponses possibles", default=list, blank=True)
    message = models.TextField("problème")
    remedy = models.TextField("remède")

    class Meta(ContractBound.Meta):
        verbose_name = "constat"

    def __str__(self) -> str:
        return self.message

    @property
    def is_of_a_cell(self) -> bool:
        """Whether it is about one cell, which may be empty, and not about a header, a line or the whole file."""
        return bool(self.column) and (self.line or 0) > 1
