"""Contested verdicts: what one side asks, with evidence and a date, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from core.fields import MonthField
from core.scope import ContractBound, Side
from reports.models import Ticket
from slas.engine.disputing import CLIENT, LEAST_TEXT, PROVIDER, answering_side
from slas.engine.verdicts import Verdict, life_words

SIDES = [(Side.CLIENT.value, "Client"), (Side.PROVIDER.value, "Prestataire")]
PENDING = ("open", "committee")
GROUNDS = {
    "contestation": (
        *("dates", "pause", "calendar", "priority", "counting"),
        *("client", "third_party", "other"),
    ),
    "exclusion": (
        *("client", "third_party", "force_majeure", "maintenance"),
        *("out_of_scope", "duplicate", "other"),
    ),
}
"""Grounds that fit each kind, in the order of the form."""


class Dispute(ContractBound):
    """A verdict contested, or a ticket asked out of the base, by one side; the measure itself never changes.

    It names the commitment by its code (its versions share it), a month, and one life of a ticket where it is
    about one.
    `revision` counts its acts: a form filled on an older one is refused.
    """

    class Kind(models.TextChoices):
        CONTESTATION = "contestation", "Contestation"
        EXCLUSION = "exclusion", "Demande d’exclusion"

    class State(models.TextChoices):
        OPEN = "open", "Ouverte"
        COMMITTEE = "committee", "Portée en comité"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        LAPSED = "lapsed", "Sans réponse, verdict ferme"
        WITHDRAWN = "withdrawn", "Retirée"

    class Ground(models.TextChoices):
        DATES = "dates", "Dates différentes"
        PAUSE = "pause", "Suspension à prendre en compte"
        CALENDAR = "calendar", "Plage de service ou calendrier"
        PRIORITY = "priority", "Priorité"
        COUNTING = "counting", "Décompte du mois"
        CLIENT = "client", "Imputable au client"
        THIRD_PARTY = "third_party", "Imputable à un tiers"
        FORCE_MAJEURE = "force_majeure", "Force majeure"
        MAINTENANCE = "maintenance", "Maintenance planifiée"
        OUT_OF_SCOPE = "out_of_scope", "Hors périmètre"
        DUPLICATE = "duplicate", "Doublon"
        OTHER = "other", "Autre motif"

    number = models.PositiveIntegerField("numéro")
    kind = models.CharField("nature", max_length=12, choices=Kind)
    state = models.CharField("état", max_length=9, choices=State, default=State.OPEN)
    revision = models.PositiveIntegerField("révision", default=1)
    commitment_code = models.CharField("engagement", max_length=20)
    month = MonthField("mois")
    ticket = models.ForeignKey(
        Ticket, models.RESTRICT, null=True, blank=True, related_name="disputes", verbose_name="ticket"
    )
    life = models.PositiveSmallIntegerField("vie", null=True, blank=True)
    ground = models.CharField("motif", max_length=13, choices=Ground)
    text = models.TextField("exposé")
    proposed = models.CharField(
        "verdict proposé",
        max_length=14,
        blank=True,
        choices=[(v.value, v.value) for v in (Verdict.MET, Verdict.BREACHED, Verdict.NOT_APPLICABLE)],
    )
    opened_side = models.CharField("partie", max_length=8, choices=SIDES)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ouverte par"
    )
    opened_at = models.DateTimeField("ouverte le")
    answer_due_on = models.DateField("réponse attendue au plus tard le")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="réglée par",
    )
    settled_at = models.DateTimeField("réglée le", null=True, blank=True)
    reason = models.TextField("motif de la réponse", blank=True)
    effect = models.CharField("verdict décidé", max_length=14, blank=True)
    form_key = models.CharField("clé du formulaire", max_length=36)

    class Meta(ContractBound.Meta):
        verbose_name = "contestation"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="dispute_number_once"),
            models.UniqueConstraint(fields=["contract", "form_key"], name="dispute_form_once"),
            models.UniqueConstraint(
                fields=["contract", "commitment_code", "ticket", "life"],
                condition=Q(state__in=PENDING) & ~Q(ticket=None),
                name="dispute_open_once_per_ticket",
            ),
            models.UniqueConstraint(
                fields=["contract", "commitment_code", "month"],
                condition=Q(state__in=PENDING, ticket=None),
                name="dispute_open_once_per_month",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PENDING, settled_at=None) | ~Q(state__in=PENDING) & ~Q(settled_at=None),
                name="dispute_settled_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(kind="exclusion") | Q(proposed="not_applicable") & ~Q(ticket=None),
                name="dispute_exclusion_leaves_base",
            ),
            models.CheckConstraint(
                condition=Q(ticket=None, life=None) | ~Q(ticket=None) & Q(life__gte=1),
                name="dispute_ticket_has_life",
            ),
            models.CheckConstraint(
                condition=Q(effect="") | Q(state="accepted"), name="dispute_effect_once_accepted"
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("text"), LEAST_TEXT), name="dispute_text_says_something"
            ),
        ]
        indexes = [models.Index(fields=["contract", "state", "month"], name="dispute_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """« Contestation n° 12 »: one series of numbers for both kinds."""
        return f"{self.get_kind_display()} n°\u00a0{self.number}"

    @property
    def subject(self) -> str:
        """« INC-4821 », « INC-4821, vie 2 »; nothing where the month as a whole is contested."""
        return f"{self.ticket.reference}{life_words(self.life or 1)}" if self.ticket else ""

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING

    @property
    def answering_side(self) -> str:
        return answering_side(self.opened_side)


class DisputeAct(ContractBound):
    """One act on a dispute, written once and never changed; the portal itself has no author."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Ouverture"
        EVIDENCE = "evidence", "Pièce jointe"
        COMMENT = "comment", "Commentaire"
        ACCEPTED = "accepted", "Acceptation"
        REFUSED = "refused", "Refus"
        REFERRED = "referred", "Renvoi en comité"
        WITHDRAWN = "withdrawn", "Retrait"
        LAPSED = "lapsed", "Délai dépassé"

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="acts", verbose_name="contestation")
    rank = models.PositiveIntegerField("rang")
    kind = models.CharField("acte", max_length=9, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="auteur",
    )
    side = models.CharField("partie", max_length=8, choices=SIDES, blank=True)
    role = models.CharField("rôle", max_length=10, blank=True)
    at = models.DateTimeField("date")
    text = models.TextField("texte", blank=True)
    form_key = models.CharField("clé du formulaire", max_length=36, null=True)

    class Meta(ContractBound.Meta):
        verbose_name = "acte d’une contestation"
        verbose_name_plural = "actes des contestations"
        constraints = [
            models.UniqueConstraint(fields=["dispute", "rank"], name="dispute_act_rank_once"),
            models.UniqueConstraint(fields=["dispute", "form_key"], name="dispute_act_form_once"),
            models.CheckConstraint(
                condition=Q(kind="lapsed", author=None)
                | ~Q(kind="lapsed") & ~Q(author=None) & Q(side__in=[CLIENT, PROVIDER]),
                name="dispute_act_has_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.kind}"


class DisputeEvidence(ContractBound):
    """A file that supports a dispute, kept as received under a random name."""

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="evidence", verbose_name="contestation")
    act = models.ForeignKey(DisputeAct, models.CASCADE, related_name="files", verbose_name="acte")
    rank = models.PositiveSmallIntegerField("rang")
    name = models.CharField("nom", max_length=120)
    storage_name = models.CharField("nom de stockage", max_length=80, unique=True)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    size = models.PositiveIntegerField("taille, en octets")

    class Meta(ContractBound.Meta):
        verbose_name = "pièce d’une contestation"
        verbose_name_plural = "pièces des contestations"
        constraints = [models.UniqueConstraint(fields=["dispute", "rank"], name="dispute_evidence_rank_once")]

    def __str__(self) -> str:
        return self.name
