"""What each side owes besides the measured service, and what it says it did of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from contracts.engine.paper_words import PARTIES
from contracts.engine.scope_words import choices
from contracts.models.documents import Clause, ContractDocument
from contracts.models.kept_files import KeptFileRow
from core.scope import Addressed


class Obligation(Addressed):
    """An obligation of one side: once, at intervals, or standing, until its last day if it has one.

    `done_on` and `proof` are the last accepted act.
    """

    number = models.PositiveSmallIntegerField("numéro")
    side = models.CharField("partie", max_length=8, choices=choices(PARTIES))
    title = models.CharField("obligation", max_length=160)
    clause = models.ForeignKey(
        Clause, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="clause"
    )
    every_months = models.PositiveSmallIntegerField("revient tous les n mois", default=0)
    due_on = models.DateField("première échéance", null=True, blank=True)
    ended_on = models.DateField("dernier jour", null=True, blank=True)
    expected_proof = models.CharField("preuve attendue", max_length=200, blank=True)
    done_on = models.DateField("fait le", null=True, blank=True)
    proof = models.CharField("preuve", max_length=200, blank=True)

    class Meta(Addressed.Meta):
        verbose_name = "obligation"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="obligation_number_once"),
            models.CheckConstraint(
                condition=Q(every_months=0) | Q(due_on__isnull=False), name="obligation_returns_from_a_date"
            ),
            models.CheckConstraint(
                condition=Q(proof="") | Q(done_on__isnull=False), name="obligation_proof_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ObligationAct(Addressed):
    """One side says that an obligation was done, with a proof; the client accepts or refuses, and it stays so."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "À accepter"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"

    obligation = models.ForeignKey(
        Obligation, models.RESTRICT, related_name="acts", verbose_name="obligation"
    )
    done_on = models.DateField("fait le")
    proof = models.CharField("preuve", max_length=200)
    document = models.ForeignKey(
        ContractDocument, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="document"
    )
    state = models.CharField("état", max_length=8, choices=State, default=State.PROPOSED)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="déclarée par")
    said_side = models.CharField("partie", max_length=8, choices=choices(PARTIES))
    said_at = models.DateTimeField("déclarée le")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidée par"
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    reason = models.CharField("motif", max_length=400, blank=True)

    class Meta(Addressed.Meta):
        verbose_name = "exécution d’une obligation"
        verbose_name_plural = "exécutions des obligations"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"], condition=Q(state="proposed"), name="obligation_act_waits_alone"
            ),
            models.CheckConstraint(condition=~Q(proof=""), name="obligation_act_has_proof"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="obligation_act_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="obligation_act_refused_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.done_on}"


class ObligationFile(KeptFileRow, Addressed):
    """The file that shows what was said done; whoever sees the act sees it."""

    act = models.OneToOneField(
        ObligationAct, models.RESTRICT, related_name="file", verbose_name="exécution déclarée"
    )

    class Meta(Addressed.Meta):
        verbose_name = "fichier d’une exécution"
        verbose_name_plural = "fichiers des exécutions"
