"""The access register: who holds what, and where its secret is kept. No field is made to hold a secret."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.scope import ClientOnly
from reversibility.engine.access_cells import MFA_LABELS, MOST_MONTHS, SIDE_LABELS
from reversibility.engine.accesses import KINDS, Access, Holder

KIND_CHOICES = [(kind.code, kind.label) for kind in KINDS]


class AccessEntry(ClientOnly):
    """One access: a system or an account, its kind, and what is known of its secret, never the secret itself.

    `version` counts its corrections: whoever corrects says which one they saw.
    """

    number = models.PositiveSmallIntegerField("numéro")
    system = models.CharField("système", max_length=120)
    kind = models.CharField("nature", max_length=12, choices=KIND_CHOICES)
    mfa = models.CharField(
        "authentification à plusieurs facteurs",
        max_length=7,
        choices=list(MFA_LABELS.items()),
        default="unknown",
    )
    kept_in = models.CharField("lieu du secret", max_length=120, blank=True)
    rotated_on = models.DateField("dernière rotation", null=True, blank=True)
    rotation_months = models.PositiveSmallIntegerField("rotation tous les n mois", default=0)
    tested_on = models.DateField("dernier essai", null=True, blank=True)
    expires_on = models.DateField("expire le", null=True, blank=True)
    proof = models.CharField("preuve", max_length=200, blank=True)
    version = models.PositiveIntegerField("correction", default=1)

    class Meta(ClientOnly.Meta):
        verbose_name = "accès"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="access_number_once"),
            models.UniqueConstraint(fields=["contract", "system", "kind"], name="access_system_once"),
            models.CheckConstraint(condition=~Q(system=""), name="access_is_named"),
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in KIND_CHOICES]) & Q(mfa__in=list(MFA_LABELS)),
                name="access_words_known",
            ),
            models.CheckConstraint(
                condition=Q(rotation_months__lte=MOST_MONTHS), name="access_rotation_range"
            ),
        ]

    def __str__(self) -> str:
        return f"accès {self.number}"

    def value(self, holders: tuple[Holder, ...]) -> Access:
        """The row with its holders, as the engine knows it."""
        return Access(
            system=self.system, kind=self.kind, holders=holders, mfa=self.mfa, kept_in=self.kept_in,
            rotated_on=self.rotated_on, rotation_months=self.rotation_months, tested_on=self.tested_on,
            expires_on=self.expires_on, proof=self.proof,
        )  # fmt: skip


class AccessHolder(ClientOnly):
    """A role, on one side of the contract, that holds an access."""

    access = models.ForeignKey(AccessEntry, models.CASCADE, related_name="holders", verbose_name="accès")
    side = models.CharField("partie", max_length=8, choices=list(SIDE_LABELS.items()))
    role = models.CharField("rôle", max_length=80)

    class Meta(ClientOnly.Meta):
        verbose_name = "détenteur d’un accès"
        verbose_name_plural = "détenteurs d’accès"
        constraints = [
            models.UniqueConstraint(fields=["access", "side", "role"], name="access_holder_once"),
            models.CheckConstraint(
                condition=Q(side__in=list(SIDE_LABELS)) & ~Q(role=""), name="access_holder_is_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} : {self.role}"
