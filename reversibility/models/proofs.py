"""Proofs of the deliverables, and the requests by which the provider is asked for one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.scope import Addressed, Audience, ContractBound, Side
from reversibility.models.deliverables import ExitDeliverable
from reversibility.models.drills import Drill

SIDES = [(Side.CLIENT.value, "Client"), (Side.PROVIDER.value, "Prestataire")]


class ExitRequest(ContractBound):
    """One deliverable asked of the provider, who sees these words and nothing else of the exit plan.

    Name and criterion are kept as they were asked: the plan itself is the client's alone.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Acceptée"
        WITHDRAWN = "withdrawn", "Retirée"

    number = models.PositiveSmallIntegerField("numéro")
    deliverable = models.ForeignKey(
        ExitDeliverable, models.CASCADE, related_name="requests", verbose_name="livrable"
    )
    name = models.CharField("livrable demandé", max_length=160)
    criterion = models.CharField("critère d’acceptation", max_length=300, blank=True)
    message = models.CharField("message", max_length=400, blank=True)
    wanted_on = models.DateField("attendue le", null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="demandée par")
    asked_at = models.DateTimeField("demandée le")
    outcome = models.CharField("issue", max_length=9, choices=Outcome, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "demande de preuve"
        verbose_name_plural = "demandes de preuve"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="exit_request_number_once"),
            models.UniqueConstraint(
                fields=["deliverable"], condition=Q(closed_at=None), name="exit_request_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False, outcome__in=["accepted", "withdrawn"]),
                name="exit_request_closed_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"D-{self.number}"


class ExitProof(Addressed):
    """A proof of a deliverable. It counts once accepted, from its own day on, for the deliverable's validity.

    `declared_by` is empty for a proof that the contract file or an exercise brings. Only one that answers a request
    is shared with the provider.
    """

    class State(models.TextChoices):
        DECLARED = "declared", "À accepter"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"

    deliverable = models.ForeignKey(
        ExitDeliverable, models.CASCADE, related_name="proofs", verbose_name="livrable"
    )
    rank = models.PositiveSmallIntegerField("rang")
    what = models.CharField("preuve", max_length=200)
    dated = models.DateField("date de la preuve")
    signed = models.BooleanField("recette signée", default=False)
    state = models.CharField("état", max_length=8, choices=State)
    request = models.ForeignKey(
        ExitRequest, models.CASCADE, null=True, blank=True, related_name="proofs", verbose_name="demande"
    )
    drill = models.OneToOneField(
        Drill, models.CASCADE, null=True, blank=True, related_name="proved", verbose_name="exercice"
    )
    side = models.CharField("partie qui déclare", max_length=8, choices=SIDES, blank=True)
    declared_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="déclarée par"
    )
    declared_at = models.DateTimeField("déclarée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidée par"
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    reason = models.CharField("motif du refus", max_length=400, blank=True)

    class Meta(Addressed.Meta):
        verbose_name = "preuve de sortie"
        verbose_name_plural = "preuves de sortie"
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "rank"], name="exit_proof_rank_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="declared"), name="exit_proof_pending_once"
            ),
            models.CheckConstraint(condition=~Q(what=""), name="exit_proof_is_named"),
            models.CheckConstraint(
                condition=Q(state__in=["declared", "accepted"], reason="")
                | (Q(state="refused") & ~Q(reason="")),
                name="exit_proof_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(signed=False) | Q(state="accepted"), name="exit_proof_signed_once_accepted"
            ),
            models.CheckConstraint(
                condition=Q(request=None, audience=Audience.CLIENT.value, state="accepted")
                | Q(request__isnull=False, audience=Audience.BOTH.value),
                name="exit_proof_shared_if_asked",
            ),
            models.CheckConstraint(
                condition=Q(declared_by=None, declared_at=None, side="")
                | Q(declared_by__isnull=False, declared_at__isnull=False, side__in=["client", "provider"]),
                name="exit_proof_declared_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(request=None)
                | Q(state="declared", decided_by=None, decided_at=None)
                | Q(state__in=["accepted", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="exit_proof_decided_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["contract", "state", "dated"], name="exit_proof_lookup")]

    def __str__(self) -> str:
        return self.what
