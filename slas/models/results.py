"""Results: recomputed and replaced whole, never patched."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.fields import MonthField
from core.scope import ContractBound
from reports.models import Delivery, Ticket
from slas.engine.verdicts import Verdict, life_words
from slas.models.commitments import Commitment

VERDICTS = [
    (Verdict.MET.value, "Respecté"),
    (Verdict.BREACHED.value, "Non respecté"),
    (Verdict.NOT_APPLICABLE.value, "Sans objet"),
    (Verdict.NOT_MEASURABLE.value, "Non mesurable"),
    (Verdict.PENDING.value, "En cours"),
]


class MonthRecord(ContractBound):
    """The state of one month of one contract, from the awaited report to the closing.

    `revision`: 0 while the month is open, 1 once closed, raised by each later revision.
    """

    class State(models.TextChoices):
        EXPECTED = "expected", "Attendu"
        SUBMITTED = "submitted", "Déposé"
        RECONCILING = "reconciling", "En rapprochement"
        CONTESTED = "contested", "Contesté"
        CLOSED = "closed", "Clos"

    month = MonthField("mois")
    state = models.CharField("état", max_length=11, choices=State, default=State.EXPECTED)
    delivery = models.ForeignKey(
        Delivery, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="dépôt jugé"
    )
    due_on = models.DateField("rapport attendu le")
    facts_digest = models.CharField("empreinte des faits", max_length=64, blank=True)
    computed_at = models.DateTimeField("calculé le", null=True, blank=True)
    first_computed_at = models.DateTimeField("calculé la première fois le", null=True, blank=True)
    judged_until = MonthField("jugé jusqu’à la fin de", null=True)
    data_as_of = models.DateTimeField("données arrêtées au", null=True, blank=True)
    ticket_count = models.PositiveIntegerField("tickets", default=0)
    penalty_gross = models.DecimalField("pénalité brute", max_digits=12, decimal_places=2, null=True)
    penalty_cut = models.DecimalField("part écrêtée", max_digits=12, decimal_places=2, null=True)
    penalty_due = models.DecimalField("pénalité proposée", max_digits=12, decimal_places=2, null=True)
    omissions = models.JSONField("contrôles d’omission", default=dict)
    revision = models.PositiveSmallIntegerField("révision", default=0)

    class Meta(ContractBound.Meta):
        verbose_name = "mois"
        verbose_name_plural = "mois"
        constraints = [models.UniqueConstraint(fields=["contract", "month"], name="month_once")]

    def __str__(self) -> str:
        return str(self.month)


class CommitmentMonth(ContractBound):
    """One commitment over one month: counts, exact rate, verdict, and the provider's figure beside it.

    For tickets and ratios the rate is `met / counted`; for availability `met` and `counted` are service
    seconds (up and total). Rates shown are derived from these integers.
    """

    class GapStatus(models.TextChoices):
        CONCORDANT = "concordant", "Concordant"
        EXPLAINED = "explained", "Écart expliqué"
        TO_JUSTIFY = "to_justify", "Écart à justifier"
        INCOMPLETE = "incomplete", "Rapport incomplet"
        UNVERIFIABLE = "unverifiable", "Non vérifiable"

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="months", verbose_name="engagement"
    )
    month = MonthField("mois")
    met = models.BigIntegerField("dans le délai", default=0)
    counted = models.BigIntegerField("jugés", default=0)
    pending = models.PositiveIntegerField("en cours", default=0)
    excluded = models.PositiveIntegerField("exclus", default=0)
    not_measurable = models.PositiveIntegerField("non mesurables", default=0)
    late_open = models.PositiveIntegerField("ouverts échus", default=0)
    unverifiable = models.PositiveIntegerField("jugés sans historique de suspension", default=0)
    verdict = models.CharField("verdict", max_length=14, choices=VERDICTS)
    small_volume = models.BooleanField("volume réduit", default=False)
    decimals = models.PositiveSmallIntegerField("décimales affichées", null=True)
    concern = models.BooleanField("sous surveillance", default=False)
    margin = models.IntegerField("marge (échecs, ou secondes d’arrêt)", null=True)
    reason = models.CharField("raison", max_length=200, blank=True)
    source = models.CharField("source", max_length=80, blank=True)
    declared_met = models.BigIntegerField("déclaré dans le délai", null=True)
    declared_counted = models.BigIntegerField("déclaré jugés", null=True)
    declared_rate = models.DecimalField("taux déclaré, en %", max_digits=9, decimal_places=4, null=True)
    gap_status = models.CharField("rapprochement", max_length=12, choices=GapStatus, blank=True)
    causes = models.JSONField("écart par cause", default=list)
    settled_by_dispute = models.ForeignKey(
        "slas.Dispute",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verdict décidé par la contestation",
    )
    penalty = models.DecimalField("pénalité proposée", max_digits=12, decimal_places=2, null=True)
    penalty_lines = models.JSONField("preuve de la pénalité", default=list)

    class Meta(ContractBound.Meta):
        verbose_name = "mois d’un engagement"
        constraints = [
            models.UniqueConstraint(fields=["commitment", "month"], name="commitment_month_once"),
            models.CheckConstraint(condition=Q(met__gte=0, met__lte=F("counted")), name="met_within_counted"),
        ]
        indexes = [models.Index(fields=["contract", "month"], name="commitment_month_by_month")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.month}"


class TicketVerdict(ContractBound):
    """One ticket under one commitment: state, counted time, deadline, and its month (none while pending).

    `life`: 1, or the rank of a reopening that the contract counts as another ticket.
    """

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="verdicts", verbose_name="engagement"
    )
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="verdicts", verbose_name="ticket")
    month = MonthField("mois", null=True)
    life = models.PositiveSmallIntegerField("vie", default=1)
    state = models.CharField("verdict", max_length=14, choices=VERDICTS)
    started_at = models.DateTimeField("début du délai, s’il n’est pas l’ouverture", null=True)
    elapsed_seconds = models.BigIntegerField("temps compté, en secondes", null=True)
    target_seconds = models.BigIntegerField("délai, en secondes")
    paused_seconds = models.BigIntegerField("temps suspendu compté, en secondes", default=0)
    deadline_at = models.DateTimeField("échéance", null=True)
    verdict_at = models.DateTimeField("verdict acquis le", null=True)
    anomaly = models.CharField("anomalie", max_length=40, blank=True)
    settled_by_dispute = models.ForeignKey(
        "slas.Dispute",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verdict décidé par la contestation",
    )

    class Meta(ContractBound.Meta):
        verbose_name = "verdict d’un ticket"
        constraints = [
            models.UniqueConstraint(fields=["ticket", "commitment", "life"], name="verdict_once"),
        ]
        indexes = [models.Index(fields=["commitment", "month", "state"], name="verdict_by_month")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.state}"

    @property
    def subject(self) -> str:
        """« INC-4821 », « INC-4821, vie 2 »."""
        return f"{self.ticket.reference}{life_words(self.life)}"
