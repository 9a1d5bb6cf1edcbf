"""The life of a penalty: what a month was priced at, line by line, and what people did about it."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.functional import cached_property

from core.fields import MonthField
from core.scope import Addressed, Side
from slas.models.commitments import Commitment
from slas.models.prices import PenaltyRule


class PenaltyClaim(Addressed):
    """The price of one month: proposed to the client, known to the provider once notified.

    firm + disputed + cut = computed, what the rules come to once `spared` (deductible, exemption, bonus) is off
    the gross. Of firm and disputed, `waived` was given up and `credit_amount` came as a credit note. Until it is
    notified a claim follows the computation; afterwards it stays as notified, and a change is a new revision, of which
    the credit notes of those before it are already given.
    """

    class State(models.TextChoices):
        CALCULATED = "calculated", "Calculée"
        NOTIFIED = "notified", "Notifiée"
        CONTESTED = "contested", "Observations reçues"
        CONFIRMED = "confirmed", "Validée"
        WAIVED = "waived", "Exonérée"
        APPLIED = "applied", "Créditée (avoir)"

    month = MonthField("mois")
    revision = models.PositiveSmallIntegerField("révision", default=1)
    state = models.CharField("état", max_length=10, choices=State, default=State.CALCULATED)
    gross = models.DecimalField("montant brut", max_digits=12, decimal_places=2)
    spared = models.DecimalField("franchise et bonus", max_digits=12, decimal_places=2, default=0)
    computed = models.DecimalField("montant calculé", max_digits=12, decimal_places=2)
    cut = models.DecimalField("part écrêtée", max_digits=12, decimal_places=2, default=0)
    firm = models.DecimalField("part ferme", max_digits=12, decimal_places=2, default=0)
    disputed = models.DecimalField("part contestée", max_digits=12, decimal_places=2, default=0)
    credit = models.DecimalField("bonus à créditer", max_digits=12, decimal_places=2, default=0)
    ccag = models.DecimalField("dont CCAG-TIC", max_digits=12, decimal_places=2, default=0)
    points_left = models.PositiveIntegerField("points reportés", default=0)
    proof = models.JSONField("étapes du mois", default=list)
    calculated_at = models.DateTimeField("calculée le")
    notified_on = models.DateField("notifiée le", null=True, blank=True)
    notified_by = models.CharField("moyen", max_length=80, blank=True)
    observe_until = models.DateField("observations jusqu’au", null=True, blank=True)
    waived = models.DecimalField("part exonérée", max_digits=12, decimal_places=2, default=0)
    credit_reference = models.CharField("référence de l’avoir", max_length=80, blank=True)
    credited_on = models.DateField("date de l’avoir", null=True, blank=True)
    credit_amount = models.DecimalField("montant de l’avoir", max_digits=12, decimal_places=2, null=True)

    class Meta(Addressed.Meta):
        verbose_name = "pénalité d’un mois"
        verbose_name_plural = "pénalités des mois"
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "revision"], name="penalty_claim_once"),
            models.UniqueConstraint(
                fields=["contract", "credit_reference"],
                condition=~Q(credit_reference=""),
                name="penalty_credit_once",
            ),
            models.CheckConstraint(
                condition=Q(firm__gte=0, disputed__gte=0, cut__gte=0, computed__gte=0, waived__gte=0),
                name="penalty_claim_positive",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["calculated", "waived"])
                | Q(notified_on__isnull=False, audience="both"),
                name="penalty_notified_first",
            ),
            models.CheckConstraint(
                condition=~Q(state="calculated") | Q(audience="client"), name="penalty_draft_is_client_only"
            ),
            models.CheckConstraint(
                condition=~Q(state="applied")
                | ~Q(credit_reference="") & Q(credited_on__isnull=False, credit_amount__gt=0),
                name="penalty_applied_by_credit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} v{self.revision} {self.state}"

    @property
    def is_settled(self) -> bool:
        """Whether people said the last word on it: what remains is the credit note, or nothing."""
        return self.state in SETTLED

    @property
    def due(self) -> Decimal:
        """What is proposed: firm and disputed together."""
        return self.firm + self.disputed

    @cached_property
    def credited_before(self) -> Decimal:
        """What the credit notes of the month's earlier revisions gave back already (1 query past the first)."""
        if self.revision == 1:
            return Decimal(0)
        rows = PenaltyClaim.objects.filter(contract=self.contract_id, month=self.month)
        found = rows.filter(revision__lt=self.revision).aggregate(sum=Sum("credit_amount"))
        return found["sum"] or Decimal(0)

    @property
    def credited(self) -> Decimal:
        """What all the credit notes of the month give back, this revision's and those before it."""
        return self.credited_before + (self.credit_amount or Decimal(0))

    @property
    def left(self) -> Decimal:
        """What is still due: neither waived nor credited, by this revision or one before it."""
        return max(self.due - self.waived - self.credited, Decimal(0))

    @property
    def overpaid(self) -> Decimal:
        """What earlier credit notes gave beyond what this revision comes to: for the provider to take back."""
        return max(self.credited - self.due + self.waived, Decimal(0))


SETTLED = frozenset({PenaltyClaim.State.CONFIRMED, PenaltyClaim.State.WAIVED, PenaltyClaim.State.APPLIED})


class PenaltyLine(Addressed):
    """One rule of one commitment over the month: amount before the month's deductible and caps, with its proof."""

    Sense = PenaltyRule.Sense

    claim = models.ForeignKey(
        PenaltyClaim, models.CASCADE, related_name="lines", verbose_name="pénalité du mois"
    )
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="+", verbose_name="engagement")
    kind = models.CharField("nature", max_length=20, choices=PenaltyRule.Kind)
    sense = models.CharField("sens", max_length=7, choices=PenaltyRule.Sense)
    clause = models.CharField("clause", max_length=80, blank=True)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)
    disputed = models.DecimalField("dont contesté", max_digits=12, decimal_places=2, default=0)
    points = models.PositiveSmallIntegerField("points", default=0)
    proof = models.JSONField("preuve", default=list)

    class Meta(Addressed.Meta):
        verbose_name = "ligne de pénalité"
        verbose_name_plural = "lignes de pénalité"
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "commitment", "sense", "kind"], name="penalty_line_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="penalty_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.commitment_id} {self.kind}"


class PenaltyAct(Addressed):
    """What somebody did about a penalty: signed, dated, never changed."""

    class Kind(models.TextChoices):
        NOTIFIED = "notified", "Notification"
        OBSERVED = "observed", "Observations"
        CONFIRMED = "confirmed", "Validation"
        WAIVED = "waived", "Exonération"
        APPLIED = "applied", "Avoir"

    claim = models.ForeignKey(
        PenaltyClaim, models.CASCADE, related_name="acts", verbose_name="pénalité du mois"
    )
    kind = models.CharField("acte", max_length=10, choices=Kind)
    at = models.DateTimeField("date")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    role = models.CharField("rôle", max_length=20)
    side = models.CharField("partie", max_length=8, choices=[(side.value, side.value) for side in Side])
    reason = models.TextField("motif")
    details = models.JSONField("détails", default=dict)

    class Meta(Addressed.Meta):
        verbose_name = "acte sur une pénalité"
        verbose_name_plural = "actes sur des pénalités"
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "kind"],
                condition=Q(kind__in=["notified", "confirmed", "applied"]),
                name="penalty_act_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.kind}"


class PenaltyDecision(Addressed):
    """What a committee decided of the price of a month: the client's alone, like the question it answers.

    It stays with the month, not with a claim: a draft is replaced at each computation.
    """

    class State(models.TextChoices):
        ADOPTED = "adopted", "Adoptée"
        AMENDED = "amended", "Amendée"
        REFUSED = "refused", "Refusée"
        POSTPONED = "postponed", "Reportée"

    month = MonthField("mois")
    state = models.CharField("issue", max_length=9, choices=State)
    label = models.CharField("décision", max_length=8)
    committee = models.CharField("comité", max_length=60)
    text = models.TextField("texte décidé")
    decided_at = models.DateTimeField("décidée le")

    class Meta(Addressed.Meta):
        verbose_name = "décision sur une pénalité"
        verbose_name_plural = "décisions sur des pénalités"
        constraints = [
            models.UniqueConstraint(fields=["contract", "month"], name="penalty_decision_once"),
            models.CheckConstraint(condition=Q(audience="client"), name="penalty_decision_is_client_only"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.label} {self.state}"

    @property
    def claims(self) -> bool:
        """Whether the committee wants the penalty, as it was asked or otherwise."""
        return self.state in {self.State.ADOPTED, self.State.AMENDED}

    @property
    def words(self) -> str:
        """« H1 adoptée, COPIL du 16/04/2026 »."""
        return f"{self.label} {self.get_state_display().lower()}, {self.committee}"
