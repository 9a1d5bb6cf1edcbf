"""Amendments from proposal to force: proposed by one person, approved by another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from contracts.models.contract import ContractVersion
from contracts.models.key_dates import SIDES
from core.scope import Addressed, ContractBound


class Amendment(Addressed):
    """A candidate version of the contract: what would change, from which day, who said so.

    `change` holds the tables of the contract file that differ. Approved, it gives a `ContractVersion`.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposé"
        APPROVED = "approved", "Approuvé"
        REFUSED = "refused", "Refusé"
        WITHDRAWN = "withdrawn", "Retiré"

    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("objet", max_length=160)
    effective_on = models.DateField("prise d’effet")
    change = models.TextField("ce qui change")
    difference = models.JSONField("différences", default=list)
    reason = models.TextField("motif")
    state = models.CharField("état", max_length=9, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="proposé par")
    proposed_side = models.CharField("partie qui propose", max_length=8, choices=SIDES)
    proposed_at = models.DateTimeField("proposé le")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )
    decided_side = models.CharField("partie qui décide", max_length=8, choices=SIDES, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decision_reason = models.TextField("motif de la décision", blank=True)
    version = models.OneToOneField(
        ContractVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="version"
    )

    class Meta(Addressed.Meta):
        verbose_name = "avenant"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="amendment_number_once"),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(decided_by__isnull=False, decided_at__isnull=False, version__isnull=False),
                name="amendment_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("proposed_by")),
                name="amendment_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_side="client"),
                name="amendment_approved_by_the_client",
            ),
        ]

    def __str__(self) -> str:
        return f"avenant {self.number}"


class TermsToCome(ContractBound):
    """What an approved version will change of the terms on its day: tables of the contract file, as text.

    Kept until that day, then laid over the terms and removed.
    """

    version = models.OneToOneField(ContractVersion, models.CASCADE, related_name="+", verbose_name="version")
    change = models.TextField("ce qui change")

    class Meta(ContractBound.Meta):
        verbose_name = "termes à venir"

    def __str__(self) -> str:
        return str(self.version)
